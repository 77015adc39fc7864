// The way into the maintenance panel, on every public screen: the logo held for three seconds, and no other touch on the
// way. What is behind it is loaded only then, so no screen starts the later for it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Models

Item {
    id: upkeep

    required property MaintenanceModel panel
    // Where the logo stands, with room for a finger around it.
    required property rect logo
    property int holdMs: 3000

    anchors.fill: parent

    MouseArea {
        id: held

        enabled: !upkeep.panel.shown
        height: upkeep.logo.height
        objectName: "hold"
        width: upkeep.logo.width
        x: upkeep.logo.x
        y: upkeep.logo.y

        onCanceled: holding.stop()
        onContainsMouseChanged: containsMouse ? undefined : holding.stop()
        onPressed: holding.start()
        onReleased: holding.stop()
    }

    Timer {
        id: holding

        interval: upkeep.holdMs

        onTriggered: if (held.containsPress)
            upkeep.panel.open()
    }

    // A hall may have nothing but a keyboard that a technician brings.
    Shortcut {
        enabled: !upkeep.panel.shown
        sequence: "Ctrl+Shift+F12"

        onActivated: upkeep.panel.open()
    }

    Loader {
        id: loader

        readonly property bool wanted: upkeep.panel.shown

        anchors.fill: parent

        onLoaded: (item as Item).forceActiveFocus()
        onWantedChanged: wanted ? setSource(Qt.resolvedUrl("Panel.qml"), {
            "panel": upkeep.panel
        }) : setSource("")
    }
}
