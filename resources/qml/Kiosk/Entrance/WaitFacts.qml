// People ahead and the honest range; or that it begins with the first counter; or that nothing honest can be said.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Grid {
    id: facts

    required property NumberModel number
    // Below one another where words would have to be broken to stand side by side.
    readonly property int cell: (width - (columns - 1) * spacing) / columns
    readonly property real widest: Math.max(values.advanceWidth(ahead.value), values.advanceWidth(range.value), labels.advanceWidth(ahead.label), labels.advanceWidth(range.label))

    // Nobody works yet at a counter for it: to say that the wait cannot be reckoned would tell less.
    readonly property bool unserved: number.waitKnown && number.lowMinutes < 0 && number.unserved

    columns: 2 * (Theme.mm(18) + widest) + spacing <= width ? 2 : 1
    spacing: Theme.gap

    // A figure and its unit are one word.
    function together(figure: string): string {
        return figure.replace(/ /g, "\u00a0");
    }

    FontMetrics {
        id: values

        font.family: Theme.family
        font.pixelSize: Theme.textL
        font.variableAxes: Theme.strong
    }

    FontMetrics {
        id: labels

        font.family: Theme.family
        font.pixelSize: Theme.textS
        font.variableAxes: Theme.regular
    }

    Fact {
        id: ahead

        icon: "people"
        label: qsTr("前面等候")
        objectName: "ahead"
        value: !facts.number.waitKnown ? qsTr("正在查询") : facts.number.ahead === 0 ? qsTr("没有人") : facts.together(qsTr("%n 人", "people ahead", facts.number.ahead))
        width: facts.cell
    }

    Fact {
        id: range

        icon: "clock"
        label: facts.unserved ? qsTr("柜台还没开") : qsTr("大约要等")
        objectName: "range"
        value: !facts.number.waitKnown ? qsTr("正在查询") : facts.unserved ? qsTr("开了就叫号") : facts.number.lowMinutes < 0 ? qsTr("暂时无法估计") : facts.together(qsTr("%1–%2 分钟").arg(facts.number.lowMinutes).arg(facts.number.highMinutes))
        width: facts.cell
    }
}
