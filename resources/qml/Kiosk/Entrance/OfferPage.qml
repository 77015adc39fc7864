// Where the self-service machines stand and what they can do; going back is as easy (A6).
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    required property HouseModel house
    readonly property bool stacked: portrait || Theme.large
    readonly property int cell: (buttons.width - (stacked ? 1 : 2) * buttons.spacing) / (stacked ? 2 : 3)

    emblem: "machine"
    lead: page.model.wish.machineNote
    title: qsTr("自助机也能办%1").arg(page.model.wish.serviceName)

    function digit(number: int) {
        if (number === 0)
            page.model.back();
    }

    Card {
        height: way.y + way.drawn + way.x
        width: parent.width
    }

    Way {
        id: way

        height: page.height - buttons.height - Theme.gapLarge - 2 * y
        language: page.model.language
        mapKnown: page.house.mapKnown
        place: page.model.wish.machines
        width: page.width - 2 * x
        words: qsTr("沿着线走，就到%1").arg(page.model.wish.machines.name)
        x: Theme.mm(7)
        y: Theme.mm(7)
    }

    Flow {
        id: buttons

        readonly property int tall: Math.max(guide.implicitHeight, decline.implicitHeight, Theme.mm(24))

        anchors.bottom: parent.bottom
        spacing: Theme.gap
        width: parent.width

        GuideButton {
            id: guide

            guide: page.model.guide
            height: buttons.tall
            onPaper: page.model.number.onPaper
            width: page.cell
        }

        BigButton {
            id: decline

            height: buttons.tall
            label: qsTr("不用了，返回")
            objectName: "decline"
            width: page.cell

            onActivated: page.model.back()
        }

        BigButton {
            height: page.stacked ? implicitHeight : buttons.tall
            label: qsTr("好，我去自助机")
            objectName: "goToMachines"
            primary: true
            width: page.stacked ? buttons.width : page.cell

            onActivated: page.model.end()
        }
    }
}
