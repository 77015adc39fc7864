// How far the handling is: five dots, as many of them full as steps are reached.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Row {
    id: dots

    required property int step
    required property real diameterMm
    required property color ink

    objectName: "steps"
    spacing: Theme.mm(diameterMm * 0.7)
    visible: step > 0

    Repeater {
        model: 5

        Rectangle {
            required property int index

            border.color: index < dots.step ? dots.ink : Theme.inkSoft
            border.width: Theme.mm(0.8)
            color: index < dots.step ? dots.ink : "transparent"
            height: width
            radius: width / 2
            width: Theme.mm(dots.diameterMm)
        }
    }
}
