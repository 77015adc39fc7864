// Why? Up to six reasons, as many as one likes, or none.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property ExitModel model
    readonly property int columns: portrait ? 1 : 2
    readonly property int lines: Math.max(1, Math.ceil(reasons.count / columns))
    readonly property int line: Math.min(Theme.mm(portrait ? 42 : 48), (next.y - Theme.gapLarge - (lines - 1) * Theme.gap) / lines)

    lead: model.another ? qsTr("请先完成评价，或点“重新开始”") : qsTr("可以选几个，也可以跳过")
    title: model.opinion.happy ? qsTr("哪些地方做得好？") : qsTr("哪里还可以做得更好？")

    function digit(number: int) {
        const reason = reasons.itemAt(number - 1) as ReasonTile;
        if (reason)
            reason.activated();
        else if (number === 0)
            page.model.goOn();
    }

    Grid {
        columns: page.columns
        spacing: Theme.gap

        Repeater {
            id: reasons

            model: page.model.opinion.reasons

            delegate: ReasonTile {
                required property int index
                required property string code
                required property string name
                required property bool chosen

                checked: chosen
                height: page.line
                label: name
                number: index + 1
                objectName: "reason-" + code
                width: (page.width - (page.columns - 1) * Theme.gap) / page.columns

                onActivated: page.model.opinion.because(code)
            }
        }
    }

    BigButton {
        id: next

        anchors.bottom: parent.bottom
        height: Math.max(implicitHeight, Theme.mm(24))
        label: page.model.opinion.anyReason ? qsTr("下一步") : qsTr("跳过")
        objectName: "next"
        primary: page.model.opinion.anyReason
        width: parent.width

        onActivated: page.model.goOn()
    }
}
