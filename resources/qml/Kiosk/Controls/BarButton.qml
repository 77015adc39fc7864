// A button of the bar at the bottom: a drawing, a word, and, if it has states, which of them it is.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: button

    required property string icon
    // The one button that must be found in a hurry.
    property bool warm: false
    property bool standing: false
    // How many states a press goes round, 0 for none, and which it is, from 0.
    property int steps: 0
    property int step: 0
    readonly property color ink: warm ? Theme.accent : Theme.inkOnBar

    opacity: enabled ? 1 : 0.3
    ringColour: Theme.focusOnBar

    Rectangle {
        anchors.fill: parent
        border.color: button.ink
        border.width: button.down ? Theme.edge : button.checked ? Theme.border : button.warm ? Theme.hairline : 0
        color: button.warm ? Theme.accentTint : button.down || button.checked ? Theme.barTint : "transparent"
        radius: button.radius

        Grid {
            anchors.centerIn: parent
            columnSpacing: Theme.mm(3)
            columns: button.standing ? 1 : 2
            horizontalItemAlignment: Grid.AlignHCenter
            rowSpacing: Theme.mm(0.5)
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                code: button.icon
                lineColour: button.ink
                size: Math.max(Theme.mm(10), Math.round(Theme.textS * 1.1))
                toneColour: button.warm ? Theme.iconTone : Theme.toneOnBar
            }

            Column {
                spacing: Theme.mm(0.5)

                Words {
                    anchors.horizontalCenter: parent.horizontalCenter
                    color: button.ink
                    lineHeight: Theme.leadingTitle
                    size: Theme.textS
                    strong: button.warm
                    text: button.label
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }

                Row {
                    anchors.horizontalCenter: parent.horizontalCenter
                    spacing: Theme.mm(1.6)
                    visible: button.steps > 0

                    Repeater {
                        model: button.steps

                        delegate: Rectangle {
                            required property int index
                            readonly property bool now: index === button.step

                            anchors.verticalCenter: parent?.verticalCenter
                            border.color: button.ink
                            border.width: Theme.hairline
                            color: now ? button.ink : "transparent"
                            height: Theme.mm(2.4)
                            radius: height / 2
                            width: now ? Theme.mm(6) : height
                        }
                    }
                }
            }
        }
    }
}
