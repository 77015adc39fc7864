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

    readonly property bool narrow: width < Theme.mm(180)

    border.color: warm ? Theme.careLine : Theme.primary
    border.width: Theme.border
    color: warm ? Theme.careTint : Theme.tint
    implicitHeight: content.implicitHeight + Theme.mm(6)
    radius: Theme.radius

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage

    GridLayout {
        id: content

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        columnSpacing: Theme.mm(4)
        columns: strip.narrow ? 2 : 3
        rowSpacing: Theme.mm(2)

        Icon {
            code: strip.icon
            lineColour: strip.warm ? Theme.care : Theme.primary
            size: Theme.mm(12)
        }

        Words {
            Layout.fillWidth: true
            color: strip.warm ? Theme.care : Theme.primary
            size: Theme.textM
            strong: true
            text: strip.text
            Accessible.ignored: true
        }

        BigButton {
            Layout.columnSpan: strip.narrow ? 2 : 1
            Layout.fillWidth: strip.narrow
            Layout.preferredHeight: Math.max(Theme.mm(16), Theme.textM * 1.5 + Theme.gap)
            Layout.preferredWidth: Theme.mm(Theme.large ? 54 : 42)
            label: strip.dismissal
            objectName: "dismiss"
            visible: strip.dismissal !== ""

            onActivated: strip.dismissed()
        }
    }
}
