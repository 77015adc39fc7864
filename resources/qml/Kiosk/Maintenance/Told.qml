// A page of the panel that tries something: what it is, what became of it, and the buttons below.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Page {
    id: page

    required property string icon
    // What became of it, and what to do now; empty before.
    property string outcome: ""
    property string advice: ""
    property bool good: false
    default property alias buttons: actions.data

    Column {
        id: words

        spacing: Theme.mm(5)
        width: Math.min(page.width, Theme.mm(page.portrait ? 238 : 330))
        x: (page.width - width) / 2
        y: Math.max(0, (actions.y - height) / 2)

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.plate
            height: Theme.mm(page.portrait ? 52 : Theme.large ? 26 : 38)
            radius: height / 2
            width: height

            Icon {
                anchors.centerIn: parent
                code: page.icon
                size: Math.round(parent.height * 0.58)
            }
        }

        Words {
            horizontalAlignment: Text.AlignHCenter
            objectName: "lead"
            size: Theme.textM
            text: page.lead
            width: parent.width
        }

        Card {
            border.color: page.good ? Theme.primary : Theme.accent
            border.width: Theme.border
            color: page.good ? Theme.tint : Theme.accentTint
            height: result.height + Theme.mm(8)
            visible: page.outcome !== ""
            width: parent.width

            Column {
                id: result

                anchors.centerIn: parent
                spacing: Theme.mm(1)
                width: parent.width - 2 * Theme.mm(6)

                Words {
                    color: page.good ? Theme.primary : Theme.accent
                    horizontalAlignment: Text.AlignHCenter
                    objectName: "outcome"
                    size: Theme.textL
                    strong: true
                    text: page.outcome
                    width: parent.width
                }

                Words {
                    horizontalAlignment: Text.AlignHCenter
                    objectName: "advice"
                    size: Theme.textM
                    text: page.advice
                    visible: text !== ""
                    width: parent.width
                }
            }
        }
    }

    Column {
        id: actions

        spacing: Theme.gap
        width: Math.min(page.width, Theme.mm(page.portrait ? 238 : 330))
        x: (page.width - width) / 2
        y: page.height - height
    }
}
