// Puts the theme on for one screen. A screen holds it last, so that it is dressed before anything is drawn.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: dress

    required property var colours
    required property string size
    required property bool motion
    required property real density

    visible: false

    Binding {
        property: "colours"
        target: Theme
        value: dress.colours
    }

    Binding {
        property: "size"
        target: Theme
        value: dress.size
    }

    Binding {
        property: "motion"
        target: Theme
        value: dress.motion
    }

    Binding {
        property: "pxPerMm"
        target: Theme
        value: dress.density
    }
}
