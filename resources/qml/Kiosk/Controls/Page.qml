// What a screen shows in its middle. It says its own title and lead, and which press a digit key stands for.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    required property bool portrait
    property string title: ""
    property string lead: ""
    // Drawn beside the title, so that the service chosen is seen without reading.
    property string emblem: ""
    // A screen that draws its own title on the whole width.
    property bool whole: false
    // From where on, in its own pixels, controls can be touched; only a whole page must mind: others begin there.
    property int reach: 0

    // A digit key was pressed, 0 to 9.
    function digit(number: int) {
    }

    // Another printable key was pressed.
    function letter(sign: string) {
    }

    // Backspace: say whether it meant something here.
    function erase(): bool {
        return false;
    }
}
