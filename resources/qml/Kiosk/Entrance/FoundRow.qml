// A service that was found: its drawing, its name, and one line of plain help where there is room for it.
import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Pressable {
    id: row

    required property string icon
    property bool chosen: false
    property int number: 0

    radius: Theme.radius

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: Theme.line
        radius: row.radius
        visible: !row.down
    }

    Rectangle {
        anchors.bottomMargin: row.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: row.down ? Theme.edge : 0
        border.color: row.chosen || row.down ? Theme.primary : Theme.line
        border.width: row.chosen ? Theme.edge : Theme.hairline
        color: row.down || row.chosen ? Theme.tint : Theme.card
        radius: row.radius

        Icon {
            id: drawing

            anchors.verticalCenter: parent.verticalCenter
            code: row.icon
            size: Math.min(Theme.mm(18), parent.height - Theme.mm(4))
            x: Theme.mm(6)
        }

        Words {
            id: count

            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.inkSoft
            size: Theme.textS
            text: row.number
            visible: Theme.keyboard && row.number > 0
            Accessible.ignored: true
        }

        Column {
            anchors.left: drawing.right
            anchors.leftMargin: Theme.mm(5)
            anchors.right: count.left
            anchors.rightMargin: Theme.mm(3)
            anchors.verticalCenter: parent.verticalCenter

            Words {
                lineHeight: 1
                size: Theme.textL
                strong: true
                text: row.label
                width: parent.width
                Accessible.ignored: true
            }

            Words {
                color: Theme.inkSoft
                size: Theme.textS
                text: row.explanation
                visible: text !== "" && implicitWidth <= width
                width: parent.width
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
