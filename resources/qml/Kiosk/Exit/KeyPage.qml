// Invites to scan the slip, with a drawing of how, or to key its number and then its check code.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property ExitModel model
    readonly property bool asksCode: model.step === "code"

    // Beside the keys when lying, above them when upright.
    readonly property bool beside: !portrait && !asksCode
    readonly property int picture: portrait ? Math.min(Theme.mm(112), keying.y - Theme.mm(8)) : Math.min(Theme.mm(96), height)

    emblem: asksCode ? "slip" : ""
    lead: asksCode ? qsTr("小票上号码下面的四位数字") : qsTr("也可以按号码：小票上最大的字")
    title: asksCode ? qsTr("请输入校验码") : qsTr("办得怎么样？请扫小票上的二维码")

    function digit(number: int) {
        page.model.key(number);
    }

    function erase(): bool {
        const something = asksCode ? page.model.check !== "" : page.model.ticket !== "";
        page.model.erase();
        return something;
    }

    function letter(sign: string) {
        page.model.key(sign);
    }

    ScanPicture {
        size: page.picture
        visible: !page.asksCode && size >= Theme.mm(44)
        x: page.portrait ? (page.width - width) / 2 : 0
        y: page.portrait ? (keying.y - height) / 2 : (page.height - height) / 2
    }

    Column {
        id: keying

        spacing: Theme.mm(page.portrait ? 10 : 6)
        width: page.beside ? page.width - page.picture - Theme.mm(10) : Math.min(page.width, Theme.mm(page.portrait ? 244 : 236))
        x: page.beside ? page.picture + Theme.mm(10) : (page.width - width) / 2
        y: page.portrait ? page.height - height : (page.height - height) / 2

        KeyedBoxes {
            id: boxes

            anchors.horizontalCenter: parent.horizontalCenter
            keyed: page.asksCode ? page.model.check : page.model.ticket
            label: page.title
            objectName: "keyed"
            places: 4
        }

        Keypad {
            letters: page.asksCode ? "" : page.model.letters
            most: Theme.mm(page.portrait ? page.asksCode ? 40 : 30 : 28)
            space: page.height - boxes.height - keying.spacing
            wantsDigit: page.model.wantsDigit
            wantsLetter: page.model.wantsLetter
            whole: page.model.keyed
            width: parent.width

            onDone: page.model.goOn()
            onErased: page.model.erase()
            onPressed: sign => page.model.key(sign)
        }
    }
}
