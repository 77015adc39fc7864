// The question or message a screen is about.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Words {
    size: Theme.textTitle
    strong: true

    Accessible.role: Accessible.Heading
}
