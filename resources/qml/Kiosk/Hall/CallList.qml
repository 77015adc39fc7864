// Who is called and who is served, the newest call first: six to a column, two columns if there are more.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: list

    required property var rows
    required property bool bright

    readonly property int deep: 6
    readonly property bool narrow: repeater.count > deep
    readonly property int gap: Theme.mm(6)

    Grid {
        columnSpacing: list.gap
        columns: list.narrow ? 2 : 1
        flow: Grid.TopToBottom
        rowSpacing: list.gap
        rows: list.deep

        Repeater {
            id: repeater

            model: list.rows

            CallRow {
                bright: list.bright
                height: Math.floor((list.height - (list.deep - 1) * list.gap) / list.deep)
                narrow: list.narrow
                width: list.narrow ? Math.floor((list.width - list.gap) / 2) : list.width
            }
        }
    }
}
