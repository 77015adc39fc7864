// Your number, larger than anything else there is, with its check code and the wait.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Rectangle {
    id: hero

    required property NumberModel number
    required property bool portrait

    color: Theme.accentTint
    implicitHeight: Math.max(Theme.mm(136), told.height + Theme.mm(14))
    radius: Theme.radiusLarge

    Column {
        id: told

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(Theme.large ? 4 : hero.portrait ? 5 : 7)
        width: parent.width - 2 * Theme.mm(10)

        Words {
            color: Theme.accent
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 1
            size: Theme.textL
            strong: true
            text: qsTr("您的号码")
            // Beside it there is nothing else it could be.
            visible: hero.portrait || !Theme.large
            width: parent.width
        }

        // As high as its digits: a line of text would leave as much air above and below again.
        Item {
            height: Theme.mm(Theme.large ? 48 : 46)
            width: parent.width

            Words {
                anchors.centerIn: parent
                color: Theme.accent
                lineHeight: 1
                objectName: "ticket"
                size: Theme.textHero
                strong: true
                text: hero.number.ticket
                wrapMode: Text.NoWrap
            }
        }

        Words {
            color: Theme.accent
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 1
            objectName: "check"
            size: Theme.textL
            text: qsTr("校验码 %1").arg(hero.number.check)
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

                number: hero.number
                width: parent.width - 2 * Theme.mm(6)
                x: Theme.mm(6)
                y: Theme.mm(4)
            }
        }
    }
}
