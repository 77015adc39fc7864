// Everything said, once more, and one button to take the number. Where room is scarce the steps go first, then what
// was answered, then the offer of the machines, last what is missing, which was just on the screen; never the wait.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    readonly property int space: Theme.mm(5)
    readonly property int half: portrait ? width : (width - space) / 2

    // What is to be shown in any case, and what comes with it where it fits.
    readonly property int brings: model.wish.materialsCount > 0 ? missing.height + space : 0
    readonly property int bare: stacked(said.bare) + Theme.gapLarge + foot.least
    readonly property int answered: stacked(said.whole) - stacked(said.bare)
    readonly property bool showsMachines: model.wish.offersSelfService && bare + machines.height + foot.spacing <= height
    readonly property int offered: showsMachines ? machines.height + foot.spacing : 0
    readonly property bool showsAnswers: bare + offered + answered <= height
    readonly property bool showsSteps: showsAnswers && bare + offered + answered + space + procedure.height <= height

    // Height of the cards above the steps when the first is that high.
    function stacked(card: int): int {
        const right = ahead.height + brings;
        return portrait ? card + space + right : Math.max(card, right);
    }

    lead: qsTr("有不对的，点“返回”改一改")
    title: qsTr("看一看，对不对？")

    function digit(number: int) {
        if (number === 0)
            page.model.goOn();
    }

    PaperWords {
        id: paper
    }

    Grid {
        id: cards

        columns: page.portrait ? 1 : 2
        spacing: page.space
        width: parent.width

        SaidCard {
            id: said

            height: page.portrait ? implicitHeight : Math.max(implicitHeight, told.height)
            showsAnswers: page.showsAnswers
            width: page.half
            wish: page.model.wish
        }

        Column {
            id: told

            spacing: page.space
            width: page.half

            Card {
                id: ahead

                color: Theme.accentTint
                height: wait.height + Theme.mm(12)
                width: parent.width

                WaitFacts {
                    id: wait

                    number: page.model.number
                    width: parent.width - 2 * Theme.mm(7)
                    x: Theme.mm(7)
                    y: Theme.mm(6)
                }
            }

            Card {
                id: missing

                height: Math.max(Theme.mm(16), named.height) + Theme.mm(10)
                visible: page.brings > 0 && page.bare <= page.height
                width: parent.width

                Icon {
                    id: sign

                    anchors.verticalCenter: parent.verticalCenter
                    code: page.model.wish.missing === "" ? "tick" : "related_papers"
                    size: Theme.mm(13)
                    x: Theme.mm(7)
                }

                Words {
                    id: named

                    anchors.left: sign.right
                    anchors.leftMargin: Theme.mm(4)
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(7)
                    anchors.verticalCenter: parent.verticalCenter
                    objectName: "missing"
                    size: Theme.textM
                    text: {
                        const wish = page.model.wish;
                        if (wish.missing === "")
                            return qsTr("要带的东西都齐了");
                        if (Theme.large)
                            return qsTr("还差 %n 样，先取号也行", "things still missing", wish.missingCount);
                        const more = wish.missingMore > 0 ? qsTr("等 %n 样", "things still missing, after the names of three", wish.missingCount) : "";
                        return qsTr("还差：%1%2。先取号也行，工作人员会帮您想办法。").arg(wish.missing).arg(more);
                    }
                }
            }
        }
    }

    Card {
        id: procedure

        anchors.top: cards.bottom
        anchors.topMargin: page.space
        height: steps.height + Theme.mm(10)
        visible: page.showsSteps
        width: parent.width

        Column {
            id: steps

            spacing: Theme.mm(3)
            width: parent.width - 2 * Theme.mm(5)
            x: Theme.mm(5)
            y: Theme.mm(5)

            Words {
                color: Theme.inkSoft
                lineHeight: 1
                size: Theme.textS
                text: qsTr("办理步骤")
                x: Theme.mm(2)
            }

            StepLine {
                rows: page.model.wish.steps
                width: parent.width
            }
        }
    }

    Column {
        id: foot

        readonly property int least: buttons.height + (trouble.visible ? trouble.height + spacing : 0)

        anchors.bottom: parent.bottom
        spacing: Theme.gap
        width: parent.width

        Words {
            id: trouble

            color: Theme.inkSoft
            objectName: "trouble"
            size: Theme.textM
            text: paper.ahead(page.model.number.trouble)
            visible: text !== ""
            width: parent.width
        }

        MachineCard {
            id: machines

            explanation: page.model.wish.machineNote
            visible: page.showsMachines
            width: parent.width

            onActivated: page.model.seeMachines()
        }

        Row {
            id: buttons

            readonly property int tall: Math.max(guide.implicitHeight, take.implicitHeight)

            spacing: Theme.gap
            width: parent.width

            GuideButton {
                id: guide

                guide: page.model.guide
                height: buttons.tall
                onPaper: page.model.number.onPaper
                width: (parent.width - parent.spacing) * 0.4
            }

            BigButton {
                id: take

                height: buttons.tall
                icon: "slip"
                label: qsTr("取号")
                objectName: "take"
                primary: true
                width: (parent.width - parent.spacing) * 0.6

                onActivated: page.model.goOn()
            }
        }
    }
}
