// A reason to touch, with a box that shows whether it is chosen.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Pressable {
    id: tile

    property int number: 0

    checkable: true
    radius: Theme.radiusLarge

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: Theme.line
        radius: tile.radius
        visible: !tile.down
    }

    Rectangle {
        anchors.bottomMargin: tile.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: tile.down ? Theme.edge : 0
        border.color: tile.checked || tile.down ? Theme.primary : Theme.line
        border.width: tile.checked ? Theme.edge : Theme.hairline
        color: tile.checked || tile.down ? Theme.tint : Theme.card
        radius: tile.radius

        Rectangle {
            id: box

            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(8)
            anchors.verticalCenter: parent.verticalCenter
            border.color: Theme.primary
            border.width: Theme.border
            color: tile.checked ? Theme.primary : Theme.card
            height: Theme.mm(15)
            radius: Theme.mm(3)
            width: height

            Icon {
                anchors.centerIn: parent
                code: "tick"
                lineColour: Theme.inkOnPrimary
                size: Theme.mm(11)
                visible: tile.checked
            }

            Words {
                anchors.centerIn: parent
                color: Theme.primary
                size: Theme.textS
                text: tile.number
                visible: Theme.keyboard && !tile.checked && tile.number > 0
                Accessible.ignored: true
            }
        }

        Words {
            anchors.left: box.right
            anchors.leftMargin: Theme.mm(8)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            fit: true
            height: parent.height - Theme.mm(4)
            least: Theme.textM
            size: Theme.textXL
            strong: true
            text: tile.label
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }
    }
}
