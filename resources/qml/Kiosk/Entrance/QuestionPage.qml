// One question whose answer changes what to bring.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    readonly property int line: Math.min(Theme.mm(44), (height - (options.count - 1) * Theme.mm(5)) / Math.max(1, options.count))

    emblem: page.model.serviceCode
    lead: qsTr("%1：选一个最合适的").arg(page.model.serviceName)
    title: page.model.question

    function digit(number: int) {
        const option = options.itemAt(number - 1) as OptionRow;
        if (option)
            option.activated();
    }

    Column {
        spacing: Theme.mm(5)
        width: parent.width

        Repeater {
            id: options

            model: page.model.options

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

        Pager {
            page: page.model.page
            pages: page.model.pages
            width: parent.width

            onActivated: page.model.more()
        }
    }
}
