// This slip cannot be rated now: why, and what to do, without blame.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

MessagePage {
    id: page

    required property ExitModel model
    readonly property bool mistyped: ["wrong_ticket_or_check", "wrong_check"].includes(model.refusal)

    // Not finished: what its holder can do about it.
    readonly property var standings: ({
            "waiting": {
                "headline": qsTr("还没办完，请办完再来"),
                "advice": qsTr("请留好小票，等叫到您的号码。\n办完以后再来扫一下就好。")
            },
            "called": {
                "headline": qsTr("正在叫您的号码"),
                "advice": qsTr("请现在去叫号的柜台，柜台号看大厅屏幕。\n办完以后再来扫一下就好。")
            },
            "serving": {
                "headline": qsTr("还没办完，请办完再来"),
                "advice": qsTr("您的业务正在柜台办理。\n办完以后再来扫一下就好。")
            },
            "passed": {
                "headline": qsTr("您的号码已过号，请到咨询台"),
                "advice": qsTr("请带上小票，工作人员会帮您安排。")
            },
            "parked": {
                "headline": qsTr("您的业务还没办完，请到咨询台"),
                "advice": qsTr("您的号码还保留着。请带上小票，\n工作人员会帮您接着办。")
            },
            "ended": {
                "headline": qsTr("这个号码没有办理记录"),
                "advice": qsTr("有意见请告诉工作人员。")
            }
        })

    action: mistyped ? qsTr("重新输入") : qsTr("回到首页")
    actionName: "home"
    quiet: model.refusal === "too_many_tries"
    advice: {
        switch (page.model.refusal) {
        case "not_finished":
            return standings[page.model.standing].advice;
        case "unknown_visit":
            return qsTr("请告诉工作人员，他们会帮您。");
        case "wrong_ticket_or_check":
        case "wrong_check":
            return qsTr("请对照今天的小票，再输一次。\n扫小票上的二维码也可以。");
        case "too_many_tries":
            return qsTr("%n 秒后自动继续，可以重新输入。\n想快一点，扫小票上的二维码就行。", "", page.model.waitLeft);
        case "wrong_code":
            return qsTr("请扫今天的小票，上面有黑白方块。\n也可以按号码。");
        case "other_branch":
            return qsTr("请到小票上写的那个网点评价。\n对这里有话说，可以告诉工作人员。");
        case "other_day":
            return qsTr("这里请扫今天的小票。\n那天的感受，可以告诉工作人员。");
        default:
            return qsTr("系统现在记不下您的评价。您可以直接告诉工作人员。");
        }
    }
    headline: {
        switch (page.model.refusal) {
        case "not_finished":
            return standings[page.model.standing].headline;
        case "unknown_visit":
            return qsTr("系统里没有找到这张小票");
        case "wrong_ticket_or_check":
        case "wrong_check":
            return qsTr("号码或校验码不对");
        case "too_many_tries":
            return qsTr("请稍等一会儿再输入");
        case "wrong_code":
            return qsTr("这个码不是我们的小票");
        case "other_branch":
            return qsTr("这张小票是别的网点的");
        case "other_day":
            return qsTr("这张小票是%1%2日的").arg(dates.months[page.model.slipMonth - 1] ?? "").arg(page.model.slipDay);
        default:
            return qsTr("这次没有提交成功");
        }
    }
    icon: mistyped || ["unknown_visit", "wrong_code", "other_branch", "other_day"].includes(model.refusal) ? "slip" : "clock"

    onActed: page.model.startOver()

    Dates {
        id: dates
    }
}
