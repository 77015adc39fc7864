// Everything at the branch's machine that is not well, the worst first, each with what to do about it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property DoctorModel model
    // Cards are as high as their words: what begins each page is known once they are there.
    property int made: 0
    readonly property list<int> begins: paged(made)
    property int turned: 0
    readonly property int shown: Math.min(turned, begins.length - 1)

    function paged(count: int): list<int> {
        const found = [0];
        let used = 0;
        for (let number = 0; number < Math.min(count, cards.count); number++) {
            const height = cards.itemAt(number)?.implicitHeight ?? 0;
            if (used > 0 && used + height > room.height) {
                found.push(number);
                used = 0;
            }
            used += height + Theme.gap;
        }
        return found;
    }

    Words {
        id: told

        color: Theme.inkSoft
        objectName: "lead"
        size: Theme.textS
        text: {
            if (page.model.failed)
                return qsTr("上次没有查成。");
            if (page.model.looking)
                return qsTr("正在查……");
            const age = page.model.minutes < 1 ? qsTr("刚才查的") : qsTr("%1 分钟前查的").arg(page.model.minutes);
            return qsTr("另有 %1 项正常。%2").arg(page.model.well).arg(age);
        }
        visible: page.model.amiss.length > 0
        width: page.width
    }

    Item {
        id: room

        height: below.y - y - Theme.gap
        width: page.width
        y: told.visible ? told.height + Theme.mm(3) : 0

        Column {
            spacing: Theme.gap
            width: parent.width

            Repeater {
                id: cards

                model: page.model.amiss

                onItemAdded: page.made = count
                onItemRemoved: page.made = count

                delegate: FindingCard {
                    required property int index
                    required property var modelData

                    fix: modelData.fix
                    found: modelData.text
                    height: implicitHeight
                    how: modelData.state
                    name: modelData.name
                    objectName: "finding-" + modelData.code
                    portrait: page.portrait
                    visible: index >= page.begins[page.shown] && index < (page.begins[page.shown + 1] ?? cards.count)
                    width: room.width
                }
            }
        }
    }

    MessagePage {
        advice: page.model.known ? qsTr("查了 %1 项：设置、打印机、磁盘、时间、数据库、备份、总行。").arg(page.model.well) : page.model.looking ? qsTr("一般几秒，机器忙时一两分钟；客户照常取号。") : qsTr("网点服务没有查成，请看“检查”。")
        headline: page.model.known ? qsTr("一切正常") : page.model.looking ? qsTr("正在查……") : qsTr("还没有结果")
        height: room.height
        icon: page.model.known ? "tick" : "gauge"
        portrait: page.portrait
        visible: page.model.amiss.length === 0
        width: page.width
    }

    Grid {
        id: below

        readonly property int cell: pager.visible && columns > 1 ? (page.width - spacing) / 2 : page.width

        columns: page.portrait && Theme.large ? 1 : 2

        spacing: Theme.gap
        y: page.height - height

        Pager {
            id: pager

            page: page.shown + 1
            pages: page.begins.length
            width: below.cell

            onActivated: page.turned = (page.shown + 1) % page.begins.length
        }

        BigButton {
            enabled: !page.model.looking
            height: pager.height
            icon: "restart"
            label: page.model.looking ? qsTr("正在查……") : qsTr("再查一次")
            objectName: "examine"
            opacity: enabled ? 1 : 0.5
            width: below.cell

            onActivated: page.model.again()
        }
    }
}
