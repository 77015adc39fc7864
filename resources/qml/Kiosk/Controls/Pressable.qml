// Anything that can be pressed: a touch that starts and ends inside, Return, Enter or Space, or an assistive tool.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: pressable

    required property string label
    // For a screen reader, where the words that are shown are not enough.
    property string named: label
    property string explanation: ""
    property bool checkable: false
    property bool checked: false
    property int radius: Theme.radius
    property color ringColour: Theme.focus
    readonly property bool down: area.containsPress

    signal activated

    activeFocusOnTab: true

    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.description: explanation
    Accessible.focusable: true
    Accessible.name: named
    Accessible.role: checkable ? Accessible.CheckBox : Accessible.Button
    Accessible.onPressAction: activated()
    Accessible.onToggleAction: activated()

    Keys.onEnterPressed: event => activateOnce(event)
    Keys.onReturnPressed: event => activateOnce(event)
    Keys.onSpacePressed: event => activateOnce(event)

    // A key held down repeats; a person who holds it means one press.
    function activateOnce(event: KeyEvent) {
        if (!event.isAutoRepeat)
            activated();
    }

    MouseArea {
        id: area

        anchors.fill: parent
        onClicked: pressable.activated()
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.focusRing * 1.5
        border.color: pressable.ringColour
        border.width: Theme.focusRing
        color: "transparent"
        radius: pressable.radius + Theme.focusRing * 1.5
        visible: pressable.activeFocus && Theme.keyboard
        z: 1
    }
}
