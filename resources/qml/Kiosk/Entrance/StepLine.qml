// The five steps of a service in one line, so that nobody wonders what comes next.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Item {
    id: line

    required property QtObject rows

    implicitHeight: row.height

    Rectangle {
        color: Theme.line
        height: Theme.border
        width: parent.width * 0.8
        x: parent.width * 0.1
        y: Theme.mm(6)
    }

    Row {
        id: row

        width: parent.width

        Repeater {
            id: steps

            model: line.rows

            delegate: Column {
                id: step

                required property int index
                required property string name

                spacing: Theme.mm(1)
                width: row.width / 5

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    border.color: Theme.primary
                    border.width: Theme.border
                    color: Theme.card
                    height: Theme.mm(12)
                    radius: height / 2
                    width: height

                    Words {
                        anchors.centerIn: parent
                        color: Theme.primary
                        lineHeight: 1
                        size: Theme.textS
                        strong: true
                        text: step.index + 1
                        Accessible.ignored: true
                    }
                }

                Words {
                    horizontalAlignment: Text.AlignHCenter
                    size: Theme.textS
                    text: step.name
                    width: parent.width
                }
            }
        }
    }
}
