// Says quietly that a self-service machine can do it too, and how far (`explanation`). Nobody is pressed: it is as easy to pass by.
import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Pressable {
    id: card

    implicitHeight: Math.max(Theme.mm(18), words.height + Theme.mm(6))
    label: qsTr("也可以在自助机上办")
    objectName: "machines"
    radius: Theme.radius

    Rectangle {
        anchors.fill: parent
        border.color: card.down ? Theme.primary : Theme.line
        border.width: Theme.hairline
        color: card.down ? Theme.tint : Theme.plate
        radius: card.radius

        Icon {
            id: drawing

            anchors.verticalCenter: parent.verticalCenter
            code: "machine"
            size: Theme.mm(12)
            x: Theme.mm(6)
        }

        Column {
            id: words

            anchors.left: drawing.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: arrow.left
            anchors.rightMargin: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter

            Words {
                size: Theme.textM
                text: card.label
                width: parent.width
                Accessible.ignored: true
            }

            Words {
                color: Theme.inkSoft
                objectName: "machineNote"
                size: Theme.textS
                text: card.explanation
                width: parent.width
                Accessible.ignored: true
            }
        }

        Icon {
            id: arrow

            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
            code: "more"
            rotation: -90
            size: Theme.mm(10)
        }
    }
}
