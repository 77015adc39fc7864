// Thanks, and what to mind of what was done today, before one goes. Lying, the two stand side by side.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property ExitModel model
    required property string icon
    required property string headline
    required property string advice
    readonly property AftercareModel aftercare: model.aftercare
    readonly property bool aside: !portrait && aftercare.any
    readonly property int column: aside ? Math.round(width * 0.42) : width
    // Where text is so large that not all of it finds room, the drawing gives way.
    readonly property int spare: (aside || !aftercare.any ? leave.y : leave.y - notes.height) - words.height - Theme.mm(16)
    readonly property int drawing: Math.min(Theme.mm(portrait ? 76 : 56), spare)

    whole: true

    Column {
        id: thanks

        spacing: Theme.mm(7)
        width: page.column
        y: page.aside || !page.aftercare.any ? Math.max(0, (page.height - height) / 2 - Theme.mm(6)) : Math.max(0, (notes.y - height) / 2)

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.accentTint
            height: page.drawing
            radius: height / 2
            visible: page.drawing >= Theme.mm(24)
            width: height

            Icon {
                anchors.centerIn: parent
                code: page.icon
                lineColour: Theme.accent
                size: Math.round(parent.height * 0.6)
            }
        }

        Column {
            id: words

            spacing: Theme.mm(4)
            width: parent.width

            Heading {
                horizontalAlignment: Text.AlignHCenter
                objectName: "headline"
                text: page.headline
                width: parent.width
            }

            Words {
                horizontalAlignment: Text.AlignHCenter
                objectName: "advice"
                size: Theme.textM
                text: page.advice
                width: parent.width
            }
        }
    }

    Column {
        id: notes

        spacing: Theme.gap
        visible: page.aftercare.any
        width: page.aside ? page.width - x : page.width
        x: page.aside ? page.column + Theme.mm(10) : 0
        y: page.aside ? Math.max(0, (leave.y - Theme.gapLarge - height) / 2) : leave.y - Theme.gapLarge - height

        Words {
            color: Theme.accent
            objectName: "mind"
            size: Theme.textM
            strong: true
            text: qsTr("接下来请留意")
            width: parent.width
        }

        Repeater {
            model: page.aftercare.notes

            delegate: NoteCard {
                required code
                required detail
                required name

                size: page.portrait ? Theme.textL : Theme.textM
                width: notes.width
            }
        }

        Pager {
            page: page.aftercare.page
            pages: page.aftercare.pages
            width: notes.width

            onActivated: page.aftercare.more()
        }
    }

    BigButton {
        id: leave

        anchors.bottom: parent.bottom
        label: page.model.secondsLeft > 0 ? qsTr("完成（%1）").arg(page.model.secondsLeft) : qsTr("完成")
        objectName: "done"
        primary: true
        width: page.aside ? notes.width : Math.min(page.width, Theme.mm(150))
        x: page.aside ? notes.x : (page.width - width) / 2

        onActivated: page.model.end()
    }
}
