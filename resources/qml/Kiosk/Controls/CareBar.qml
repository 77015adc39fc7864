// Who needs care says so here, on every screen before the number: declared, never proven.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: bar

    // Codes of the needs declared, with spaces between.
    required property string needs
    required property bool portrait

    signal declared(string need)

    implicitHeight: question.height + Theme.mm(2) + chips.height

    Words {
        id: question

        color: Theme.care
        objectName: "careQuestion"
        size: Theme.textS
        text: bar.needs !== "" ? qsTr("已记下，我们会优先照顾您") : qsTr("需要我们多照顾一些？点一下就行，不用证明")
        width: parent.width
    }

    Row {
        id: chips

        anchors.top: question.bottom
        anchors.topMargin: Theme.mm(2)
        height: Theme.mm(bar.portrait ? 18 : 26)
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
                height: chips.height
                icon: modelData.code
                label: modelData.name
                objectName: "care-" + modelData.code
                standing: !bar.portrait
                width: (chips.width - 2 * chips.spacing) / 3

                onActivated: bar.declared(modelData.code)
            }
        }
    }
}
