// A ticket at a counter. Who is called glows; who is being served stays, and is calm.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: row

    required property string ticket
    required property string counter
    required property string name
    required property string zone
    required property string zoneEnglish
    required property string letter
    required property string colour
    required property bool serving
    required property bool flashing
    // The bright half of a flash.
    required property bool bright
    // Half as wide: number and counter, no more.
    required property bool narrow

    readonly property bool lit: flashing && bright
    readonly property color text: lit ? Theme.paper : serving ? Theme.ink : Theme.accent
    readonly property int pad: Theme.mm(narrow ? 8 : 10)
    // What a narrow row has left for its counter; a wide panel has room for the area's letter even there.
    readonly property bool signed: !narrow || width > Theme.mm(340)
    readonly property int beside: width - number.width - 2 * pad - (signed ? Theme.mm(38) : 0)

    border.color: serving ? Theme.line : Theme.accent
    border.width: Theme.mm(serving ? 0.6 : 1.6)
    color: lit ? Theme.accent : serving ? Theme.card : Theme.accentTint
    objectName: "call-" + ticket
    radius: Theme.mm(6)

    Accessible.name: serving ? "%1 办理中，%2号窗口".arg(ticket).arg(counter) : "请 %1 到 %2号窗口".arg(ticket).arg(counter)
    Accessible.role: Accessible.ListItem

    Line {
        id: number

        anchors.left: parent.left
        anchors.leftMargin: row.pad
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -0.07 * size
        capital: 60
        color: row.text
        leastCapital: 40
        objectName: "number"
        strong: true
        text: row.ticket
        width: Theme.mm(row.narrow ? 203 : row.ticket.length > 4 ? 252 : 214)
    }

    Twin {
        id: verb

        anchors.left: number.right
        anchors.verticalCenter: parent.verticalCenter
        capital: 15
        en: row.serving ? "At counter" : "Please go to"
        ink: row.text
        visible: !row.narrow
        width: Theme.mm(76)
        zh: row.serving ? "办理中" : "请到"
    }

    Line {
        id: digit

        anchors.left: row.narrow ? number.right : verb.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -0.07 * size
        capital: 46
        color: row.text
        horizontalAlignment: row.narrow ? Text.AlignRight : Text.AlignHCenter
        strong: true
        text: row.counter
        width: row.narrow ? Math.round(row.beside * 0.54) : Theme.mm(72)
    }

    Twin {
        id: label

        anchors.left: digit.right
        anchors.leftMargin: Theme.mm(row.narrow ? 3 : 4)
        anchors.verticalCenter: parent.verticalCenter
        capital: row.narrow ? 13 : 15
        en: row.narrow ? (row.serving ? "办理中" : "请到") : "Counter"
        englishCapital: row.narrow ? 12 : 9
        ink: row.text
        width: row.narrow ? Math.round(row.beside * 0.46) : Theme.mm(66)
        zh: "号窗口"
    }

    ZoneSign {
        id: sign

        anchors.left: label.right
        anchors.leftMargin: Theme.mm(row.narrow ? 2 : 4)
        anchors.verticalCenter: parent.verticalCenter
        colour: row.colour
        letter: row.letter
        size: Theme.mm(row.narrow ? 34 : 40)
        visible: row.signed && letter !== ""
    }

    Column {
        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(6)
        anchors.right: parent.right
        anchors.rightMargin: row.pad
        anchors.verticalCenter: parent.verticalCenter
        spacing: -Theme.mm(6)
        visible: !row.narrow

        Line {
            capital: 18
            color: row.text
            objectName: "counterName"
            strong: true
            text: row.name
            width: parent.width
        }

        Line {
            capital: 13
            color: row.text
            text: row.zone
            visible: text !== row.name
            width: parent.width
        }

        Line {
            capital: 10
            color: row.text
            text: row.zoneEnglish
            width: parent.width
        }
    }
}
