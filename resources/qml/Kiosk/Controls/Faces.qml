// Five answers from best to worst, each with a face and a word: lines when upright or large, else columns.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: faces

    // Words from 5 (best) to 1, and the score chosen before, 0 for none.
    required property var names
    required property int chosen
    required property bool portrait
    readonly property bool lines: portrait || Theme.large

    signal rated(int score)

    function press(number: int) {
        if (number >= 1 && number <= 5)
            rated(number);
    }

    Grid {
        id: grid

        readonly property int cell: faces.lines ? faces.width : (faces.width - 4 * spacing) / 5
        readonly property int line: faces.lines ? Math.min(Theme.mm(46), (faces.height - 4 * spacing) / 5) : Math.min(Theme.mm(96), faces.height)

        columns: faces.lines ? 1 : 5
        spacing: Theme.gap
        y: faces.lines ? 0 : (faces.height - height) / 2

        Repeater {
            model: 5

            delegate: Pressable {
                id: face

                required property int index
                readonly property int score: 5 - index

                height: grid.line
                label: faces.names[index]
                objectName: "score-" + score
                radius: Theme.radiusLarge
                width: grid.cell

                onActivated: faces.rated(score)

                Rectangle {
                    anchors.fill: parent
                    anchors.topMargin: Theme.edge
                    color: Theme.line
                    radius: face.radius
                    visible: !face.down
                }

                Rectangle {
                    anchors.bottomMargin: face.down ? 0 : Theme.edge
                    anchors.fill: parent
                    anchors.topMargin: face.down ? Theme.edge : 0
                    border.color: face.score === faces.chosen || face.down ? Theme.primary : Theme.line
                    border.width: face.score === faces.chosen ? Theme.edge : Theme.hairline
                    color: face.score === faces.chosen || face.down ? Theme.tint : Theme.card
                    radius: face.radius

                    Icon {
                        id: drawing

                        code: "face_" + face.score
                        size: Math.min(Theme.mm(36), grid.line - Theme.mm(10), face.width - Theme.mm(8))
                        x: faces.lines ? Theme.mm(12) : (parent.width - width) / 2
                        y: faces.lines ? (parent.height - height) / 2 : Theme.mm(9)
                    }

                    Words {
                        readonly property int beside: drawing.x + drawing.width + Theme.mm(12)
                        readonly property int below: drawing.y + drawing.height

                        height: parent.height - y
                        horizontalAlignment: faces.lines ? Text.AlignLeft : Text.AlignHCenter
                        size: faces.lines ? Theme.textXL : Theme.textM
                        strong: true
                        text: face.label
                        verticalAlignment: Text.AlignVCenter
                        width: parent.width - x - Theme.mm(1)
                        x: faces.lines ? beside : Theme.mm(1)
                        y: faces.lines ? 0 : below
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
