// One thing worth knowing, as a drawing, a label and a value in large type.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: fact

    required property string icon
    required property string label
    required property string value
    property color ink: Theme.ink

    implicitHeight: Math.max(Theme.mm(18), column.implicitHeight)

    Accessible.name: label + " " + value
    Accessible.role: Accessible.StaticText

    Icon {
        id: drawing

        anchors.verticalCenter: parent.verticalCenter
        code: fact.icon
        size: Theme.mm(13)
    }

    Column {
        id: column

        anchors.left: drawing.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter

        Words {
            color: Theme.inkSoft
            size: Theme.textS
            text: fact.label
            width: parent.width
            Accessible.ignored: true
        }

        Words {
            color: fact.ink
            size: Theme.textL
            strong: true
            text: fact.value
            width: parent.width
            Accessible.ignored: true
        }
    }
}
