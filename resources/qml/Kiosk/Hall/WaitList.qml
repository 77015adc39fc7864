// How many wait for each kind of business, and how long it takes: a range, or that nobody can tell.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Column {
    id: list

    required property var rows
    // How high all rows together may be.
    required property int room

    Repeater {
        id: repeater

        model: list.rows

        Item {
            id: row

            required property string code
            required property string name
            required property string english
            required property string icon
            required property int waiting
            required property int lowMinutes
            required property int highMinutes
            readonly property bool told: lowMinutes >= 0
            readonly property bool soon: told && highMinutes <= 1
            readonly property string minutes: lowMinutes === 0 || lowMinutes === highMinutes ? highMinutes : "%1–%2".arg(lowMinutes).arg(highMinutes)

            height: Math.floor(list.room / Math.max(4, repeater.count))
            objectName: "wait-" + code
            width: list.width

            Accessible.name: [name, people.zh, range.zh].join("，")
            Accessible.role: Accessible.StaticText

            Icon {
                id: drawing

                anchors.verticalCenter: parent.verticalCenter
                code: row.icon
                size: Theme.mm(24)
            }

            Twin {
                id: title

                anchors.left: drawing.right
                anchors.leftMargin: Theme.mm(7)
                anchors.verticalCenter: parent.verticalCenter
                capital: 13
                en: row.english
                width: row.width * 0.36
                zh: row.name
            }

            Twin {
                id: people

                align: Text.AlignRight
                anchors.left: title.right
                anchors.leftMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
                capital: 13
                en: "waiting"
                width: Theme.mm(62)
                zh: "%1 人".arg(row.waiting)
            }

            Twin {
                id: range

                align: Text.AlignRight
                anchors.left: people.right
                anchors.leftMargin: Theme.mm(6)
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                capital: 13
                en: row.soon ? "under a minute" : !row.told ? "not known yet" : (row.lowMinutes === 0 ? "up to %1 min" : "%1 min").arg(row.minutes)
                zh: row.soon ? "1 分钟以内" : !row.told ? "暂时无法估计" : (row.lowMinutes === 0 ? "%1 分钟以内" : "约 %1 分钟").arg(row.minutes)
            }
        }
    }
}
