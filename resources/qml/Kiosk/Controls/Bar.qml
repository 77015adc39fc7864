// The bar at the bottom of every screen: the same buttons in the same place, always.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: bar

    required property bool canGoBack
    required property bool canStartOver
    required property string language

    signal back
    signal startOver
    signal callHelp
    signal speak(string language)

    color: Theme.bar

    Row {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.gap

        component Button: BarButton {
            anchors.verticalCenter: parent?.verticalCenter
            height: bar.height - Theme.mm(5)
            width: (bar.width - 2 * Theme.margin - 3 * Theme.gap) / 4
        }

        Button {
            enabled: bar.canGoBack
            icon: "back"
            label: qsTr("返回")
            objectName: "back"

            onActivated: bar.back()
        }

        Button {
            enabled: bar.canStartOver
            icon: "restart"
            label: qsTr("重新开始")
            objectName: "startOver"

            onActivated: bar.startOver()
        }

        Button {
            icon: "help"
            label: qsTr("呼叫人工")
            objectName: "callHelp"
            warm: true

            onActivated: bar.callHelp()
        }

        Button {
            icon: "language"
            // The name of the other language, in that language: not to be translated.
            label: bar.language === "zh" ? "English" : "中文"
            objectName: "language"

            onActivated: bar.speak(bar.language === "zh" ? "en" : "zh")
        }
    }
}
