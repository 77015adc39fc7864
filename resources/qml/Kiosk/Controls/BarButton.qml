// A button of the bar at the bottom: a drawing and a word.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: button

    required property string icon
    // The one button that must be found in a hurry.
    property bool warm: false
    readonly property color ink: warm ? Theme.accent : Theme.inkOnBar

    ringColour: Theme.focusOnBar
    opacity: enabled ? 1 : 0.3

    Rectangle {
        anchors.fill: parent
        color: button.down ? Theme.barTint : button.warm ? Theme.accentTint : "transparent"
        radius: button.radius

        Column {
            anchors.centerIn: parent
            spacing: Theme.mm(0.5)
            width: parent.width

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                code: button.icon
                lineColour: button.ink
                size: Theme.mm(10)
                toneColour: button.warm ? Theme.iconTone : Theme.toneOnBar
            }

            Words {
                color: button.ink
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 1
                size: Theme.textS
                strong: button.warm
                text: button.label
                width: parent.width
                Accessible.ignored: true
            }
        }
    }
}
