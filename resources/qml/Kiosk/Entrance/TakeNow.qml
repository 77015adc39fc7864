// The number at once: how many are ahead, and a button for whoever need not be asked anything more. With large text
// it is the way most take, and as tall as an answer.
import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Card {
    id: now

    required property NumberModel number

    signal taken

    implicitHeight: Math.max(wait.height, button.height) + Theme.mm(6)
    radius: Theme.radius

    WaitFacts {
        id: wait

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.right: button.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        number: now.number
    }

    BigButton {
        id: button

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        height: Math.max(Theme.mm(Theme.large ? 36 : 22), implicitHeight)
        icon: "slip"
        label: qsTr("直接取号")
        objectName: "takeNow"
        width: Theme.large ? now.width * 0.45 : Math.min(Theme.mm(80), now.width * 0.36)

        onActivated: now.taken()
    }
}
