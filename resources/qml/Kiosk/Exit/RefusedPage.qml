// This visit cannot be rated now: why, and what to do, without blame.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

MessagePage {
    id: page

    required property ExitModel model
    readonly property bool mistyped: ["wrong_ticket_or_check", "wrong_check", "unknown_visit"].includes(model.refusal)

    action: mistyped ? qsTr("重新输入") : qsTr("回到首页")
    actionName: "home"
    advice: {
        switch (page.model.refusal) {
        case "not_finished":
            return qsTr("您的业务好像还没办完。办完以后，欢迎再来说说感受。");
        case "already_rated":
            return qsTr("这个号码已经评价过了，您的意见我们收到了。");
        case "wrong_ticket_or_check":
        case "wrong_check":
        case "unknown_visit":
            return qsTr("请对照今天的小票，再输入一次号码和校验码。");
        default:
            return qsTr("系统现在记不下您的评价。您可以直接告诉工作人员。");
        }
    }
    headline: {
        switch (page.model.refusal) {
        case "not_finished":
            return qsTr("请办完再来");
        case "already_rated":
            return qsTr("已经评价过了，谢谢您");
        case "wrong_ticket_or_check":
        case "wrong_check":
        case "unknown_visit":
            return qsTr("没有找到这个号码");
        default:
            return qsTr("这次没有提交成功");
        }
    }
    icon: page.model.refusal === "already_rated" ? "face_4" : mistyped ? "slip" : "clock"

    onActed: page.model.startOver()
}
