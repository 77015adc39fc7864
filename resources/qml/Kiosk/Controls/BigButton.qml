// A button with a verb on it: `primary` is the way on, the others are ways round.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Theme

Pressable {
    id: button

    property bool primary: false
    property string icon: ""
    readonly property color face: primary ? Theme.primary : Theme.card
    readonly property color ink: primary ? Theme.inkOnPrimary : Theme.primary

    implicitHeight: Math.max(Theme.mm(primary ? 24 : 20), words.contentHeight + Theme.mm(6))
    implicitWidth: Theme.mm(80)

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: button.primary ? Theme.primaryDeep : Theme.lineStrong
        radius: button.radius
        visible: !button.down
    }

    Rectangle {
        anchors.bottomMargin: button.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: button.down ? Theme.edge : 0
        border.color: button.primary ? button.face : Theme.primary
        border.width: Theme.border
        color: button.face
        radius: button.radius

        RowLayout {
            anchors.centerIn: parent
            height: parent.height
            spacing: Theme.gap
            width: Math.min(implicitWidth, parent.width - 2 * Theme.gap)

            Icon {
                code: button.icon
                lineColour: button.ink
                // It grows with the words, but never breaks them.
                size: Math.max(Theme.mm(9), Math.min(Math.round(words.size * 1.2), button.width - 3 * Theme.gap - Math.ceil(words.implicitWidth)))
                toneColour: button.primary ? Theme.toneOnPrimary : Theme.iconTone
                visible: button.icon !== ""
            }

            Words {
                id: words

                Layout.fillWidth: true
                Layout.maximumHeight: button.height - Theme.gap
                color: button.ink
                horizontalAlignment: Text.AlignHCenter
                size: button.primary ? Theme.textL : Theme.textM
                strong: true
                text: button.label
                Accessible.ignored: true
            }
        }
    }
}
