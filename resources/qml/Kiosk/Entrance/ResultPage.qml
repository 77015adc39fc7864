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

    whole: true

    function digit(number: int) {
        if (number === 0)
            page.model.end();
    }

    NumberHero {
        id: hero

        height: page.portrait ? Math.ceil(implicitHeight) : page.height
        number: page.number
        portrait: page.portrait
        width: page.portrait ? page.width : Math.round(page.width * 0.46)
    }

    PaperWords {
        id: paper
    }

    Item {
        id: side

        height: (page.portrait ? page.height - hero.height - Theme.gapLarge : page.height) - buttons.height - Theme.gapLarge
        width: page.portrait ? page.width : page.width - hero.width - Theme.gapLarge
        x: page.portrait ? 0 : hero.width + Theme.gapLarge
        y: page.portrait ? hero.height + Theme.gapLarge : 0

        Way {
            id: way

            anchors.bottom: news.top
            anchors.bottomMargin: Theme.mm(4)
            anchors.top: parent.top
            aside: printout.visible ? printout.width + Theme.gapLarge : 0
            language: page.model.language
            mapKnown: page.house.mapKnown
            place: page.number.place
            width: parent.width
            words: qsTr("请到%1等候，留意叫号").arg(page.number.place.name)
        }

        SlipPaper {
            id: printout

            anchors.right: parent.right
            anchors.rightMargin: way.spare
            height: way.height - way.mapTop
            objectName: "printout"
            slip: page.number.slip
            // Where text is large a part of it is nothing to read: the map takes its room.
            visible: page.number.slip > 0 && height > Theme.mm(30) && (whole || !Theme.large)
            width: fitting
            y: way.mapTop
        }

        Column {
            id: news

            anchors.bottom: parent.bottom
            spacing: Theme.mm(3)
            width: parent.width

            component Told: Item {
                id: line

                required property string icon
                property alias text: words.text
                property alias named: words.objectName

                height: Math.max(sign.height, words.height)
                width: news.width

                Icon {
                    id: sign

                    anchors.verticalCenter: parent.verticalCenter
                    code: line.icon
                    size: Theme.mm(11)
                }

                Words {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    size: Theme.textM
                    width: parent.width - x
                    x: Theme.mm(15)
                }
            }

            // Whoever took the number at once has not seen the list. The map comes first: the guide has the list too.
            Told {
                id: brings

                icon: "related_papers"
                named: "brings"
                text: page.model.wish.certain === "" ? qsTr("可能要带：%1。").arg(page.model.wish.maybe) : qsTr("要带：%1。也可能要：%2。").arg(page.model.wish.certain).arg(page.model.wish.maybe)
                visible: page.model.wish.maybe !== "" && side.height - way.mapTop - printed.height - height >= Theme.mm(70)
            }

            Told {
                id: printed

                icon: "printer"
                named: "paper"
                text: paper.slip(page.number.printed, page.number.reason, page.number.ticket, page.number.check, page.number.onPaper, page.number.slip > 0)
            }
        }
    }

    Row {
        id: buttons

        readonly property int half: (width - spacing) / 2
        readonly property int tall: Math.max(guide.implicitHeight, done.implicitHeight)

        anchors.bottom: parent.bottom
        spacing: Theme.gap
        width: side.width
        x: side.x

        GuideButton {
            id: guide

            guide: page.model.guide
            offer: qsTr("打印办事指南")
            height: buttons.tall
            onPaper: page.number.onPaper
            width: buttons.half
        }

        BigButton {
            id: done

            height: buttons.tall
            label: page.model.secondsLeft > 0 ? qsTr("好了（%1）").arg(page.model.secondsLeft) : qsTr("好了")
            objectName: "done"
            primary: true
            width: buttons.half

            onActivated: page.model.end()
        }
    }
}
