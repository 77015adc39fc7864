// A call that owns the screen, alone or beside others: number, counter, and where that is.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: tile

    required property string ticket
    required property string carried
    required property string carriedEnglish
    required property string counter
    required property string name
    required property string english
    required property string zone
    required property string zoneEnglish
    required property string letter
    required property string colour
    required property string badge
    required property bool flashing
    required property bool bright

    readonly property bool lit: flashing && bright
    readonly property color text: lit ? Theme.paper : Theme.accent
    readonly property int inner: width - 2 * Theme.mm(14)
    // All is drawn in the middle of it, no wider apart than its width allows.
    readonly property real tall: Math.min(height, inner * 0.95)
    readonly property real begin: (height - tall) / 2
    // Heights in mm, as capitals: of what the tile is high, and of what its width allows.
    readonly property real tallMm: tall / Theme.pxPerMm
    readonly property real wideMm: inner / Theme.pxPerMm
    readonly property real numberMm: Math.min(tallMm * (carried === "" ? 0.335 : 0.28), wideMm / (ticket.length * 0.57) * Theme.capitalOfEm)
    readonly property real goMm: Math.min(tallMm * 0.13, wideMm / (counter.length * 0.57 + 5.4) * Theme.capitalOfEm)
    readonly property real placeMm: Math.min(tallMm * 0.066, 30)

    border.color: Theme.accent
    border.width: Theme.mm(2.4)
    color: lit ? Theme.accent : Theme.accentTint
    objectName: "hero-" + ticket
    radius: Theme.mm(8)

    Accessible.name: "请 %1%2 到 %3号柜台 %4".arg(carried).arg(ticket).arg(counter).arg(name)
    Accessible.role: Accessible.AlertMessage

    Line {
        anchors.horizontalCenter: parent.horizontalCenter
        capital: Math.max(9, tile.tallMm * 0.05)
        color: tile.text
        horizontalAlignment: Text.AlignHCenter
        objectName: "carried"
        strong: true
        text: "%1 · of %2".arg(tile.carried).arg(tile.carriedEnglish)
        visible: tile.carried !== ""
        width: tile.inner
        y: tile.begin + tile.tall * 0.065 - height / 2
    }

    Line {
        anchors.horizontalCenter: parent.horizontalCenter
        capital: tile.numberMm
        color: tile.text
        horizontalAlignment: Text.AlignHCenter
        objectName: "number"
        strong: true
        text: tile.ticket
        width: tile.inner
        y: tile.begin + tile.tall * (tile.carried === "" ? 0.255 : 0.285) - height / 2 - 0.07 * size
    }

    Line {
        anchors.horizontalCenter: parent.horizontalCenter
        capital: tile.goMm
        color: tile.text
        horizontalAlignment: Text.AlignHCenter
        objectName: "go"
        strong: true
        text: "请到 %1 号柜台".arg(tile.counter)
        width: tile.inner
        y: tile.begin + tile.tall * 0.545 - height / 2 - 0.07 * size
    }

    Row {
        id: foot

        anchors.horizontalCenter: parent.horizontalCenter
        height: tile.tall * 0.26
        spacing: Theme.mm(tile.placeMm * 0.6)
        y: tile.begin + tile.tall * 0.675

        ZoneSign {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            colour: tile.colour
            letter: tile.letter
            size: tile.tall * 0.2
        }

        Column {
            id: words

            readonly property int room: tile.inner - (sign.visible ? sign.width + foot.spacing : 0)

            anchors.verticalCenter: parent.verticalCenter
            spacing: -Theme.capital(tile.placeMm) * 0.22

            Line {
                capital: tile.placeMm
                color: tile.text
                objectName: "counterName"
                strong: true
                text: tile.name
                width: Math.min(implicitWidth, words.room)
            }

            Line {
                capital: Math.max(9, tile.placeMm * 0.8)
                color: tile.text
                objectName: "badge"
                text: [tile.badge === "" ? "" : "工号 %1".arg(tile.badge), tile.zone === tile.name ? "" : tile.zone].filter(Boolean).join(" · ")
                visible: text !== ""
                width: Math.min(implicitWidth, words.room)
            }

            Line {
                capital: Math.max(8.5, tile.placeMm * 0.62)
                color: tile.text
                text: ["Counter %1".arg(tile.counter), tile.badge === "" ? "" : "Badge %1".arg(tile.badge), tile.zoneEnglish].filter(Boolean).join(" · ")
                width: Math.min(implicitWidth, words.room)
            }
        }
    }
}
