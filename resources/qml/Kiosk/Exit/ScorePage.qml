// How was it? Five faces; what was done today stands above them, for the customer to recognise the visit.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property ExitModel model

    lead: model.another ? qsTr("请先完成评价，或点“重新开始”") : qsTr("您的回答不会让柜台人员看到")
    title: qsTr("今天的服务，您满意吗？")

    function digit(number: int) {
        faces.press(number);
    }

    Flow {
        id: today

        spacing: Theme.gap
        width: parent.width

        Words {
            color: Theme.inkSoft
            height: Theme.mm(18)
            lineHeight: 1
            size: Theme.textM
            text: qsTr("今天办了")
            verticalAlignment: Text.AlignVCenter
        }

        Repeater {
            model: page.model.aftercare.done

            delegate: Rectangle {
                id: done

                required property string code
                required property string name

                color: Theme.tint
                height: Theme.mm(18)
                radius: Theme.radius
                width: words.width + Theme.mm(24)

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    code: done.code
                    size: Theme.mm(11)
                    x: Theme.mm(4)
                }

                Words {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    lineHeight: 1
                    size: Theme.textM
                    strong: true
                    text: done.name
                    wrapMode: Text.NoWrap
                    x: Theme.mm(19)
                }
            }
        }
    }

    Faces {
        id: faces

        anchors.bottom: parent.bottom
        anchors.top: today.bottom
        anchors.topMargin: Theme.mm(10)
        chosen: page.model.opinion.chosenScore
        names: [qsTr("非常满意"), qsTr("满意"), qsTr("一般"), qsTr("不满意"), qsTr("非常不满意")]
        portrait: page.portrait
        width: parent.width

        onRated: score => page.model.opinion.rate(score)
    }
}
