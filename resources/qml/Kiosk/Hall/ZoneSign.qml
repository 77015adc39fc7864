// A waiting area as on the signs over it: its letter on its colour.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: sign

    required property string letter
    required property string colour
    property int size: Theme.mm(40)

    border.color: Theme.inkOnZone
    border.width: Theme.mm(1)
    color: colour === "" ? "transparent" : colour
    height: size
    radius: size * 0.16
    visible: letter !== ""
    width: size

    Line {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -0.07 * size
        capital: sign.size / Theme.pxPerMm * 0.5
        color: Theme.inkOnZone
        strong: true
        text: sign.letter
        Accessible.ignored: true
    }
}
