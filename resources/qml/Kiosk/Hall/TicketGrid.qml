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

        Item {
            id: cell

            required property string ticket
            required property string carried
            required property string carriedEnglish

            height: number.height
            objectName: "ticket-" + ticket
            width: Math.floor((grid.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns)

            Line {
                id: number

                capital: grid.capital
                strong: true
                text: cell.ticket
                width: cell.carried === "" ? cell.width : Math.min(implicitWidth, cell.width * 0.7)
            }

            Column {
                id: mark

                anchors.left: number.right
                anchors.leftMargin: Theme.mm(2)
                anchors.right: parent.right
                anchors.verticalCenter: number.verticalCenter
                spacing: -Theme.mm(2)
                visible: cell.carried !== ""

                Repeater {
                    model: [cell.carried, cell.carriedEnglish]

                    Line {
                        required property string modelData

                        capital: 8.5
                        color: Theme.accent
                        leastCapital: 5
                        text: modelData
                        width: mark.width
                    }
                }
            }
        }
    }
}
