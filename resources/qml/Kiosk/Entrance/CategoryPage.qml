// What for? Five tiles; the idle screen is already this question.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

Page {
    id: page

    required property EntranceModel model

    lead: qsTr("点一下您要办的业务，就能取号")
    title: qsTr("请问您要办什么？")

    function digit(number: int) {
        grid.press(number);
    }

    TileGrid {
        id: grid

        anchors.fill: parent
        portrait: page.portrait
        rows: page.model.categories

        onChosen: code => page.model.chooseCategory(code)
    }
}
