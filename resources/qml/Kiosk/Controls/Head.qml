// The top of a screen, or its left side when it lies: whose branch this is, what is asked, and a drawing of it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: head

    required property bool portrait
    required property string bank
    required property string branch
    required property string clock
    required property string date
    required property bool demonstration
    required property string greeting
    required property string title
    required property string lead
    required property string emblem
    // A page that tells its own title.
    required property bool whole
    // How far down the question may reach, and from where on it may begin.
    required property int room
    required property int reach

    readonly property int line: Math.max(Theme.mm(30), band.implicitHeight + Theme.mm(9))
    readonly property int inner: width - 2 * Theme.margin
    readonly property int questionTop: line + Theme.mm(portrait ? 9 : Theme.large ? 7 : 12)
    // Where what is asked ends.
    readonly property int end: whole ? line : portrait ? Math.max(question.y + question.height, mark.visible ? mark.y + mark.height : 0) : 0

    Rectangle {
        anchors.fill: parent
        color: Theme.side
        visible: !head.portrait && !head.whole
    }

    Band {
        id: band

        bank: head.bank
        branch: head.branch
        clock: head.clock
        date: head.date
        demonstration: head.demonstration
        height: head.line
        width: head.inner
        x: Theme.margin
    }

    Rectangle {
        color: Theme.line
        height: Theme.hairline
        width: head.inner
        x: Theme.margin
        y: head.line
    }

    Question {
        id: question

        greeting: head.greeting
        lead: head.lead
        room: head.room - head.questionTop
        title: head.title
        visible: !head.whole
        width: head.inner - (head.portrait && mark.visible ? mark.width + Theme.gapLarge : 0)
        x: Theme.margin
        y: Math.max(head.questionTop, head.reach - height - Theme.mm(8))
    }

    // Beside the question when upright, in the free middle of the side when lying.
    Rectangle {
        id: mark

        readonly property int space: head.room - question.y - question.height

        color: Theme.accentTint
        height: Theme.mm(head.portrait ? 30 : 46)
        radius: height / 2
        visible: !head.whole && head.emblem !== "" && (head.portrait || space > height + Theme.mm(12))
        width: height
        x: head.portrait ? head.width - Theme.margin - width : (head.width - width) / 2
        y: head.portrait ? question.y : question.y + question.height + (space - height) / 2

        Icon {
            anchors.centerIn: parent
            code: head.emblem
            lineColour: Theme.accent
            size: Math.round(mark.height * 0.56)
        }
    }
}
