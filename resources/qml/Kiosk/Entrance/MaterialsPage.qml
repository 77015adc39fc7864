// What to bring, to be ticked; nothing here is an obstacle.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    readonly property int columns: page.portrait ? 1 : 2
    readonly property int lines: Math.ceil(model.perPage / columns)
    readonly property int room: foot.y - Theme.gapLarge

    // Where rows would be too low for the longest name, what is not of this list goes: the machines, then the number.
    readonly property int least: lines * Math.max(Theme.mm(18), (portrait ? 2.4 : 3.5) * Theme.textM + Theme.mm(3)) + (lines - 1) * Theme.gap + Theme.gapLarge
    readonly property int bare: least + buttons.height + (pager.visible ? pager.height + foot.spacing : 0)
    readonly property bool showsTake: bare + take.height + foot.spacing <= height
    readonly property bool showsMachines: model.wish.offersSelfService && bare + take.height + machines.height + 2 * foot.spacing <= height

    emblem: page.model.wish.serviceCode
    lead: qsTr("带了的点一下打勾；材料不齐也可以先取号")
    title: qsTr("办%1请带上这些").arg(page.model.wish.serviceName)

    function digit(number: int) {
        const row = rows.itemAt(number - 1) as TickRow;
        if (row)
            row.activated();
        else if (number === 0)
            page.model.goOn();
    }

    Grid {
        columns: page.columns
        spacing: Theme.gap
        width: parent.width

        Repeater {
            id: rows

            model: page.model.wish.materials

            delegate: TickRow {
                required property string code
                required property string name
                required property string note
                required property bool ready

                checked: ready
                explanation: note
                height: Math.min(Theme.mm(page.portrait ? 34 : 46), (page.room - (page.lines - 1) * Theme.gap) / page.lines)
                icon: code
                label: name
                objectName: "material-" + code
                width: (page.width - (page.columns - 1) * Theme.gap) / page.columns

                onActivated: page.model.tick(code)
            }
        }
    }

    Column {
        id: foot

        anchors.bottom: parent.bottom
        spacing: Theme.gap
        width: parent.width

        Words {
            color: Theme.inkSoft
            objectName: "maybe"
            size: Theme.textS
            text: qsTr("也可能要：%1").arg(page.model.wish.maybe)
            visible: page.model.wish.maybe !== "" && page.showsMachines
            width: parent.width
        }

        Pager {
            id: pager

            page: page.model.page
            pages: page.model.pages
            width: parent.width

            onActivated: page.model.more()
        }

        MachineCard {
            id: machines

            explanation: page.model.wish.machineNote
            visible: page.showsMachines
            width: parent.width

            onActivated: page.model.seeMachines()
        }

        TakeNow {
            id: take

            number: page.model.number
            visible: page.showsTake
            width: parent.width

            onTaken: page.model.take()
        }

        Row {
            id: buttons

            readonly property int tall: Math.max(guide.implicitHeight, next.implicitHeight)

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
                id: next

                height: buttons.tall
                label: qsTr("看好了，下一步")
                objectName: "next"
                primary: true
                width: (parent.width - parent.spacing) * 0.6

                onActivated: page.model.goOn()
            }
        }
    }
}
