// A screen that tells rather than asks: what is the matter, and what to do now.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Page {
    id: page

    required property string icon
    required property string headline
    required property string advice
    property string action: ""
    property string secondAction: ""
    property string actionName: "action"
    // Waiting on is as good as the action: it is offered, not urged.
    property bool quiet: false

    signal acted
    signal actedSecond

    whole: true

    Column {
        id: told

        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.mm(Theme.large && !page.portrait ? 6 : 9)
        width: Math.min(parent.width, Theme.mm(page.portrait ? 230 : 320))

        // In the middle, but never with a button where it cannot be reached.
        y: Math.min(page.height - height, Math.max((page.height - height) / 2, page.action === "" ? 0 : page.reach - actions.y))

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.plate
            height: Theme.mm(page.portrait ? 62 : 44)
            radius: height / 2
            width: height

            Icon {
                anchors.centerIn: parent
                code: page.icon
                size: Math.round(parent.height * 0.58)
            }
        }

        Heading {
            horizontalAlignment: Text.AlignHCenter
            objectName: "headline"
            text: page.headline
            width: parent.width
        }

        Words {
            horizontalAlignment: Text.AlignHCenter
            objectName: "advice"
            size: Theme.textL
            text: page.advice
            visible: text !== ""
            width: parent.width
        }

        Row {
            id: actions

            readonly property int tall: Math.max(first.implicitHeight, second.implicitHeight, Theme.mm(24))

            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gapLarge
            visible: page.action !== ""

            BigButton {
                id: second

                label: page.secondAction
                objectName: page.actionName + "Second"
                visible: page.secondAction !== ""
                height: actions.tall
                width: Theme.mm(94)

                onActivated: page.actedSecond()
            }

            BigButton {
                id: first

                label: page.action
                height: actions.tall
                objectName: page.actionName
                primary: !page.quiet
                width: Theme.mm(94)

                onActivated: page.acted()
            }
        }
    }
}
