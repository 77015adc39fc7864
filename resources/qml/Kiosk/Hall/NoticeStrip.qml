// What the branch tells everybody, one notice after the other.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Rectangle {
    id: strip

    required property string zh
    required property string en

    color: Theme.plate
    radius: Theme.mm(6)

    Icon {
        id: drawing

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        code: "bell"
        size: Theme.mm(30)
    }

    Twin {
        anchors.left: drawing.right
        anchors.leftMargin: Theme.mm(10)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        capital: 16
        en: strip.en
        englishCapital: 10
        objectName: "notice"
        zh: strip.zh
    }
}
