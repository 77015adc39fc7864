// What a screen asks: a greeting if there is one, the question, and what helps to answer it. Where room is scarce the
// greeting goes first, then the help; never the question.
import QtQuick
import Kiosk.Theme

Column {
    id: question

    required property string greeting
    required property string title
    required property string lead
    required property int room

    readonly property int asked: heading.height
    readonly property int helped: asked + (lead !== "" ? help.height + spacing : 0)
    readonly property int greeted: helped + hello.height + spacing

    spacing: Theme.mm(3)

    Words {
        id: hello

        color: Theme.accent
        lineHeight: Theme.leadingTitle
        objectName: "greeting"
        size: Theme.textL
        strong: true
        text: question.greeting
        visible: text !== "" && question.greeted <= question.room
        width: question.width
    }

    // A long question where text is large: it is written smaller before it is written over anything.
    Heading {
        id: largest

        text: question.title
        visible: false
        width: question.width
    }

    Heading {
        id: heading

        objectName: "title"
        size: largest.height <= question.room ? Theme.textTitle : Theme.textL
        text: question.title
        width: question.width
    }

    Words {
        id: help

        color: Theme.inkSoft
        objectName: "lead"
        size: Theme.textM
        text: question.lead
        visible: text !== "" && question.helped <= question.room
        width: question.width
    }
}
