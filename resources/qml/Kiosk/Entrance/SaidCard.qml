// What the customer came for, and what was answered where there is room for it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Card {
    id: card

    required property WishModel wish
    property bool showsAnswers: true
    // How high it is without the answers, and with them.
    readonly property int bare: chosen.height + Theme.mm(12)
    readonly property int whole: wish.answered ? bare + said.spacing + answers.height : bare

    implicitHeight: showsAnswers ? whole : bare

    Column {
        id: said

        spacing: Theme.mm(4)
        width: parent.width - 2 * Theme.mm(7)
        x: Theme.mm(7)
        y: Theme.mm(6)

        Row {
            id: chosen

            spacing: Theme.mm(5)
            width: said.width

            Icon {
                code: card.wish.serviceCode
                size: Theme.mm(20)
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                objectName: "service"
                size: Theme.textXL
                strong: true
                text: card.wish.serviceName
                width: chosen.width - Theme.mm(25)
            }
        }

        Column {
            id: answers

            spacing: said.spacing
            visible: card.showsAnswers && card.wish.answered
            width: said.width

            Repeater {
                model: card.wish.answers

                delegate: Row {
                    id: answer

                    required property string name
                    required property string detail

                    spacing: Theme.mm(4)
                    width: answers.width

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
}
