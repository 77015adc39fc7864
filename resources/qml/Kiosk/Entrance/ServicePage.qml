// Which service of the category.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model

    emblem: page.model.categoryIcon
    title: qsTr("要办哪一项？")

    function digit(number: int) {
        grid.press(number);
    }

    TileGrid {
        id: grid

        anchors.bottom: pager.visible ? pager.top : parent.bottom
        anchors.bottomMargin: pager.visible ? Theme.gapLarge : 0
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        portrait: page.portrait
        rows: page.model.services

        onChosen: code => page.model.chooseService(code)
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        page: page.model.page
        pages: page.model.pages
        width: parent.width

        onActivated: page.model.more()
    }
}
