// The band at the top: whose branch this is, and what day and time it is there.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: band

    required property string bank
    // Whose branch it is, where its name does not say so.
    required property string title
    required property string branch
    required property string english
    required property string clock
    required property string date
    required property string dateEnglish
    required property bool demonstration

    Rectangle {
        id: plate

        anchors.verticalCenter: parent.verticalCenter
        color: Theme.logoPlate
        height: Theme.mm(44)
        radius: Theme.mm(6)
        width: height

        Image {
            anchors.centerIn: parent
            cache: false
            height: Theme.mm(33)
            objectName: "logo"
            source: "image://kiosk/logo"
            sourceSize: Qt.size(width, height)
            width: height

            Accessible.name: band.bank
            Accessible.role: Accessible.Graphic
        }
    }

    Twin {
        id: names

        anchors.left: plate.right
        anchors.leftMargin: Theme.mm(12)
        anchors.right: mark.visible ? mark.left : time.left
        anchors.rightMargin: Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        capital: 21
        en: band.english
        englishCapital: 10.5
        objectName: "names"
        zh: [band.title, band.branch].filter(Boolean).join(" ")
    }

    Rectangle {
        id: mark

        anchors.right: time.left
        anchors.rightMargin: Theme.mm(14)
        anchors.verticalCenter: parent.verticalCenter
        border.color: Theme.accent
        border.width: Theme.mm(0.8)
        color: Theme.accentTint
        height: Theme.mm(40)
        objectName: "demonstration"
        radius: Theme.mm(6)
        visible: band.demonstration
        width: Theme.mm(100)

        Twin {
            align: Text.AlignHCenter
            anchors.centerIn: parent
            capital: 14
            en: "Demonstration"
            ink: Theme.accent
            width: parent.width - Theme.mm(8)
            zh: "演示"
        }
    }

    Row {
        id: time

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(12)

        Twin {
            align: Text.AlignRight
            anchors.verticalCenter: parent.verticalCenter
            capital: 14
            en: band.dateEnglish
            objectName: "date"
            strong: false
            width: Theme.mm(150)
            zh: band.date
        }

        Line {
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: -0.07 * size
            capital: 32
            objectName: "clock"
            strong: true
            text: band.clock
        }
    }
}
