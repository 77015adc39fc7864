// A test slip, and new paper. What cannot be known is said to be unknown.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

Told {
    id: page

    required property TrialsModel model

    advice: {
        if (model.outcome === "failed")
            return sayings.printer(model.reason);
        if (model.outcome === "unknown")
            return qsTr("请看打印机上有没有测试小票。");
        if (model.outcome === "silent")
            return qsTr("小票可能打了，也可能没打。请看一看打印机，再查网络。");
        if (model.condition === "ready")
            return qsTr("打印机说它一切正常。");
        return model.condition !== "" && model.reason !== "saved" ? sayings.printer(model.condition) : "";
    }
    good: model.outcome === "printed" || model.refilled
    icon: "printer"
    lead: qsTr("测试小票上写着“不是排队号码”，打出来请收走。")
    outcome: {
        if (model.printing)
            return qsTr("正在问打印机……");
        switch (model.outcome) {
        case "printed":
            return model.reason === "saved" ? qsTr("没有打印机，小票已存为图片") : qsTr("已打印");
        case "failed":
            return qsTr("没有打印");
        case "unknown":
            return qsTr("已送出，不知道打没打出来");
        case "silent":
            return qsTr("网点服务没有应答");
        case "refused":
            return qsTr("这里没有打印机");
        default:
            return model.refilled ? qsTr("已记下换纸") : "";
        }
    }

    Sayings {
        id: sayings
    }

    BigButton {
        enabled: !page.model.printing
        label: qsTr("打印测试小票")
        objectName: "printTest"
        opacity: enabled ? 1 : 0.5
        primary: true
        width: parent?.width ?? 0

        onActivated: page.model.printTest()
    }

    BigButton {
        enabled: !page.model.printing
        label: qsTr("纸已换好")
        objectName: "refillPaper"
        opacity: enabled ? 1 : 0.5
        width: parent?.width ?? 0

        onActivated: page.model.refillPaper()
    }
}
