// Keys the number of the slip, then its check code.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property ExitModel model
    readonly property bool asksCode: model.step === "code"

    emblem: "slip"
    lead: asksCode ? qsTr("小票上号码下面的四位数字") : qsTr("在小票上最大的字，一个字母和几位数字")
    title: asksCode ? qsTr("请输入校验码") : qsTr("办得怎么样？请输入您的号码")

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

    Column {
        id: keying

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: page.portrait ? undefined : parent.verticalCenter
        spacing: Theme.mm(page.portrait ? 10 : 6)
        width: Math.min(parent.width, Theme.mm(page.portrait ? 244 : 236))

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
            most: Theme.mm(page.portrait ? 40 : 28)
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
