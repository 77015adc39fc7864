// A button of the demonstration's bar: for a mouse at a desk, not for a customer's finger.
import QtQuick
import Kiosk.Theme

Rectangle {
    id: button

    required property string title
    required property string hint
    property bool main: false

    signal pressed

    width: parent ? parent.width : 0
    height: words.height + 2 * Theme.gap
    radius: Theme.radius
    color: !enabled ? Theme.side : area.containsPress ? Theme.primaryDeep : main ? Theme.primary : Theme.card
    border.width: activeFocus ? Theme.focusRing : Theme.hairline
    border.color: activeFocus ? Theme.focus : Theme.line
    activeFocusOnTab: true
    objectName: "bar"
    Accessible.role: Accessible.Button
    Accessible.name: title
    Accessible.onPressAction: button.pressed()
    Keys.onReturnPressed: button.pressed()
    Keys.onEnterPressed: button.pressed()
    Keys.onSpacePressed: button.pressed()

    Column {
        id: words

        x: Theme.gap * 1.5
        y: Theme.gap
        width: button.width - 3 * Theme.gap
        spacing: Theme.mm(1)

        Text {
            width: parent.width
            text: button.title
            color: area.containsPress || (button.main && button.enabled) ? Theme.inkOnPrimary : Theme.ink
            font.family: Theme.family
            font.variableAxes: Theme.strong
            font.pixelSize: Theme.textM
            wrapMode: Text.Wrap
        }
        Text {
            width: parent.width
            text: button.hint
            color: area.containsPress || (button.main && button.enabled) ? Theme.inkOnPrimary : Theme.inkSoft
            font.family: Theme.family
            font.variableAxes: Theme.regular
            font.pixelSize: Theme.textS
            wrapMode: Text.Wrap
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        onClicked: button.pressed()
    }
}
