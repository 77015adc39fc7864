// A choice with a drawing, a name in large type and one line of plain help. Wide tiles lie, others stand. Where the
// text is so large that there is no room for all of it the help goes, never the name.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: tile

    required property string icon
    property bool chosen: false
    property int number: 0
    property int nameSize: Theme.textTitle
    // Room for the help, at least: with that of its neighbours the names of a row stand on one line.
    property int helpRoom: 0
    readonly property int helpNeed: explanation === "" || lying ? 0 : Math.ceil(help.implicitHeight)
    readonly property bool lying: width > 1.7 * height
    readonly property int inset: Theme.mm(7)
    readonly property int words: name.height + help.height + text.spacing
    readonly property bool roomy: lying ? words <= height - Theme.edge - inset : words + Theme.mm(20) <= height - Theme.edge - 2.5 * inset
    readonly property bool brief: explanation === "" && helpRoom === 0 || !roomy || Theme.size === "XL" && width < Theme.mm(150)
    // The drawing, beside the words or above them. Words take their width from the first and the second its height
    // from them.
    readonly property int beside: Math.min(Theme.mm(44), Math.round(height * 0.6), Math.round(width * 0.2))
    readonly property int above: Math.max(Theme.mm(8), Math.min(Theme.mm(brief ? 46 : 34), height - Theme.edge - (brief ? name.height : words) - inset * 2.5))
    readonly property int drawing: lying ? beside : above

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
            x: tile.lying ? tile.beside + 2 * tile.inset : tile.inset
            y: tile.lying ? (face.height - height) / 2 : face.height - height - tile.inset

            Words {
                id: name

                size: tile.nameSize
                strong: true
                text: tile.label
                width: parent.width
                wrapMode: Text.WordWrap
                Accessible.ignored: true
            }

            Words {
                id: help

                color: Theme.inkSoft
                height: Math.max(implicitHeight, tile.lying ? 0 : tile.helpRoom)
                size: Theme.textS
                text: tile.explanation
                visible: !tile.brief
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
