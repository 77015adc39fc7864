// A line of news above the bar: help is coming, or the branch cannot be reached.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Theme

Rectangle {
    id: strip

    required property string icon
    required property string text
    property string dismissal: ""
    property bool warm: false

    signal dismissed

    border.color: warm ? Theme.careLine : Theme.primary
    border.width: Theme.border
    color: warm ? Theme.careTint : Theme.mint
    implicitHeight: Math.max(Theme.mm(22), words.implicitHeight + Theme.mm(6))
    radius: Theme.radius

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.mm(5)
        anchors.rightMargin: Theme.mm(3)
        spacing: Theme.mm(4)

        Icon {
            code: strip.icon
            lineColour: strip.warm ? Theme.care : Theme.primary
            size: Theme.mm(12)
        }

        Words {
            id: words

            Layout.fillWidth: true
            color: strip.warm ? Theme.care : Theme.primary
            size: Theme.textM
            strong: true
            text: strip.text
            Accessible.ignored: true
        }

        BigButton {
            Layout.preferredHeight: Theme.mm(16)
            Layout.preferredWidth: Theme.mm(42)
            label: strip.dismissal
            objectName: "dismiss"
            visible: strip.dismissal !== ""

            onActivated: strip.dismissed()
        }
    }
}
