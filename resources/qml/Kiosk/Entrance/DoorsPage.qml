// The branch gives out no numbers now: when it will, and what can be done meanwhile.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

MessagePage {
    id: page

    required property HouseModel house

    advice: {
        const opening = page.house.opensClock === "" ? "" : qsTr("%1 %2 开始取号。").arg(dates.when(page.house.opensInDays, page.house.opensWeekday)).arg(page.house.opensClock);
        switch (page.house.doors) {
        case "before":
            return opening + qsTr("请先坐一坐；需要帮忙，点“呼叫人工”。");
        case "cutoff":
            return qsTr("已经取了号的客户请继续等候叫号。") + opening + qsTr("有急事，点“呼叫人工”。");
        default:
            return opening + qsTr("取款、转账可以用自助服务区的机器。有急事，点“呼叫人工”。");
        }
    }
    headline: {
        switch (page.house.doors) {
        case "before":
            return qsTr("还没到取号时间");
        case "cutoff":
            return qsTr("今天已经停止取号");
        case "rest":
            return qsTr("今天休息");
        default:
            return qsTr("今天的营业结束了");
        }
    }
    icon: page.house.doors === "before" ? "morning" : "closed"

    Dates {
        id: dates
    }
}
