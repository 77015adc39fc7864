// A line that should be 100 mm long, to be held against a real ruler: every size of this screen follows from it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property TrialsModel model

    component Step: BigButton {
        required property int px

        height: Math.max(Theme.mm(20), Theme.textL * 1.6)
        label: (px > 0 ? "+" : "−") + Math.abs(px)
        named: px > 0 ? qsTr("加长 %1 像素").arg(px) : qsTr("缩短 %1 像素").arg(-px)
        width: (page.width - 3 * Theme.gap) / 4

        onActivated: page.model.stretch(px)
    }

    Words {
        id: lead

        objectName: "lead"
        size: Theme.textM
        text: qsTr("把尺子贴在屏上，按加减，直到两条竖线之间正好 100 毫米。")
        width: page.width
    }

    Item {
        id: field

        height: below.y - y - Theme.mm(4)
        width: page.width
        y: lead.height + Theme.mm(4)

        Item {
            anchors.centerIn: parent
            height: Theme.mm(30)
            objectName: "ruler"
            width: page.model.linePx

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.ink
                height: Theme.border
                width: parent.width
            }

            Repeater {
                model: 11

                delegate: Rectangle {
                    required property int index

                    anchors.verticalCenter: parent?.verticalCenter
                    color: Theme.ink
                    height: Theme.mm(index % 10 === 0 ? 30 : index % 5 === 0 ? 18 : 10)
                    width: index % 10 === 0 ? Math.max(1, Math.round(Theme.border / 2)) : Theme.hairline
                    // The measure is from the outer edge of one end to that of the other.
                    x: index === 10 ? page.model.linePx - width : Math.round(page.model.linePx * index / 10)
                }
            }
        }
    }

    Column {
        id: below

        spacing: Theme.gap
        width: page.width
        y: page.height - height

        Words {
            horizontalAlignment: Text.AlignHCenter
            objectName: "measured"
            size: Theme.textM
            strong: true
            text: page.model.kept === "kept" ? qsTr("已保存 %1 英寸，重启这块屏后生效。").arg(page.model.diagonalIn.toFixed(1)) : page.model.kept === "failed" ? qsTr("保存不了：数据目录不能写。") : qsTr("对角线 %1 英寸").arg(page.model.diagonalIn.toFixed(1))
            width: parent.width
        }

        Row {
            spacing: Theme.gap

            Step {
                objectName: "shorterMuch"
                px: -10
            }

            Step {
                objectName: "shorter"
                px: -1
            }

            Step {
                objectName: "longer"
                px: 1
            }

            Step {
                objectName: "longerMuch"
                px: 10
            }
        }

        BigButton {
            label: qsTr("正好 100 毫米，保存")
            objectName: "keepSize"
            primary: true
            width: parent.width

            onActivated: page.model.keepSize()
        }
    }
}
