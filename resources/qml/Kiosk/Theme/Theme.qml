// Every colour, size and duration of the public screens: a bank's own look is an edit of this file.
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

    // --- Colour: warm paper, ink, one primary for what can be pressed, one accent for "your number".
    readonly property color paper: "#fbf6ec"
    readonly property color paperDeep: "#f3ebda"
    readonly property color card: "#ffffff"
    readonly property color ink: "#16211f"
    readonly property color inkSoft: "#313c3a"
    readonly property color line: "#d9cdb6"
    readonly property color lineStrong: "#7d7766"
    readonly property color primary: "#0a3a40"
    readonly property color primaryDeep: "#062a2f"
    readonly property color inkOnPrimary: "#ffffff"
    readonly property color mint: "#e4f0ec"
    readonly property color accent: "#5f1d07"
    readonly property color apricot: "#feefdb"
    readonly property color apricotDeep: "#f3c9a0"
    readonly property color care: "#571b36"
    readonly property color careTint: "#fbe9e4"
    readonly property color careLine: "#d7a294"
    readonly property color veil: "#a6131c1a"

    // The two tones of the icons, on light and on primary ground.
    readonly property color iconLine: primary
    readonly property color iconTone: apricotDeep
    readonly property color iconToneOnPrimary: "#3f6f72"

    // Least contrast of text on its ground, and of accents (ux.md, Numbers); looked at whenever a theme loads.
    readonly property real leastForText: 15
    readonly property real leastForAccent: 10

    // --- Text: sizes by the height of a capital letter.
    readonly property string family: "Noto Sans SC"
    readonly property var regular: ({ "wght": 430 })
    readonly property var medium: ({ "wght": 560 })
    readonly property var strong: ({ "wght": 720 })
    readonly property real capitalOfEm: 0.733
    readonly property int textS: capital(4.8)
    readonly property int textM: capital(5.2)
    readonly property int textL: capital(6.8)
    readonly property int textXL: capital(8.8)
    readonly property int textTitle: capital(10.6)
    readonly property int textHero: capital(40)
    // Of the font's own line, which is 1.448 em high: 1.3 and 1.2 em from line to line.
    readonly property real leadingText: 0.9
    readonly property real leadingTitle: 0.83

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
    readonly property int bar: mm(30)

    // --- Motion
    readonly property int quick: motion ? 150 : 0
    readonly property int gentle: motion ? 250 : 0

    // Pixels in a millimetre of a monitor. On one too small for our pages all is drawn a little smaller than it
    // should be, rather than cut off.
    function density(width: real, height: real, diagonalIn: real): real {
        const physical = Math.hypot(width, height) / (diagonalIn * 25.4);
        return Math.min(physical, Math.min(width, height) / 262, Math.max(width, height) / 460);
    }

    function mm(length: real): int {
        return Math.round(length * pxPerMm);
    }

    function capital(height: real): int {
        return Math.round(height / capitalOfEm * pxPerMm);
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    function channel(value: real): real {
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    function luminance(shade: color): real {
        return 0.2126 * channel(shade.r) + 0.7152 * channel(shade.g) + 0.0722 * channel(shade.b);
    }

    function contrast(one: color, other: color): real {
        const a = luminance(one);
        const b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    function check(name: string, front: color, ground: color, least: real) {
        const found = contrast(front, ground);
        if (found < least)
            console.warn("theme: " + name + " has a contrast of " + found.toFixed(1) + ", less than " + least);
    }

    Component.onCompleted: {
        check("ink on paper", ink, paper, leastForText);
        check("ink on card", ink, card, leastForText);
        check("primary on paper", primary, paper, leastForAccent);
        check("primary on mint", primary, mint, leastForAccent);
        check("soft ink on paper", inkSoft, paper, leastForAccent);
        check("text on primary", inkOnPrimary, primary, leastForAccent);
        check("accent on apricot", accent, apricot, leastForAccent);
        check("care on its tint", care, careTint, leastForAccent);
    }
}
