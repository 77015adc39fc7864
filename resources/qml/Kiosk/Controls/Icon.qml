// One drawing of our icon family, in the theme's two tones.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Image {
    id: icon

    required property string code
    property color lineColour: Theme.iconLine
    property color toneColour: Theme.iconTone
    property int size: Theme.mm(12)

    function hex(shade: color): string {
        return shade.toString().slice(-6);
    }

    height: size
    source: code && size > 0 ? "image://kiosk/icon/" + code + "/" + hex(lineColour) + "/" + hex(toneColour) : ""
    sourceSize: Qt.size(size, size)
    width: size

    Accessible.ignored: true
}
