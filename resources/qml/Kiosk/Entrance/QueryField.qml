// What was keyed to find a service, in large letters; longer ones make themselves small.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Card {
    id: field

    required property string query

    border.color: Theme.primary
    border.width: Theme.border
    implicitHeight: Theme.mm(22)
    radius: Theme.radius

    Accessible.name: qsTr("已输入") + " " + query.split("").join(" ")
    Accessible.role: Accessible.StaticText

    Icon {
        id: glass

        anchors.verticalCenter: parent.verticalCenter
        code: "search"
        size: Theme.mm(13)
        x: Theme.mm(5)
    }

    Words {
        id: words

        anchors.left: glass.right
        anchors.leftMargin: Theme.mm(4)
        fontSizeMode: Text.HorizontalFit
        height: parent.height
        lineHeight: 1
        objectName: "query"
        size: Theme.textTitle
        strong: true
        text: field.query.toUpperCase()
        verticalAlignment: Text.AlignVCenter
        width: Math.min(implicitWidth, field.width - x - Theme.mm(6))
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    Rectangle {
        anchors.left: words.right
        anchors.leftMargin: Theme.mm(1)
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.accent
        height: parent.height * 0.55
        width: Theme.edge
    }
}
