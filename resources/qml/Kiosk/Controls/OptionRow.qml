// An answer to a question: a whole line to press.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: option

    property bool chosen: false
    property int number: 0

    radius: Theme.radiusLarge

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: Theme.line
        radius: option.radius
        visible: !option.down
    }

    Rectangle {
        anchors.bottomMargin: option.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: option.down ? Theme.edge : 0
        border.color: option.chosen || option.down ? Theme.primary : Theme.line
        border.width: option.chosen ? Theme.edge : Theme.hairline
        color: option.down || option.chosen ? Theme.tint : Theme.card
        radius: option.radius

        Rectangle {
            id: mark

            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(8)
            anchors.verticalCenter: parent.verticalCenter
            border.color: Theme.primary
            border.width: Theme.border
            color: option.chosen ? Theme.primary : Theme.card
            height: Theme.mm(12)
            radius: height / 2
            width: height

            Icon {
                anchors.centerIn: parent
                code: "tick"
                lineColour: Theme.inkOnPrimary
                size: Theme.mm(7)
                visible: option.chosen
            }

            Words {
                anchors.centerIn: parent
                color: Theme.primary
                size: Theme.textS
                text: option.number
                visible: Theme.keyboard && !option.chosen && option.number > 0
                Accessible.ignored: true
            }
        }

        Words {
            anchors.left: mark.right
            anchors.leftMargin: Theme.mm(6)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            fit: true
            height: parent.height - Theme.mm(4)
            least: Theme.textM
            size: Theme.textXL
            strong: true
            text: option.label
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }
    }
}
