// What for? Five tiles and the keypad, on one strict grid; the idle screen is already this question.
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
        if (number === grid.count)
            page.model.seek();
        else
            grid.press(number);
    }

    TileGrid {
        id: grid

        anchors.fill: parent
        last: search
        portrait: page.portrait
        rows: page.model.categories

        onChosen: code => page.model.chooseCategory(code)

        Tile {
            id: search

            explanation: qsTr("输拼音首字母，比如 HK 就是汇款")
            height: grid.line
            helpRoom: grid.helpRoomAt(grid.count - 1)
            icon: "search"
            label: qsTr("拼音查找")
            nameSize: grid.nameSize
            number: grid.count
            objectName: "tile-search"
            width: grid.cell
            x: grid.columnAt(grid.count - 1)
            y: grid.lineAt(grid.count - 1)

            onActivated: page.model.seek()
        }
    }
}
