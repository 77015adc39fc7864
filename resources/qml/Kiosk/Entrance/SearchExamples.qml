// What to key, shown by three examples in the language spoken.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Column {
    id: examples

    spacing: Theme.mm(4)

    Words {
        color: Theme.inkSoft
        size: Theme.textM
        text: qsTr("比如：")
        width: parent.width
    }

    Repeater {
        model: [
            { "keys": qsTr("HK"), "name": qsTr("汇款"), "icon": "remittance" },
            { "keys": qsTr("QK"), "name": qsTr("取款"), "icon": "withdrawal" },
            { "keys": qsTr("CARD"), "name": qsTr("信用卡，英文也可以"), "icon": "credit_card" }
        ]

        delegate: Item {
            id: example

            required property var modelData

            height: Math.max(Theme.mm(16), meant.height)
            width: examples.width

            Words {
                id: keys

                anchors.verticalCenter: parent.verticalCenter
                color: Theme.primary
                lineHeight: 1
                size: Theme.textXL
                strong: true
                text: example.modelData.keys
                width: Theme.mm(50)
            }

            Icon {
                id: drawing

                anchors.left: keys.right
                anchors.verticalCenter: parent.verticalCenter
                code: example.modelData.icon
                size: Theme.mm(14)
            }

            Words {
                id: meant

                anchors.left: drawing.right
                anchors.leftMargin: Theme.mm(5)
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                size: Theme.textL
                text: example.modelData.name
            }
        }
    }
}
