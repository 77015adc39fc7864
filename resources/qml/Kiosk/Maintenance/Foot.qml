// The bar below the panel. Leaving it is the one button that must be found at once.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Rectangle {
    id: foot

    required property bool portrait
    required property bool canGoBack
    required property string language
    readonly property int padding: Theme.mm(3)
    readonly property int line: Math.max(Theme.mm(17), Theme.textS * 1.2 + Theme.mm(5))
    readonly property int inner: width - 2 * Theme.margin

    signal back
    signal larger
    signal recolour
    signal leave
    signal speak(string language)

    color: Theme.bar
    height: 2 * padding + line + (portrait ? line + Theme.gap : 0)

    Rectangle {
        color: Theme.barEdge
        height: Theme.border
        width: parent.width
    }

    Row {
        id: seeing

        readonly property int cell: (foot.portrait ? foot.inner - 2 * spacing : (foot.inner - 4 * spacing) * 0.6) / 3

        spacing: Theme.gap
        x: foot.portrait ? Theme.margin : Theme.margin + going.width + Theme.gap
        y: foot.height - foot.padding - foot.line

        component Look: BarButton {
            height: foot.line
            width: seeing.cell
        }

        Look {
            icon: "language"
            // The name of the other language, in that language: not to be translated.
            label: foot.language === "zh" ? "English" : "中文"
            objectName: "language"

            onActivated: foot.speak(foot.language === "zh" ? "en" : "zh")
        }

        Look {
            icon: "larger"
            label: qsTr("大字")
            objectName: "larger"

            onActivated: foot.larger()
        }

        Look {
            icon: "contrast"
            label: qsTr("对比")
            objectName: "recolour"

            onActivated: foot.recolour()
        }
    }

    Row {
        id: going

        readonly property int cell: foot.portrait ? (foot.inner - spacing) / 2 : (foot.inner - 4 * spacing) * 0.2

        spacing: Theme.gap
        x: Theme.margin
        y: foot.padding

        BarButton {
            enabled: foot.canGoBack
            height: foot.line
            icon: "back"
            label: qsTr("返回")
            objectName: "back"
            width: going.cell

            onActivated: foot.back()
        }

        BarButton {
            height: foot.line
            icon: "closed"
            label: qsTr("结束维护")
            objectName: "leavePanel"
            warm: true
            width: going.cell

            onActivated: foot.leave()
        }
    }
}
