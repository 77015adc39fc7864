// How something is, told by drawing and word, never by colour alone.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Row {
    id: mark

    // `good`, `warn`, `bad`, `unknown`, or `plain`, of which nothing is said.
    required property string how
    readonly property color ink: how === "good" ? Theme.primary : Theme.accent
    readonly property var drawings: ({
            "good": "tick",
            "warn": "bell",
            "bad": "fault",
            "unknown": "search"
        })
    readonly property var words: ({
            "good": qsTr("正常"),
            "warn": qsTr("留意"),
            "bad": qsTr("要处理"),
            "unknown": qsTr("没查到")
        })

    spacing: Theme.mm(2)
    visible: how in words
    width: visible ? implicitWidth : 0

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        code: mark.drawings[mark.how] ?? ""
        lineColour: mark.ink
        size: Math.round(Theme.textS * 1.05)
    }

    Words {
        color: mark.ink
        lineHeight: Theme.leadingTitle
        size: Theme.textS
        strong: true
        text: mark.words[mark.how] ?? ""
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
