// One line to be read from across the hall, its size the height of a capital in mm. It shrinks before it is cut.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Words {
    property real capital: 14
    // How far it may shrink where a width is given.
    property real leastCapital: Math.max(8, capital * 0.6)

    elide: Text.ElideRight
    fontSizeMode: Text.HorizontalFit
    least: Theme.capital(leastCapital)
    lineHeight: 1
    size: Theme.capital(capital)
    verticalAlignment: Text.AlignVCenter
    wrapMode: Text.NoWrap
}
