// Text to read. It wraps, and with `fit` it shrinks towards the smallest size allowed before anything is cut off.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Text {
    id: words

    property int size: Theme.textM
    property bool strong: false
    // Needs a height; `size` is then the largest, `least` the smallest it may become.
    property bool fit: false
    property int least: Theme.textS

    color: Theme.ink
    elide: Text.ElideNone
    font.family: Theme.family
    font.pixelSize: size
    font.variableAxes: strong ? Theme.strong : Theme.regular
    fontSizeMode: fit ? Text.Fit : Text.FixedSize
    lineHeight: size < Theme.textL ? Theme.leadingText : Theme.leadingTitle
    minimumPixelSize: least
    textFormat: Text.PlainText
    wrapMode: fit ? Text.WordWrap : Text.Wrap

    Accessible.name: text
    Accessible.role: Accessible.StaticText
}
