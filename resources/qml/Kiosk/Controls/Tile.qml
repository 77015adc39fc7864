// A choice with a drawing, a name in large type and one line of plain help. Wide tiles lie, others stand.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: tile

    required property string icon
    property bool chosen: false
    property int number: 0
    property int nameSize: Theme.textTitle
    readonly property bool lying: width > 1.7 * height
    readonly property int inset: Theme.mm(7)
    readonly property int drawing: lying ? Math.min(Theme.mm(44), Math.round(height * 0.6)) : Math.max(Theme.mm(15), Math.min(Theme.mm(34), face.height - text.height - inset * 2.5))

    radius: Theme.radiusLarge

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: Theme.line
        radius: tile.radius
        visible: !tile.down
    }

    Rectangle {
        id: face

        anchors.bottomMargin: tile.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: tile.down ? Theme.edge : 0
        border.color: tile.chosen || tile.down ? Theme.primary : Theme.line
        border.width: tile.chosen ? Theme.edge : Theme.hairline
        color: tile.down || tile.chosen ? Theme.tint : Theme.card
        radius: tile.radius

        Rectangle {
            id: plate

            color: tile.down || tile.chosen ? Theme.card : Theme.plate
            height: tile.drawing
            radius: Theme.radiusLarge
            width: height
            x: tile.inset
            y: tile.lying ? (face.height - height) / 2 : tile.inset

            Icon {
                anchors.centerIn: parent
                code: tile.icon
                size: Math.round(tile.drawing * 0.72)
            }
        }

        Column {
            id: text

            spacing: Theme.mm(1)
            width: face.width - x - tile.inset
            x: tile.lying ? plate.x + plate.width + tile.inset : tile.inset
            y: tile.lying ? (face.height - height) / 2 : face.height - height - tile.inset

            Words {
                size: tile.nameSize
                strong: true
                text: tile.label
                width: parent.width
                wrapMode: Text.WordWrap
                Accessible.ignored: true
            }

            Words {
                color: Theme.inkSoft
                size: Theme.textS
                text: tile.explanation
                visible: text !== ""
                width: parent.width
                Accessible.ignored: true
            }
        }

        Words {
            anchors.margins: tile.inset
            anchors.right: parent.right
            anchors.top: parent.top
            color: Theme.inkSoft
            size: Theme.textS
            text: tile.number
            visible: Theme.keyboard && tile.number > 0
            Accessible.ignored: true
        }
    }
}
