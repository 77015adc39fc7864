// What ends this screen or the branch service: each says what will happen, and asks once more.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

Told {
    id: page

    required property MaintenanceModel panel
    readonly property bool asks: panel.power.asked !== ""

    advice: !asks && panel.power.refused === "" ? "" : panel.power.refused !== "" ? qsTr("没有执行，这块屏照常工作。") : panel.power.asked === "service" ? qsTr("取号和叫号会中断几秒钟，已发的号都在。") : panel.power.asked === "leave" ? qsTr("屏幕程序结束，回到系统的登录界面；客户将不能使用这块屏。") : qsTr("几秒钟后自动回来。")
    icon: "power"
    lead: panel.power.supervised ? qsTr("每一次重启和退出都会记下是谁做的。") : qsTr("这块屏不是由系统看管的，结束后不会自己回来，所以这里不能重启。")
    outcome: {
        if (panel.power.refused !== "")
            return panel.power.refused === "silent" ? qsTr("网点服务没有应答") : qsTr("网点服务没有同意（%1）").arg(panel.power.refused);
        if (panel.power.busy)
            return qsTr("正在执行……");
        switch (panel.power.asked) {
        case "screen":
            return qsTr("确定要重启这块屏吗？");
        case "service":
            return qsTr("确定要重启网点服务吗？");
        case "leave":
            return qsTr("确定要退出到系统登录吗？");
        default:
            return "";
        }
    }

    component Choice: BigButton {
        opacity: enabled ? 1 : 0.5
        width: parent?.width ?? 0
    }

    Choice {
        enabled: page.panel.power.supervised
        label: qsTr("重启这块屏")
        objectName: "restartScreen"
        visible: !page.asks

        onActivated: page.panel.power.ask("screen")
    }

    Choice {
        enabled: page.panel.tables.restarts
        label: page.panel.tables.here || page.panel.tables.restarts ? qsTr("重启网点服务") : qsTr("重启网点服务（请到服务所在的机器）")
        objectName: "restartService"
        visible: !page.asks

        onActivated: page.panel.power.ask("service")
    }

    Choice {
        label: qsTr("退出到系统登录")
        objectName: "leaveKiosk"
        visible: !page.asks

        onActivated: page.panel.power.ask("leave")
    }

    Choice {
        enabled: !page.panel.power.busy
        // A verb, so that nobody need read the question twice.
        label: page.panel.power.asked === "screen" ? qsTr("重启这块屏") : page.panel.power.asked === "service" ? qsTr("重启网点服务") : qsTr("退出到系统登录")
        objectName: "confirm"
        primary: true
        visible: page.asks

        onActivated: page.panel.power.confirm()
    }
    // Where leaving stood: the second half of a slow double tap takes it back.
    Choice {
        enabled: !page.panel.power.busy
        label: qsTr("取消")
        objectName: "cancel"
        visible: page.asks

        onActivated: page.panel.back()
    }
}
