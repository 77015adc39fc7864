// What has been keyed so far, one sign in each box.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Row {
    id: boxes

    required property string keyed
    required property int places
    required property string label

    spacing: Theme.gap

    Accessible.name: label + " " + keyed.split("").join(" ")
    Accessible.role: Accessible.StaticText

    Repeater {
        model: Math.max(boxes.places, boxes.keyed.length)

        delegate: Rectangle {
            id: box

            required property int index
            readonly property bool next: index === boxes.keyed.length

            border.color: next ? Theme.accent : Theme.lineStrong
            border.width: next ? Theme.edge : Theme.border
            color: next ? Theme.accentTint : Theme.card
            height: Theme.mm(32)
            radius: Theme.radius
            width: Theme.mm(26)

            Words {
                anchors.centerIn: parent
                lineHeight: 1
                size: Theme.textXL * 1.4
                strong: true
                text: boxes.keyed.charAt(box.index)
                Accessible.ignored: true
            }
        }
    }
}
