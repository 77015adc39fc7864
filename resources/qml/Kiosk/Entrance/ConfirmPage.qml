// Everything said, once more, and one button to take the number.
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

    lead: qsTr("有不对的，点“返回”改一改")
    title: qsTr("看一看，对不对？")

    function digit(number: int) {
        if (number === 0)
            page.model.goOn();
    }

    Grid {
        id: cards

        columns: page.portrait ? 1 : 2
        spacing: page.space
        width: parent.width

        Card {
            height: Math.max(said.height + Theme.mm(12), page.portrait ? 0 : told.height)
            width: page.half

            Column {
                id: said

                spacing: Theme.mm(4)
                width: parent.width - 2 * Theme.mm(7)
                x: Theme.mm(7)
                y: Theme.mm(6)

                Row {
                    spacing: Theme.mm(5)
                    width: parent.width

                    Icon {
                        code: page.model.wish.serviceCode
                        size: Theme.mm(20)
                    }

                    Words {
                        anchors.verticalCenter: parent.verticalCenter
                        objectName: "service"
                        size: Theme.textXL
                        strong: true
                        text: page.model.wish.serviceName
                        width: parent.width - Theme.mm(25)
                    }
                }

                Repeater {
                    model: page.model.wish.answers

                    delegate: Row {
                        id: answer

                        required property string name
                        required property string detail

                        spacing: Theme.mm(4)
                        width: said.width

                        Words {
                            color: Theme.inkSoft
                            size: Theme.textS
                            text: answer.name
                            width: answer.width * 0.5
                        }

                        Words {
                            size: Theme.textM
                            strong: true
                            text: answer.detail
                            width: answer.width * 0.5 - answer.spacing
                        }
                    }
                }
            }
        }

        Column {
            id: told

            spacing: page.space
            width: page.half

            Card {
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
                height: Math.max(Theme.mm(16), missing.height) + Theme.mm(10)
                visible: page.model.wish.materialsCount > 0
                width: parent.width

                Icon {
                    id: sign

                    anchors.verticalCenter: parent.verticalCenter
                    code: page.model.wish.missing === "" ? "tick" : "related_papers"
                    size: Theme.mm(13)
                    x: Theme.mm(7)
                }

                Words {
                    id: missing

                    anchors.left: sign.right
                    anchors.leftMargin: Theme.mm(4)
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(7)
                    anchors.verticalCenter: parent.verticalCenter
                    objectName: "missing"
                    size: Theme.textM
                    text: {
                        if (page.model.wish.missing === "")
                            return qsTr("要带的东西都齐了");
                        const more = page.model.wish.missingMore > 0 ? qsTr("等 %n 样", "things still missing, after the names of three", page.model.wish.missingMore + 3) : "";
                        return qsTr("还差：%1%2。先取号也行，工作人员会帮您想办法。").arg(page.model.wish.missing).arg(more);
                    }
                }
            }
        }
    }

    Card {
        anchors.top: cards.bottom
        anchors.topMargin: page.space
        height: steps.height + Theme.mm(10)
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

    PaperWords {
        id: paper
    }

    Column {
        id: foot

        anchors.bottom: parent.bottom
        spacing: Theme.gap
        width: parent.width

        Words {
            color: Theme.inkSoft
            objectName: "trouble"
            size: Theme.textM
            text: paper.ahead(page.model.number.trouble)
            visible: text !== ""
            width: parent.width
        }

        MachineCard {
            visible: page.model.wish.offersSelfService
            width: parent.width

            onActivated: page.model.seeMachines()
        }

        Row {
            spacing: Theme.gap
            width: parent.width

            GuideButton {
                guide: page.model.guide
                onPaper: page.model.number.onPaper
                width: (parent.width - parent.spacing) * 0.36
            }

            BigButton {
                height: Theme.mm(24)
                icon: "slip"
                label: qsTr("取号")
                objectName: "take"
                primary: true
                width: (parent.width - parent.spacing) * 0.64

                onActivated: page.model.goOn()
            }
        }
    }
}
