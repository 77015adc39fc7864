// A ticket at a counter. Who is called glows; who is being served stays, and is calm.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: row

    required property string ticket
    required property string carried
    required property string carriedEnglish
    required property string counter
    required property string name
    required property string zone
    required property string zoneEnglish
    required property string letter
    required property string colour
    required property bool serving
    required property bool flashing
    required property string badge
    required property int step
    required property string stepName
    // The bright half of a flash.
    required property bool bright
    // Half as wide: number and counter, no names.
    required property bool narrow

    readonly property bool lit: flashing && bright
    readonly property color text: lit ? Theme.paper : serving ? Theme.ink : Theme.accent
    readonly property int pad: Theme.mm(narrow ? 8 : 12)
    readonly property real tallMm: height / Theme.pxPerMm
    // Of what the row is high, and at most so wide that counter and place stand beside it.
    readonly property real numberMm: narrow ? 60 : Math.max(60, Math.min(tallMm * (carried === "" ? 0.62 : 0.53), width / Theme.pxPerMm * 0.47 / 4 / 0.57 * Theme.capitalOfEm))

    border.color: serving ? Theme.line : Theme.accent
    border.width: Theme.mm(serving ? 0.6 : 1.6)
    color: lit ? Theme.accent : serving ? Theme.card : Theme.accentTint
    objectName: "call-" + ticket
    radius: Theme.mm(6)

    Accessible.name: (serving ? "%1%2 %4中，%3号柜台" : "请 %1%2 到 %3号柜台").arg(carried).arg(ticket).arg(counter).replace("%4", step > 0 ? stepName : "办理") + (badge === "" ? "" : "，工号 %1".arg(badge))
    Accessible.role: Accessible.ListItem

    Line {
        anchors.left: number.left
        anchors.leftMargin: Theme.mm(2)
        capital: row.narrow ? 8 : Math.max(9, row.numberMm * 0.16)
        color: row.text
        objectName: "carried"
        strong: true
        text: "%1 · of %2".arg(row.carried).arg(row.carriedEnglish)
        visible: row.carried !== ""
        width: number.width
        y: (row.height - Theme.capital(row.numberMm) * Theme.capitalOfEm) / 2 + number.lowered - height
    }

    Line {
        id: number

        readonly property int lowered: row.carried === "" ? 0 : Theme.mm(Math.max(8, row.numberMm * 0.13))

        anchors.left: parent.left
        anchors.leftMargin: row.pad
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -0.07 * size + lowered
        capital: row.numberMm
        color: row.text
        leastCapital: 40
        objectName: "number"
        strong: true
        text: row.ticket
        width: Theme.mm(row.numberMm * (row.ticket.length > 4 && !row.narrow ? 4.2 : row.narrow ? 3.36 : 3.42))
    }

    CallPlace {
        anchors.left: number.right
        anchors.leftMargin: Theme.mm(row.narrow ? 7 : 8)
        anchors.right: parent.right
        anchors.rightMargin: row.pad
        anchors.verticalCenter: parent.verticalCenter
        badge: row.badge
        colour: row.colour
        counter: row.counter
        height: row.height
        letter: row.letter
        name: row.name
        narrow: row.narrow
        serving: row.serving
        step: row.step
        stepName: row.stepName
        text: row.text
        zone: row.zone
        zoneEnglish: row.zoneEnglish
    }
}
