// Ticket numbers in even columns.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Grid {
    id: grid

    required property var tickets
    property real capital: 23
    readonly property int count: repeater.count

    columnSpacing: Theme.mm(6)
    columns: 3
    // The air in the font's own line is more than two rows need between them.
    rowSpacing: -Theme.mm(grid.capital * 0.45)

    Repeater {
        id: repeater

        model: grid.tickets

        Line {
            required property string code

            capital: grid.capital
            objectName: "ticket-" + code
            strong: true
            text: code
            width: Math.floor((grid.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns)
        }
    }
}
