// What was printed last, sliding out of a slot.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: paper

    required property int slip
    // How much higher than wide it is; 0 until it is known.
    property real shape: 0
    readonly property int margin: Theme.mm(3)
    readonly property int mouth: Math.round(slot.height / 2)
    // As wide as lets all of it be seen, between these.
    readonly property int fitting: Math.max(Theme.mm(44), Math.min(Theme.mm(62), 2 * margin + Math.floor((height - mouth) / Math.max(1, shape))))
    readonly property bool whole: shape > 0 && (width - 2 * margin) * shape <= height - mouth + 1

    function arrive() {
        if (picture.implicitWidth > 0)
            shape = picture.implicitHeight / picture.implicitWidth;
        out.restart();
    }

    Rectangle {
        id: slot

        color: Theme.primaryDeep
        height: Theme.mm(3)
        radius: height / 2
        width: parent.width
        z: 1
    }

    Item {
        clip: true
        height: parent.height - y
        width: parent.width - 2 * x
        x: paper.margin
        y: paper.mouth

        Image {
            id: picture

            readonly property int whole: implicitWidth > 0 ? Math.round(width * implicitHeight / implicitWidth) : 0

            cache: false
            fillMode: Image.PreserveAspectFit
            height: whole
            // One dot of it is one of the screen, or its fine print would blur.
            sourceSize.width: Math.round(width * Screen.devicePixelRatio)
            source: paper.slip > 0 ? "image://kiosk/slip/" + paper.slip + "/" + Theme.card.toString().slice(-6) : ""
            width: parent.width

            onSourceChanged: Qt.callLater(paper.arrive)
        }

        // Its edge, where it is as dark as the screen.
        Rectangle {
            border.color: Theme.line
            border.width: Theme.hairline
            color: "transparent"
            height: picture.height
            width: picture.width
            y: picture.y
        }
    }

    NumberAnimation {
        id: out

        duration: Theme.gentle
        easing.type: Easing.OutCubic
        from: -picture.whole
        property: "y"
        target: picture
        to: 0
    }
}
