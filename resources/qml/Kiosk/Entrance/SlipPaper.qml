// What was printed last, sliding out of a slot.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: paper

    required property int slip

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
        x: Theme.mm(3)
        y: slot.height / 2

        Image {
            id: picture

            readonly property int whole: implicitWidth > 0 ? Math.round(width * implicitHeight / implicitWidth) : 0

            cache: false
            fillMode: Image.PreserveAspectFit
            height: whole
            sourceSize.width: width
            source: paper.slip > 0 ? "image://kiosk/slip/" + paper.slip : ""
            width: parent.width

            onSourceChanged: Qt.callLater(out.restart)
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
