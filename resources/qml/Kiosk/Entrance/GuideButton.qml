// Has the guidance printed, and says truly what became of it.
import QtQuick
import Kiosk.Controls
import Kiosk.Models

BigButton {
    id: button

    required property GuideModel guide
    required property bool onPaper
    // What the slip is called before it is asked for.
    property string offer: qsTr("打印清单")

    enabled: guide.askable
    icon: guide.status === "printed" ? "tick" : "guide"
    label: {
        switch (button.guide.status) {
        case "asking":
            return button.guide.late ? qsTr("还没有回应，正在继续") : qsTr("请稍等……");
        case "queued":
        case "sending":
            return qsTr("正在打印……");
        case "printed":
            return button.onPaper ? qsTr("打印好了，请拿好") : qsTr("已存成图片");
        case "refused":
        case "failed":
            return qsTr("没打出来，请找工作人员");
        case "unknown":
            return qsTr("没拿到？再打一次");
        default:
            return button.offer;
        }
    }
    objectName: "guide"

    onActivated: guide.ask()
}
