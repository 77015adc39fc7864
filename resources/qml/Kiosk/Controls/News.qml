// What has to be told above the bar: the branch cannot be reached, a person was called.
import QtQuick
import Kiosk.Theme

Column {
    id: news

    required property bool away
    required property string help
    readonly property bool shown: away || help !== "none"

    signal dismissed

    spacing: Theme.mm(3)

    Strip {
        icon: "offline"
        objectName: "awayStrip"
        text: qsTr("系统连接暂时中断，正在自动恢复。您可以继续，也可以请工作人员帮忙。")
        visible: news.away
        width: parent.width
    }

    Strip {
        dismissal: qsTr("知道了")
        icon: "bell"
        objectName: "helpStrip"
        text: {
            switch (news.help) {
            case "sending":
                return qsTr("正在通知工作人员……");
            case "called":
                return qsTr("已通知工作人员，请稍等，马上有人过来。");
            case "coming":
                return qsTr("工作人员正在过来，请在这里稍等。");
            default:
                return qsTr("没能通知到，请向身边的工作人员招手。");
            }
        }
        visible: news.help !== "none"
        warm: true
        width: parent.width

        onDismissed: news.dismissed()
    }
}
