// Something to bring, with its drawing, and a box to tick when it is in hand.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: row

    required property string icon

    checkable: true
    radius: Theme.radius

    Rectangle {
        anchors.fill: parent
        border.color: row.checked || row.down ? Theme.primary : Theme.line
        border.width: row.checked ? Theme.border : Theme.hairline
        color: row.checked || row.down ? Theme.tint : Theme.card
        radius: row.radius

        Icon {
            id: drawing

            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
            code: row.icon
            size: Math.min(Theme.mm(18), row.height - Theme.mm(6))
        }

        Column {
            anchors.left: drawing.right
            anchors.leftMargin: Theme.mm(5)
            anchors.right: box.left
            anchors.rightMargin: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter

            Words {
                id: name

                size: Theme.textM
                strong: true
                text: row.label
                width: parent.width
                Accessible.ignored: true
            }

            Words {
                id: note

                color: Theme.inkSoft
                size: Theme.textS
                text: row.explanation
                visible: text !== "" && name.height + height <= row.height - Theme.mm(2)
                width: parent.width
                Accessible.ignored: true
            }
        }

        Rectangle {
            id: box

            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
            border.color: Theme.primary
            border.width: Theme.border
            color: row.checked ? Theme.primary : Theme.card
            height: Theme.mm(12)
            radius: Theme.mm(2.5)
            width: height

            Icon {
                anchors.centerIn: parent
                code: "tick"
                lineColour: Theme.inkOnPrimary
                size: Theme.mm(9)
                visible: row.checked
            }
        }
    }
}
