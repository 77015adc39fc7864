// What the screen says when there is no call to show: a drawing, and words in both languages.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

Item {
    id: saying

    required property string icon
    required property string zh
    required property string en
    property string adviceZh: ""
    property string adviceEn: ""

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(12)
        width: parent.width - Theme.mm(40)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            code: saying.icon
            size: Theme.mm(120)
        }

        Twin {
            align: Text.AlignHCenter
            capital: 34
            en: saying.en
            englishCapital: 18
            objectName: "saying"
            width: parent.width
            zh: saying.zh
        }

        Twin {
            align: Text.AlignHCenter
            capital: 24
            en: saying.adviceEn
            englishCapital: 13
            ink: Theme.accent
            objectName: "advice"
            visible: saying.adviceZh !== ""
            width: parent.width
            zh: saying.adviceZh
        }
    }
}
