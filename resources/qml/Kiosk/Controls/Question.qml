// What a screen asks: a greeting if there is one, the question, and what helps to answer it.
import QtQuick
import Kiosk.Theme

Column {
    id: question

    required property string greeting
    required property string title
    required property string lead

    spacing: Theme.mm(3)

    Words {
        color: Theme.accent
        lineHeight: 1.1
        objectName: "greeting"
        size: Theme.textL
        strong: true
        text: question.greeting
        visible: text !== ""
        width: parent.width
    }

    Heading {
        objectName: "title"
        text: question.title
        width: parent.width
    }

    Words {
        color: Theme.inkSoft
        objectName: "lead"
        size: Theme.textM
        text: question.lead
        visible: text !== ""
        width: parent.width
    }
}
