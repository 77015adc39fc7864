// The number. It stands here whether or not paper comes out; where to go is drawn on the map.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    required property HouseModel house
    readonly property NumberModel number: model.number
    readonly property int heroWidth: portrait ? width : Math.round(width * 0.46)

    whole: true

    function digit(number: int) {
        if (number === 0)
            page.model.end();
    }

    Rectangle {
        id: hero

        color: Theme.accentTint
        height: page.portrait ? Theme.mm(136) : page.height
        radius: Theme.radiusLarge
        width: page.heroWidth

        Column {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(page.portrait ? 5 : 7)
            width: parent.width - 2 * Theme.mm(10)

            Words {
                color: Theme.accent
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 1
                size: Theme.textL
                strong: true
                text: qsTr("您的号码")
                width: parent.width
            }

            // As high as its digits: a line of text would leave as much air above and below again.
            Item {
                height: Theme.mm(46)
                width: parent.width

                Words {
                    anchors.centerIn: parent
                    color: Theme.accent
                    lineHeight: 1
                    objectName: "ticket"
                    size: Theme.textHero
                    strong: true
                    text: page.number.ticket
                    wrapMode: Text.NoWrap
                }
            }

            Words {
                color: Theme.accent
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 1
                objectName: "check"
                size: Theme.textL
                text: qsTr("校验码 %1").arg(page.number.check)
                width: parent.width
            }

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                color: Theme.card
                height: wait.height + Theme.mm(8)
                radius: Theme.radius
                width: parent.width

                WaitFacts {
                    id: wait

                    number: page.number
                    width: parent.width - 2 * Theme.mm(6)
                    x: Theme.mm(6)
                    y: Theme.mm(4)
                }
            }
        }
    }

    Item {
        id: way

        height: (page.portrait ? page.height - hero.height - Theme.gapLarge : page.height) - done.height - Theme.gapLarge
        width: page.portrait ? page.width : page.width - hero.width - Theme.gapLarge
        x: page.portrait ? 0 : hero.width + Theme.gapLarge
        y: page.portrait ? hero.height + Theme.gapLarge : 0

        Row {
            id: where

            spacing: Theme.mm(4)
            width: parent.width

            Rectangle {
                color: page.number.zoneColour
                height: Theme.mm(18)
                radius: Theme.radius
                width: height

                Words {
                    anchors.centerIn: parent
                    color: Theme.inkOnZone
                    lineHeight: 1
                    size: Theme.textXL
                    strong: true
                    text: page.number.zoneLetter
                    Accessible.ignored: true
                }
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                objectName: "zone"
                size: Theme.textL
                strong: true
                text: qsTr("请到%1等候，留意叫号").arg(page.number.zoneName)
                width: parent.width - Theme.mm(22)
            }
        }

        Row {
            anchors.bottom: truth.top
            anchors.bottomMargin: Theme.mm(4)
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: where.bottom
            anchors.topMargin: Theme.mm(5)
            spacing: Theme.gapLarge

            Image {
                fillMode: Image.PreserveAspectFit
                height: parent.height
                horizontalAlignment: Image.AlignLeft
                verticalAlignment: Image.AlignTop
                source: page.house.mapKnown && page.number.zone ? "image://kiosk/map/" + page.number.zone + "/" + page.model.language : ""
                sourceSize: Qt.size(width, height)
                width: page.number.slip > 0 ? parent.width - paper.width - parent.spacing : parent.width

                Accessible.ignored: true
            }

            SlipPaper {
                id: paper

                height: parent.height
                slip: page.number.slip
                visible: page.number.slip > 0
                width: Theme.mm(62)
            }
        }

        Icon {
            anchors.verticalCenter: truth.verticalCenter
            code: "printer"
            size: Theme.mm(11)
        }

        Words {
            id: truth

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(2)
            objectName: "paper"
            size: Theme.textM
            text: {
                switch (page.number.printed) {
                case "printed":
                    // The only printer so far is a folder: there is no paper to take, and nobody is told so.
                    return page.number.slip > 0 ? qsTr("小票已存成图片，就是旁边这一张。请记下号码和校验码") : qsTr("小票已存好。请记下 %1 和校验码 %2。").arg(page.number.ticket).arg(page.number.check);
                case "failed":
                    return qsTr("小票没有打印出来。号码一样有效：请记下 %1 和校验码 %2，或请工作人员帮忙。").arg(page.number.ticket).arg(page.number.check);
                case "unknown":
                    return qsTr("没能确认小票是否打印。没有拿到也不要紧：请记下 %1 和校验码 %2。").arg(page.number.ticket).arg(page.number.check);
                default:
                    return qsTr("正在打印小票。没有小票，号码也一样有效。");
                }
            }
            width: parent.width - x
            x: Theme.mm(15)
        }
    }

    BigButton {
        id: done

        anchors.bottom: parent.bottom
        label: page.model.secondsLeft > 0 ? qsTr("好了（%1）").arg(page.model.secondsLeft) : qsTr("好了")
        objectName: "done"
        primary: true
        width: way.width
        x: way.x

        onActivated: page.model.end()
    }
}
