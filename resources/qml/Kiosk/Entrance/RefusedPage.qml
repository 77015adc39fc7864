// No number this time, why, and what to do now.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

MessagePage {
    id: page

    required property EntranceModel model
    readonly property string code: model.number.refusal
    readonly property bool shut: ["before_opening", "after_cutoff", "day_closed"].includes(code)

    action: qsTr("回到首页")
    actionName: "home"
    advice: {
        switch (page.code) {
        case "before_opening":
            return qsTr("还没到取号时间。请先在休息区坐一坐，开门后再来取号。");
        case "after_cutoff":
        case "day_closed":
            return qsTr("今天已经停止取号。请下个营业日再来，或问一问工作人员。自助服务区还可以用。");
        case "unknown_service":
            return qsTr("这项业务现在不在这里办。请重新选一项，或问一问工作人员。");
        case "bad_answer":
            return qsTr("业务要求刚刚有变化。请重新选一遍，或请工作人员帮忙。");
        default:
            return qsTr("系统现在记不下新的号码。请到咨询台，工作人员会帮您。");
        }
    }
    headline: page.shut ? qsTr("现在不发号") : qsTr("这次没有取到号")
    icon: page.shut ? "closed" : "offline"
    secondAction: page.shut ? "" : qsTr("返回看一看")

    onActed: page.model.startOver()
    onActedSecond: page.model.back()
}
