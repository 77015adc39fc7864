// Who needs care says so here, on every screen before the number: declared, never proven.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: bar

    // Codes of the needs declared, with spaces between.
    required property string needs
    required property bool portrait
    // Something lies over it and can be pressed.
    required property bool covered
    // A press so soon after it is uncovered was meant for what lay there.
    property int settleMs: 600

    signal declared(string need)

    enabled: !covered && !settling.running
    opacity: covered ? 0 : 1

    onCoveredChanged: covered ? settling.stop() : settling.start()

    Timer {
        id: settling

        interval: bar.settleMs
    }

    implicitHeight: question.height + Theme.mm(2) + chips.height

    Words {
        id: question

        color: Theme.care
        objectName: "careQuestion"
        size: Theme.textS
        text: bar.needs !== "" ? qsTr("已记下，我们会优先照顾您") : qsTr("需要我们多照顾一些？点一下就行，不用证明")
        width: parent.width
    }

    // Beside one another; with large text on a screen that lies, below one another.
    Grid {
        id: chips

        readonly property bool stacked: !bar.portrait && Theme.large
        readonly property bool standing: !bar.portrait && !stacked
        readonly property int line: Math.max(Theme.mm(standing ? 26 : stacked ? 16 : 18), Theme.textM * 1.5)

        anchors.top: question.bottom
        anchors.topMargin: Theme.mm(2)
        columns: stacked ? 1 : 3
        spacing: Theme.gap
        width: parent.width

        Repeater {
            model: [
                { "code": "elderly", "name": qsTr("老年人") },
                { "code": "disabled", "name": qsTr("残障人士") },
                { "code": "pregnant", "name": qsTr("孕妇") }
            ]

            delegate: Chip {
                required property var modelData

                checked: bar.needs.split(" ").includes(modelData.code)
                height: chips.line
                icon: modelData.code
                label: modelData.name
                objectName: "care-" + modelData.code
                standing: chips.standing
                width: (chips.width - (chips.columns - 1) * chips.spacing) / chips.columns

                onActivated: bar.declared(modelData.code)
            }
        }
    }
}
