// The way to a place: its letter and colour as on the signs, what to do there, and the map with the way drawn.
import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Item {
    id: way

    required property PlaceModel place
    required property string words
    required property string language
    required property bool mapKnown
    // Room kept free beside the map.
    property int aside: 0
    readonly property int mapTop: sign.height + Theme.mm(5)
    // So far down it is drawn; the map keeps its shape and may leave room below.
    readonly property int drawn: mapTop + map.paintedHeight
    // It leaves as much on either side of itself and what stands beside it.
    readonly property int spare: map.visible ? Math.round((map.width - map.paintedWidth) / 2) : 0

    Item {
        id: sign

        height: Math.max(badge.height, told.height)
        width: parent.width

        Rectangle {
            id: badge

            anchors.verticalCenter: parent.verticalCenter
            color: way.place.colour
            height: Theme.mm(18)
            radius: Theme.radius
            width: height

            Words {
                anchors.centerIn: parent
                color: Theme.inkOnZone
                lineHeight: 1
                size: Theme.textXL
                strong: true
                text: way.place.letter
                Accessible.ignored: true
            }
        }

        Words {
            id: told

            anchors.left: badge.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            objectName: "zone"
            size: Theme.textL
            strong: true
            text: way.words
        }
    }

    Image {
        id: map

        visible: height > Theme.mm(45)

        fillMode: Image.PreserveAspectFit
        height: parent.height - y
        horizontalAlignment: Image.AlignLeft
        source: way.mapKnown && way.place.code !== "" ? "image://kiosk/map/" + [way.place.code, way.language, Theme.paper.toString().slice(-6), Theme.large ? Theme.textS : 0].join("/") : ""
        sourceSize: Qt.size(width, height)
        verticalAlignment: Image.AlignTop
        width: parent.width - way.aside
        x: way.spare
        y: way.mapTop

        Accessible.ignored: true
    }
}
