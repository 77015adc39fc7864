// One thing that was looked at: what it is, how it is, and the value.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Card {
    id: row

    required property string label
    required property string value
    // As that of a Mark.
    required property string how
    readonly property bool bad: how === "bad"

    border.color: bad ? Theme.accent : Theme.line
    border.width: bad ? Theme.border : Theme.hairline
    color: bad ? Theme.accentTint : Theme.card

    Accessible.name: label + " " + value
    Accessible.role: Accessible.StaticText

    Words {
        id: name

        color: row.bad ? Theme.ink : Theme.inkSoft
        lineHeight: Theme.leadingTitle
        size: Theme.textS
        text: row.label
        width: parent.width - x - mark.width - Theme.mm(8)
        x: Theme.mm(5)
        y: Theme.mm(2.5)
        Accessible.ignored: true
    }

    Mark {
        id: mark

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        how: row.how
        y: Theme.mm(2.5)
    }

    Words {
        fit: true
        height: row.height - y - Theme.mm(1)
        lineHeight: Theme.leadingTitle
        size: Theme.textM
        strong: true
        text: row.value
        width: parent.width - 2 * Theme.mm(5)
        x: Theme.mm(5)
        y: name.y + name.height + Theme.mm(0.5)
        Accessible.ignored: true
    }
}
