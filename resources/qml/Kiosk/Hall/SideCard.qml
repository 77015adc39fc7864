// A card beside the calls: a heading in both languages on one line, and what belongs to it below.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: card

    required property string zh
    required property string en
    property color ink: Theme.primary
    default property alias content: body.data
    readonly property int pad: Theme.mm(11)
    readonly property int inner: width - 2 * pad
    // What the content may fill when the card is given a height.
    readonly property int room: height - body.y - pad

    border.color: Theme.line
    border.width: Theme.mm(0.6)
    color: Theme.card
    implicitHeight: body.y + body.height + pad
    radius: Theme.mm(6)

    Line {
        id: head

        capital: 15
        color: card.ink
        strong: true
        text: card.zh
        x: card.pad
        y: Theme.mm(3)

        Accessible.role: Accessible.Heading
    }

    Line {
        anchors.baseline: head.baseline
        anchors.left: head.right
        anchors.leftMargin: Theme.mm(7)
        capital: 9
        color: card.ink
        text: card.en
        width: card.width - x - card.pad
    }

    Item {
        id: body

        height: childrenRect.height
        width: card.inner
        x: card.pad
        y: head.y + head.height - Theme.mm(1)
    }
}
