// A care need to declare: warm, never alarming, taken back with another press.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Pressable {
    id: chip

    required property string icon
    property bool standing: false

    checkable: true
    radius: Theme.radius

    Rectangle {
        anchors.fill: parent
        border.color: chip.checked || chip.down ? Theme.care : Theme.careLine
        border.width: chip.checked ? Theme.edge : Theme.border
        color: chip.checked || chip.down ? Theme.careTint : Theme.card
        radius: chip.radius

        Grid {
            anchors.centerIn: parent
            columnSpacing: Theme.mm(3)
            columns: chip.standing ? 1 : 2
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                code: chip.checked ? "tick" : chip.icon
                lineColour: Theme.care
                size: Math.max(Theme.mm(11), Math.round(Theme.textM * 1.2))
            }

            Words {
                color: Theme.care
                size: Theme.textM
                strong: chip.checked
                text: chip.label
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
