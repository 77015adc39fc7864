// What happens next with one service, and what to mind.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Card {
    id: card

    required property string code
    required property string name
    required property string detail
    property int size: Theme.textM
    readonly property int inset: Theme.mm(Theme.large ? 6 : 8)

    height: note.y + note.height + inset

    Rectangle {
        id: plate

        color: Theme.plate
        height: Theme.mm(20)
        radius: Theme.radius
        width: height
        x: card.inset
        y: card.inset

        Icon {
            anchors.centerIn: parent
            code: card.code
            size: Theme.mm(14)
        }
    }

    Words {
        id: title

        height: Math.max(implicitHeight, plate.height)
        objectName: "note-" + card.code
        size: Theme.textL
        strong: true
        text: card.name
        verticalAlignment: Text.AlignVCenter
        width: card.width - x - card.inset
        x: plate.x + plate.width + Theme.mm(6)
        y: card.inset
    }

    Words {
        id: note

        size: card.size
        text: card.detail
        width: card.width - 2 * card.inset
        x: card.inset
        y: title.y + title.height + Theme.mm(4)
    }
}
