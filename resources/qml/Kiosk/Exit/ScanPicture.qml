// How to scan: the slip with its code, in the light of the scanner.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Item {
    id: picture

    required property int size
    // The drawing is made on a square of 120 units.
    readonly property real unit: size / 120

    height: size
    width: size

    // The paper and the scanner are of the colour of cards in every palette; the drawing has the lines.
    Rectangle {
        color: Theme.card
        height: 63 * picture.unit
        width: 58 * picture.unit
        x: 31 * picture.unit
        y: 50 * picture.unit
    }

    Rectangle {
        color: Theme.card
        height: 29 * picture.unit
        radius: 9 * picture.unit
        width: 52 * picture.unit
        x: 34 * picture.unit
        y: 4 * picture.unit
    }

    Icon {
        code: "scan_slip"
        size: picture.size
    }
}
