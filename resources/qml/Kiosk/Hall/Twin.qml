// The same words in both languages at once, English smaller below: nobody can choose a language on this screen.
// So its words stand here as they are, in both, and not as translations of one another.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Column {
    id: twin

    required property string zh
    required property string en
    property real capital: 14
    property real englishCapital: Math.max(8.5, capital * 0.55)
    property real leastEnglish: Math.max(8, englishCapital * 0.6)
    property color ink: Theme.ink
    property color softInk: ink
    property bool strong: true
    property int align: Text.AlignLeft

    spacing: -Theme.capital(capital) * 0.22

    Line {
        capital: twin.capital
        color: twin.ink
        horizontalAlignment: twin.align
        strong: twin.strong
        text: twin.zh
        width: twin.width
    }

    Line {
        capital: twin.englishCapital
        color: twin.softInk
        horizontalAlignment: twin.align
        leastCapital: twin.leastEnglish
        text: twin.en
        visible: text !== ""
        width: twin.width
    }
}
