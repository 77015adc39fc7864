// Up to six tiles on a strict grid; with an odd one the first is the wide one. Places at the end can be kept free.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: grid

    required property QtObject rows
    required property bool portrait
    // The last place is for a tile that a page puts there itself.
    property Tile last: null
    readonly property int count: tiles.count + (last ? 1 : 0)
    readonly property int columns: portrait ? 2 : 3
    readonly property int spare: (columns - count % columns) % columns
    readonly property int lines: Math.max(1, Math.ceil((count + spare) / columns))
    readonly property int cell: (width - (columns - 1) * Theme.gap) / columns
    readonly property int line: Math.min(Theme.mm(portrait ? 100 : 106), (height - (lines - 1) * Theme.gap) / lines)

    // One size for all names, so that none looks more important: as large as the longest allows.
    readonly property int nameSize: Math.max(Theme.textM, Math.min(Theme.textTitle, Math.floor(nameWidth / Math.max(0.01, widest))))
    // As Tile draws them: beside the drawing if the tile lies, below it if it stands.
    readonly property int nameWidth: cell > 1.7 * line ? cell - Theme.mm(21) - Math.min(Theme.mm(44), line * 0.6, cell * 0.2) : cell - Theme.mm(14)
    // The longest name, in units of its size.
    property real widest: 0
    // The most room a help needs in each line, so that the names of a line stand on one line.
    property var helpRooms: []

    signal chosen(string code)

    function columnAt(slot: int): real {
        return (slot % columns) * (cell + Theme.gap);
    }

    function lineAt(slot: int): real {
        return Math.floor(slot / columns) * (line + Theme.gap);
    }

    function slotOf(index: int): int {
        return index === 0 ? 0 : index + (spare < columns ? spare : 0);
    }

    function helpRoomAt(slot: int): int {
        return helpRooms[Math.floor(slot / columns)] ?? 0;
    }

    function level() {
        const rooms = Array(lines).fill(0);
        for (let i = 0; i < count; i++) {
            const tile = (i < tiles.count ? tiles.itemAt(i) : last) as Tile;
            const line = Math.floor(slotOf(i) / columns);
            rooms[line] = Math.max(rooms[line], tile?.helpNeed ?? 0);
        }
        helpRooms = rooms;
    }

    function measure() {
        let width = 0;
        for (let i = 0; i < tiles.count; i++) {
            const tile = tiles.itemAt(i) as Tile;
            if (tile)
                width = Math.max(width, metrics.advanceWidth(tile.label));
        }
        widest = width / metrics.font.pixelSize;
    }

    function press(number: int) {
        const tile = tiles.itemAt(number - 1) as Tile;
        if (tile)
            tile.activated();
    }

    Connections {
        target: grid.last

        function onHelpNeedChanged() {
            grid.level();
        }
    }

    FontMetrics {
        id: metrics

        font.family: Theme.family
        font.pixelSize: 100
        font.variableAxes: Theme.strong
    }

    Repeater {
        id: tiles

        model: grid.rows

        onItemAdded: {
            grid.measure();
            grid.level();
        }
        onItemRemoved: grid.level()

        delegate: Tile {
            id: tile

            required property int index
            required property string code
            required property string name
            required property string help
            required property bool chosen
            readonly property int slot: grid.slotOf(index)
            readonly property int span: index === 0 ? 1 + grid.spare : 1

            explanation: help
            height: grid.line
            helpRoom: grid.helpRoomAt(slot)
            label: name
            nameSize: grid.nameSize
            number: index + 1
            objectName: "tile-" + code
            width: span * grid.cell + (span - 1) * Theme.gap
            x: grid.columnAt(slot)
            y: grid.lineAt(slot)

            onActivated: grid.chosen(code)
            onHelpNeedChanged: grid.level()
            onLabelChanged: grid.measure()
        }
    }
}
