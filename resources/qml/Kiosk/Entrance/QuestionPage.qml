// One question whose answer changes what to bring.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    readonly property int least: options.count * (Math.max(Theme.mm(18), 2.4 * Theme.textM + Theme.mm(4)) + Theme.mm(5)) + Theme.gapLarge
    readonly property bool showsMachines: model.wish.offersSelfService && least + take.height + machines.height + foot.spacing <= height
    readonly property int room: foot.y - Theme.gapLarge
    readonly property int line: Math.min(Theme.mm(44), (room - (options.count - 1) * Theme.mm(5)) / Math.max(1, options.count))

    emblem: page.model.wish.serviceCode
    lead: qsTr("%1：选一个最合适的").arg(page.model.wish.serviceName)
    title: page.model.wish.question

    function digit(number: int) {
        const option = options.itemAt(number - 1) as OptionRow;
        if (option)
            option.activated();
        else if (number === 0)
            page.model.take();
    }

    Column {
        spacing: Theme.mm(5)
        width: parent.width

        Repeater {
            id: options

            model: page.model.wish.options

            delegate: OptionRow {
                required property int index
                required property string code
                required property string name
                required chosen

                height: page.line
                label: name
                number: index + 1
                objectName: "option-" + code
                width: page.width

                onActivated: page.model.reply(code)
            }
        }
    }

    Column {
        id: foot

        anchors.bottom: parent.bottom
        spacing: Theme.mm(5)
        width: parent.width

        Pager {
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
            width: parent.width

            onTaken: page.model.take()
        }
    }
}
