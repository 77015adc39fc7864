// The five steps of a service, so that nobody wonders what comes next: on one line, or one after another where the
// text is large.
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
        visible: !Theme.large
        width: parent.width * 0.8
        x: parent.width * 0.1
        y: Theme.mm(6)
    }

    Flow {
        id: row

        spacing: Theme.large ? Theme.mm(3) : 0
        width: parent.width

        Repeater {
            model: line.rows

            delegate: Grid {
                id: step

                required property int index
                required property string name

                columnSpacing: Theme.mm(3)
                columns: Theme.large ? 2 : 1
                horizontalItemAlignment: Grid.AlignHCenter
                rowSpacing: Theme.mm(1)
                verticalItemAlignment: Theme.large ? Grid.AlignVCenter : Grid.AlignTop
                width: Theme.large ? implicitWidth : row.width / 5

                Rectangle {
                    border.color: Theme.primary
                    border.width: Theme.border
                    color: Theme.card
                    height: Math.max(Theme.mm(12), Theme.textS * 1.15)
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
                    id: words

                    horizontalAlignment: Text.AlignHCenter
                    size: Theme.textS
                    text: step.name
                    width: Theme.large ? Math.min(Math.ceil(metrics.advanceWidth) + 1, row.width - Theme.mm(20)) : step.width

                    TextMetrics {
                        id: metrics

                        font: words.font
                        text: step.name
                    }
                }
            }
        }
    }
}
