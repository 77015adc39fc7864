// The calls that own the screen now, side by side; everything but the band and the notice gives way to them.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: heroes

    required property var rows
    required property bool bright
    required property bool portrait

    readonly property int count: repeater.count
    readonly property int across: portrait ? (count > 3 ? 2 : 1) : count > 4 ? 3 : count > 1 ? 2 : 1
    readonly property int down: Math.ceil(count / across)
    readonly property int gap: Theme.mm(10)

    visible: count > 0

    Grid {
        columns: heroes.across
        spacing: heroes.gap

        Repeater {
            id: repeater

            model: heroes.rows

            HeroTile {
                bright: heroes.bright
                height: Math.floor((heroes.height - (heroes.down - 1) * heroes.gap) / heroes.down)
                width: Math.floor((heroes.width - (heroes.across - 1) * heroes.gap) / heroes.across)
            }
        }
    }
}
