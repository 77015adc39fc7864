// The band at the top: whose branch this is, and what time it is there.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: band

    implicitHeight: lines.height

    required property string bank
    required property string branch
    required property string clock
    required property string date
    required property bool demonstration

    component Line: Words {
        lineHeight: Theme.leadingTitle
        size: Theme.textS
        wrapMode: Text.NoWrap
    }

    Rectangle {
        id: plate

        // On the light paper it is made for a logo needs no ground of its own; elsewhere it stands on a plate with air.
        readonly property bool bare: Qt.colorEqual(Theme.logoPlate, Theme.paper)

        anchors.verticalCenter: parent.verticalCenter
        color: bare ? "transparent" : Theme.logoPlate
        height: Theme.mm(bare ? 14 : 16)
        radius: Theme.radius
        width: height

        Image {
            anchors.centerIn: parent
            cache: false
            height: Theme.mm(plate.bare ? 14 : 11.5)
            objectName: "logo"
            source: "image://kiosk/logo"
            sourceSize: Qt.size(width, height)
            width: height

            Accessible.name: band.bank
            Accessible.role: Accessible.Graphic
        }
    }

    Column {
        id: lines

        anchors.left: plate.right
        anchors.leftMargin: Theme.mm(plate.bare ? 4 : 4.5)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        // The time stands beside the name if there is room, the name a little smaller if need be.
        readonly property int room: width - clock.width - Theme.gap
        readonly property bool abreast: Math.max(name.advanceWidth * 0.85, name.advanceWidth * Theme.textS / Theme.textL) <= room

        spacing: Theme.mm(1)

        Line {
            id: branch

            size: Theme.textL
            strong: true
            text: band.branch
            fontSizeMode: lines.abreast ? Text.HorizontalFit : Text.FixedSize
            width: lines.abreast ? lines.room : lines.width
            wrapMode: lines.abreast ? Text.NoWrap : Text.WordWrap

            TextMetrics {
                id: name

                font.family: Theme.family
                font.pixelSize: Theme.textL
                font.variableAxes: Theme.strong
                text: band.branch
            }
        }

        Item {
            height: Math.max(date.height, lines.abreast ? 0 : clock.height)
            width: lines.width

            Rectangle {
                id: plaque

                color: Theme.accentTint
                height: date.height
                radius: Theme.mm(1.5)
                visible: band.demonstration
                width: badge.implicitWidth + Theme.mm(5)

                Line {
                    id: badge

                    anchors.centerIn: parent
                    color: Theme.accent
                    text: qsTr("演示")
                }
            }

            // The day goes where there is room for it.
            Line {
                id: date

                readonly property int beside: lines.abreast ? 0 : clock.width + Theme.gap

                text: band.date
                visible: width + beside + (plaque.visible ? plaque.width + Theme.gap : 0) <= lines.width
                x: lines.width - width - beside
            }
        }
    }

    Line {
        id: clock

        size: Theme.textL
        strong: true
        text: band.clock
        x: band.width - width
        y: lines.abreast ? lines.y : lines.y + lines.height - height
    }
}
