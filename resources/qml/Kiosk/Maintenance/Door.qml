// Badge number, then PIN, on our own keys. Whoever is here by accident is told how to get out.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property SignInModel model
    readonly property bool asksPin: model.asks === "pin"
    readonly property int side: portrait ? width : Math.round(width * 0.44)
    readonly property string trouble: {
        switch (model.problem) {
        case "":
            return "";
        case "wrong_badge_or_pin":
            return qsTr("工号或密码不对，请重新输入密码。");
        case "too_many_tries":
            return qsTr("试得太多，请等 %1 秒再试。").arg(model.waitSeconds);
        case "locked_badge":
            return qsTr("这个工号已锁定，请找网点负责人重设密码。");
        case "role_may_not":
            return qsTr("这个工号不能维护设备：只有技术员和网点负责人可以。");
        case "pin_must_be_set":
            return qsTr("这是临时密码，请先在工作人员页面上设好自己的密码。");
        case "session_over":
            return qsTr("登录已结束，请重新登录。");
        case "silent":
            return qsTr("网点服务没有应答，请再试一次。");
        default:
            return qsTr("暂时不能登录（%1）。").arg(model.problem);
        }
    }

    function digit(number: int) {
        model.key(String(number));
    }

    function erase(): bool {
        model.erase();
        return true;
    }

    function letter(sign: string) {
        if (sign === "\r")
            model.goOn();
    }

    Column {
        id: told

        spacing: Theme.mm(6)
        width: page.side
        y: page.portrait ? 0 : Math.max(0, (page.height - height) / 2)

        Heading {
            objectName: "title"
            text: page.asksPin ? qsTr("请输入密码") : qsTr("请输入工号")
            width: parent.width
        }

        Words {
            color: Theme.inkSoft
            objectName: "lead"
            size: Theme.textM
            text: qsTr("仅供技术员和网点负责人使用。\n办业务的客户请按“结束维护”。")
            width: parent.width
        }

        Card {
            border.color: Theme.accent
            border.width: Theme.border
            color: Theme.accentTint
            height: Theme.mm(26)
            width: parent.width

            Accessible.name: page.asksPin ? qsTr("密码，已输入 %n 位", "", page.model.signs) : qsTr("工号 %1").arg(page.model.badge.split("").join(" "))
            Accessible.role: Accessible.StaticText

            Words {
                anchors.centerIn: parent
                font.letterSpacing: Theme.mm(2)
                lineHeight: 1
                objectName: "keyed"
                size: Theme.textXL
                strong: true
                text: page.asksPin ? "●".repeat(page.model.signs) : page.model.badge
                Accessible.ignored: true
            }
        }

        Words {
            color: Theme.accent
            objectName: "trouble"
            size: Theme.textM
            strong: true
            text: page.model.busy ? qsTr("正在核对……") : page.trouble
            visible: text !== ""
            width: parent.width
        }
    }

    Keypad {
        letters: ""
        most: Theme.mm(34)
        objectName: "keypad"
        space: page.portrait ? page.height - told.height - Theme.mm(10) : page.height
        wantsDigit: page.model.wantsDigit
        wantsLetter: false
        whole: page.model.whole
        width: page.portrait ? page.width : page.width - page.side - Theme.mm(14)
        x: page.portrait ? 0 : page.side + Theme.mm(14)
        y: page.portrait ? page.height - height : (page.height - height) / 2

        onDone: page.model.goOn()
        onErased: page.model.erase()
        onPressed: sign => page.model.key(sign)
    }
}
