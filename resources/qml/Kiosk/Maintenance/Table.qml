// Rows of what was looked at, each with its state as shape and word.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Page {
    id: page

    required property var rows
    property bool warns: false
    readonly property int columns: portrait ? 1 : 2
    readonly property int lines: Math.max(1, Math.ceil(rows.length / columns))
    readonly property int begins: note.visible ? note.height + Theme.gap : 0
    readonly property int line: Math.min(Theme.mm(Theme.large ? 52 : 30), (height - begins - (lines - 1) * Theme.gap) / lines)

    Card {
        id: note

        border.color: Theme.careLine
        color: Theme.careTint
        height: saying.height + Theme.mm(8)
        visible: page.warns
        width: page.width

        Words {
            id: saying

            anchors.centerIn: parent
            color: Theme.care
            objectName: "why"
            size: Theme.textM
            text: page.lead
            width: parent.width - 2 * Theme.mm(6)
        }
    }

    Sayings {
        id: sayings
    }

    Grid {
        columnSpacing: Theme.gap
        columns: page.columns
        rowSpacing: Theme.gap
        y: page.begins

        Repeater {
            model: page.rows

            delegate: CheckRow {
                required property var modelData

                height: page.line
                label: sayings.label(modelData.code)
                objectName: "row-" + modelData.code
                how: modelData.state
                value: sayings.value(modelData.code, modelData.said, modelData.values)
                width: (page.width - (page.columns - 1) * Theme.gap) / page.columns
            }
        }
    }
}
