// Who is called and who is served, the newest call first: up to six in one column, more in two, each as large as may be.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: list

    required property var rows
    required property bool bright

    readonly property bool narrow: repeater.count > 6
    // Places in a column: few calls grow, but never so few that one fills the panel.
    readonly property int deep: narrow ? Math.ceil(repeater.count / 2) : Math.max(3, repeater.count)
    readonly property int gap: Theme.mm(6)

    Flow {
        flow: Flow.TopToBottom
        height: list.height
        spacing: list.gap

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
