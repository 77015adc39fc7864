// A key of the keypad.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: key

    property string icon: ""
    property bool primary: false
    property int size: primary ? Theme.textL : Theme.textXL

    opacity: enabled ? 1 : 0.35

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: key.primary ? Theme.primaryDeep : Theme.line
        radius: key.radius
        visible: !key.down
    }

    Rectangle {
        anchors.bottomMargin: key.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: key.down ? Theme.edge : 0
        border.color: key.down ? Theme.primary : Theme.line
        border.width: Theme.hairline
        color: key.primary ? Theme.primary : key.down ? Theme.tint : Theme.card
        radius: key.radius

        Icon {
            anchors.centerIn: parent
            code: key.icon
            lineColour: key.primary ? Theme.inkOnPrimary : Theme.iconLine
            size: Theme.mm(12)
            visible: key.icon !== ""
        }

        Words {
            anchors.centerIn: parent
            color: key.primary ? Theme.inkOnPrimary : Theme.ink
            lineHeight: 1
            size: key.size
            strong: true
            text: key.label
            visible: key.icon === ""
            Accessible.ignored: true
        }
    }
}
