// One thing that was looked at: what it is, how it is, and the value.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Card {
    id: row

    required property string label
    required property string value
    // `good`, `warn`, `bad` or `plain`.
    required property string how
    readonly property bool plain: how === "plain"
    readonly property color ink: how === "good" ? Theme.primary : Theme.accent

    Accessible.name: label + " " + value
    Accessible.role: Accessible.StaticText

    Words {
        id: name

        color: Theme.inkSoft
        lineHeight: Theme.leadingTitle
        size: Theme.textS
        text: row.label
        width: parent.width - x - mark.width - Theme.mm(8)
        x: Theme.mm(5)
        y: Theme.mm(2.5)
        Accessible.ignored: true
    }

    // The state is told by drawing and word, never by colour alone.
    Row {
        id: mark

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        spacing: Theme.mm(2)
        visible: !row.plain
        width: row.plain ? 0 : implicitWidth
        y: Theme.mm(2.5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            code: row.how === "good" ? "tick" : "bell"
            lineColour: row.ink
            size: Math.round(Theme.textS * 1.05)
        }

        Words {
            color: row.ink
            lineHeight: Theme.leadingTitle
            size: Theme.textS
            strong: true
            text: row.how === "good" ? qsTr("正常") : row.how === "warn" ? qsTr("留意") : qsTr("要处理")
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }

    Words {
        fit: true
        height: row.height - y - Theme.mm(1)
        lineHeight: Theme.leadingTitle
        size: Theme.textM
        strong: true
        text: row.value
        width: parent.width - 2 * Theme.mm(5)
        x: Theme.mm(5)
        y: name.y + name.height + Theme.mm(0.5)
        Accessible.ignored: true
    }
}
