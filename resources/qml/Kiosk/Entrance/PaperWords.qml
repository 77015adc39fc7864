// What became of paper, and what to do now, in a customer's words: nothing of this is anybody's fault.
import QtQuick

QtObject {
    // Why nothing comes out; empty where the reason would help nobody.
    function why(reason: string): string {
        switch (reason) {
        case "paper_out":
            return qsTr("打印机没有纸了。");
        case "jam":
            return qsTr("打印机卡纸了。");
        case "cover_open":
            return qsTr("打印机的盖子没有关好。");
        case "fault":
        case "offline":
        case "busy":
            return qsTr("打印机现在用不了。");
        default:
            return "";
        }
    }

    // Before the number is taken; `trouble` is the condition of the printers.
    function ahead(trouble: string): string {
        return trouble === "" ? "" : why(trouble) + qsTr("取号后请记下号码。");
    }

    function slip(status: string, reason: string, ticket: string, check: string, onPaper: bool, shown: bool): string {
        const note = qsTr("请记下 %1 和校验码 %2。").arg(ticket).arg(check);
        switch (status) {
        case "printed":
            if (onPaper)
                return qsTr("小票打印好了，请拿好。");
            return shown ? qsTr("小票已存成图片。请记下号码和校验码。") : qsTr("小票已存好。") + note;
        case "failed":
            return (why(reason) || qsTr("小票没有打印出来。")) + qsTr("号码一样有效：") + note + qsTr("也可以请工作人员帮忙。");
        case "unknown":
            return qsTr("没能确认小票是否打印。没有拿到也不要紧：") + note;
        default:
            return qsTr("正在打印小票。没有小票，号码也一样有效。");
        }
    }
}
