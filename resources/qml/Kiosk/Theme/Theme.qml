// Every colour, size and duration of the public screens. Colours come from the bank's theme file, sizes from here.
pragma Singleton

import QtQuick

QtObject {
    id: theme

    // How many pixels a millimetre has on this monitor: sizes are physical, never pixels (ux.md, Numbers).
    property real pxPerMm: 4

    // False holds everything still, for people whom motion makes ill and for pictures.
    property bool motion: true

    // A key was the last thing pressed: show which control has the focus.
    property bool keyboard: false

    // --- Colour: a bank's palette, put on by Dress; nothing is drawn before it is.
    property var colours: ({})
    readonly property color paper: shade("paper")
    readonly property color side: shade("side")
    readonly property color card: shade("card")
    readonly property color tint: shade("tint")
    readonly property color plate: shade("plate")
    readonly property color ink: shade("ink")
    readonly property color inkSoft: shade("inkSoft")
    readonly property color line: shade("line")
    readonly property color lineStrong: shade("lineStrong")
    readonly property color primary: shade("primary")
    readonly property color primaryDeep: shade("primaryDeep")
    readonly property color inkOnPrimary: shade("inkOnPrimary")
    readonly property color toneOnPrimary: shade("toneOnPrimary")
    readonly property color accent: shade("accent")
    readonly property color accentTint: shade("accentTint")
    readonly property color care: shade("care")
    readonly property color careTint: shade("careTint")
    readonly property color careLine: shade("careLine")
    readonly property color bar: shade("bar")
    readonly property color barEdge: shade("barEdge")
    readonly property color barTint: shade("barTint")
    readonly property color inkOnBar: shade("inkOnBar")
    readonly property color toneOnBar: shade("toneOnBar")
    readonly property color iconLine: shade("iconLine")
    readonly property color iconTone: shade("iconTone")
    readonly property color focus: shade("focus")
    readonly property color focusOnBar: shade("focusOnBar")
    readonly property color veil: shade("veil")
    readonly property color logoPlate: shade("logoPlate")
    readonly property color inkOnZone: shade("inkOnZone")

    // --- Text: sizes by the height of a capital letter in mm. The larger the smallest, the flatter the steps between.
    property string size: "M"
    readonly property var scales: ({
            "S": [4.8, 4.8, 6.0, 7.6, 9.2],
            "M": [4.8, 5.2, 6.8, 8.8, 10.6],
            "L": [6.8, 6.8, 7.8, 9.4, 11.0],
            "XL": [8.8, 8.8, 9.4, 10.2, 11.6]
        })
    readonly property var scale: scales[size]
    readonly property bool large: size === "L" || size === "XL"
    readonly property string family: "Noto Sans SC"
    readonly property var regular: ({ "wght": 430 })
    readonly property var medium: ({ "wght": 560 })
    readonly property var strong: ({ "wght": 720 })
    readonly property real capitalOfEm: 0.733
    readonly property int textS: capital(scale[0])
    readonly property int textM: capital(scale[1])
    readonly property int textL: capital(scale[2])
    readonly property int textXL: capital(scale[3])
    readonly property int textTitle: capital(scale[4])
    readonly property int textHero: capital(40)
    // Of the font's own line, which is 1.448 em high: 1.3 and 1.15 em from line to line.
    readonly property real leadingText: large ? leadingTitle : 0.9
    readonly property real leadingTitle: 0.795

    // --- Sizes
    readonly property int target: mm(15)
    readonly property int gap: mm(4)
    readonly property int gapLarge: mm(8)
    readonly property int margin: mm(12)
    readonly property int radius: mm(4)
    readonly property int radiusLarge: mm(6)
    readonly property int hairline: Math.max(1, mm(0.35))
    readonly property int border: Math.max(2, mm(0.6))
    readonly property int edge: mm(1.2)
    readonly property int focusRing: mm(1.2)

    // How high a hand reaches from a wheelchair (ux.md, Numbers).
    readonly property int reachMm: 1220

    // --- Motion
    readonly property int quick: motion ? 150 : 0
    readonly property int gentle: motion ? 250 : 0
    // Half a turn of a call that flashes: 2 Hz, and never more than 3 (ux.md, Numbers; WCAG 2.3.1).
    readonly property int flash: 250

    // Pixels in a millimetre of a monitor. On one too small for our pages all is drawn a little smaller than it
    // should be, rather than cut off.
    function density(width: real, height: real, diagonalIn: real): real {
        const physical = Math.hypot(width, height) / (diagonalIn * 25.4);
        return Math.min(physical, Math.min(width, height) / 262, Math.max(width, height) / 460);
    }

    // How many pixels from the top nobody can touch who sits, on a monitor that begins so many mm above the floor.
    function outOfReach(width: real, height: real, diagonalIn: real, bottomMm: real): int {
        const physical = Math.hypot(width, height) / (diagonalIn * 25.4);
        return Math.max(0, Math.ceil(height - (reachMm - bottomMm) * physical));
    }

    function mm(length: real): int {
        return Math.round(length * pxPerMm);
    }

    function capital(height: real): int {
        return Math.round(height / capitalOfEm * pxPerMm);
    }

    function shade(name: string): color {
        return colours[name] ?? "transparent";
    }
}
