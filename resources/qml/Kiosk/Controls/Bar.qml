// The bar at the bottom of every screen: the same buttons in the same place, always. Upright it has two rows: where to
// go, and below, in reach of every hand, how the screen looks; a button stays under the finger that presses it again.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: bar

    required property bool portrait
    required property bool canGoBack
    required property bool canStartOver
    required property string language
    required property string contrast
    required property bool low

    readonly property var sizes: ["S", "M", "L", "XL"]
    readonly property var contrasts: ["default", "dark", "light", "glare"]
    readonly property var sizeNames: [qsTr("小"), qsTr("标准"), qsTr("大"), qsTr("特大")]
    readonly property var contrastNames: [qsTr("标准"), qsTr("黑底白字"), qsTr("白底黑字"), qsTr("柔和")]
    readonly property int padding: Theme.mm(3)
    readonly property int inner: width - 2 * Theme.margin
    // Beside its drawing while text is small; below it where text is large and the button narrow.
    readonly property int lying: Math.max(Theme.mm(17), Theme.textS * 1.2 + Theme.mm(4))
    readonly property int standing: Theme.textS * 1.2 + Theme.mm(18)
    readonly property int looks: Theme.large ? standing : lying
    readonly property int ways: portrait ? lying : looks

    signal back
    signal startOver
    signal callHelp
    signal speak(string language)
    signal larger
    signal recolour
    signal lower

    color: Theme.bar
    implicitHeight: 2 * padding + looks + (portrait ? ways + Theme.gap : 0)

    Rectangle {
        color: Theme.barEdge
        height: Theme.border
        width: parent.width
    }

    Row {
        id: going

        readonly property int cell: bar.portrait ? (bar.inner - 2 * spacing) / 3 : (bar.inner - 6 * spacing) / 7

        height: bar.ways
        spacing: Theme.gap
        x: Theme.margin
        y: bar.padding

        component Way: BarButton {
            height: going.height
            standing: Theme.large && !bar.portrait
            width: going.cell
        }

        Way {
            enabled: bar.canGoBack
            icon: "back"
            label: qsTr("返回")
            objectName: "back"

            onActivated: bar.back()
        }

        Way {
            enabled: bar.canStartOver
            icon: "restart"
            label: qsTr("重新开始")
            objectName: "startOver"

            onActivated: bar.startOver()
        }

        Way {
            icon: "help"
            label: qsTr("呼叫人工")
            objectName: "callHelp"
            warm: true

            onActivated: bar.callHelp()
        }
    }

    Row {
        id: seeing

        readonly property int cell: bar.portrait ? (bar.inner - 3 * spacing) / 4 : going.cell

        height: bar.looks
        spacing: Theme.gap
        x: bar.portrait ? Theme.margin : going.x + going.width + Theme.gap
        y: bar.height - bar.padding - height

        component Look: BarButton {
            height: seeing.height
            standing: Theme.large
            width: seeing.cell
        }

        Look {
            icon: "language"
            // The name of the other language, in that language: not to be translated.
            label: bar.language === "zh" ? "English" : "中文"
            objectName: "language"

            onActivated: bar.speak(bar.language === "zh" ? "en" : "zh")
        }

        Look {
            icon: "larger"
            label: qsTr("大字")
            named: qsTr("大字，现在：%1").arg(bar.sizeNames[step])
            objectName: "larger"
            step: bar.sizes.indexOf(Theme.size)
            steps: 4

            onActivated: bar.larger()
        }

        Look {
            icon: "contrast"
            label: qsTr("对比")
            named: qsTr("对比，现在：%1").arg(bar.contrastNames[step])
            objectName: "recolour"
            step: bar.contrasts.indexOf(bar.contrast)
            steps: 4

            onActivated: bar.recolour()
        }

        Look {
            checkable: true
            checked: bar.low
            icon: bar.low ? "raise" : "lower"
            label: bar.low ? qsTr("按钮升高") : qsTr("按钮放低")
            named: qsTr("按钮放低，坐着也够得着")
            objectName: "lower"

            onActivated: bar.lower()
        }
    }
}
