// A sheet of paper on the ground: what belongs together stands on one.
import QtQuick
import Kiosk.Theme

Rectangle {
    border.color: Theme.line
    border.width: Theme.hairline
    color: Theme.card
    radius: Theme.radiusLarge
}
