// One thing that is not well: what was found, and what to do about it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Card {
    id: card

    required property bool portrait
    required property string name
    required property string found
    required property string fix
    // As that of a Mark.
    required property string how
    readonly property bool bad: how === "bad"
    readonly property int inset: Theme.mm(5)
    readonly property int column: portrait ? width - 2 * inset : (width - 2 * inset - Theme.gapLarge) / 2

    Accessible.name: [name, found, fix].join(" ")
    Accessible.role: Accessible.StaticText
    border.color: bad ? Theme.accent : Theme.line
    border.width: bad ? Theme.border : Theme.hairline
    color: bad ? Theme.accentTint : Theme.card
    implicitHeight: 2 * Theme.mm(3) + (portrait ? told.height + (fix === "" ? 0 : Theme.mm(2) + toDo.height) : Math.max(told.height, toDo.height))

    Column {
        id: told

        spacing: Theme.mm(1)
        width: card.column
        x: card.inset
        y: Theme.mm(3)

        Item {
            height: Math.max(title.height, mark.height)
            width: parent.width

            Words {
                id: title

                color: card.bad ? Theme.ink : Theme.inkSoft
                size: Theme.textS
                text: card.name
                width: parent.width - mark.width - Theme.gap
                Accessible.ignored: true
            }

            Mark {
                id: mark

                anchors.right: parent.right
                how: card.how
            }
        }

        Words {
            size: Theme.textM
            text: card.found
            width: parent.width
            Accessible.ignored: true
        }
    }

    Words {
        id: toDo

        size: Theme.textM
        strong: true
        text: card.fix
        visible: text !== ""
        width: card.column
        x: card.portrait ? card.inset : card.inset + card.column + Theme.gapLarge
        y: card.portrait ? told.y + told.height + Theme.mm(2) : (card.height - height) / 2
        Accessible.ignored: true
    }
}
