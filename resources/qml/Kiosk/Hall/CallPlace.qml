// Where a ticket is to go, as it is said: “请到 1 号柜台”, and the waiting area as on its sign, in both languages.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: place

    required property string counter
    required property string name
    required property string zone
    required property string zoneEnglish
    required property string letter
    required property string colour
    required property bool serving
    required property bool narrow
    required property string badge
    required property int step
    required property string stepName
    required property color text

    // What goes on there: the bare names of the steps, "Apply" or "Check", would read as orders.
    readonly property var goingOn: ["Applying", "Checking", "Processing", "Confirming", "Closing"]

    readonly property real wideMm: width / Theme.pxPerMm
    readonly property real tallMm: height / Theme.pxPerMm
    // A row high enough has the area under the counter, a flat one beside it.
    readonly property bool tall: !narrow && tallMm > 100
    readonly property real wordMm: tall ? Math.min(tallMm * 0.13, wideMm * 0.07) : narrow ? Math.min(14, wideMm * 0.1) : 15
    readonly property real digitMm: tall ? wordMm * 2.6 : narrow ? Math.min(tallMm * 0.36, wideMm * 0.3) : 46

    Twin {
        id: verb

        capital: place.wordMm
        en: place.step > 0 ? place.goingOn[place.step - 1] : place.serving ? "At counter" : place.narrow ? "Go to" : "Please go to"
        ink: place.text
        width: place.narrow ? place.width - (sign.visible ? sign.width : 0) - Theme.mm(4) : Theme.mm(place.wordMm * 4.6)
        y: place.tall ? place.height * 0.29 - height / 2 : place.narrow ? place.height * 0.24 - height / 2 : (place.height - height) / 2
        zh: place.step > 0 ? place.stepName + "中" : place.serving ? "办理中" : "请到"
    }

    StepDots {
        diameterMm: place.narrow ? 4 : place.wordMm * 0.32
        ink: place.text
        step: place.step
        x: place.narrow ? place.width - width : 0
        // Half a row has room for them under the sign alone.
        y: place.narrow ? place.height * 0.24 + Theme.mm(sign.visible ? 18 : -2) : verb.y + verb.height + Theme.mm(place.wordMm * 0.1)
    }

    Line {
        id: digit

        capital: place.digitMm
        color: place.text
        horizontalAlignment: Text.AlignHCenter
        strong: true
        text: place.counter
        width: Theme.mm(place.digitMm * (place.counter.length * 0.8 + (place.narrow ? 0 : 0.2)))
        x: place.narrow ? 0 : verb.width
        y: (place.tall ? place.height * 0.29 : place.narrow ? place.height * 0.73 : place.height / 2) - height / 2 - 0.07 * size
    }

    Twin {
        id: label

        anchors.left: digit.right
        anchors.leftMargin: Theme.mm(4)
        capital: place.narrow ? place.wordMm * 0.95 : place.wordMm
        en: place.narrow && place.badge !== "" ? "工号 %1".arg(place.badge) : "Counter"
        ink: place.text
        // A badge may have eight digits, and stands beside a counter of two in half a row.
        leastEnglish: place.narrow ? 5 : 8
        width: place.narrow ? place.width - x : Theme.mm(place.wordMm * 4.4)
        y: place.tall ? verb.y : place.narrow ? place.height * 0.73 - height / 2 : (place.height - height) / 2
        zh: "号柜台"
    }

    ZoneSign {
        id: sign

        colour: place.colour
        letter: place.letter
        size: place.tall ? place.height * 0.26 : Theme.mm(place.narrow ? 28 : 40)
        x: place.tall ? 0 : place.narrow ? place.width - width : label.x + label.width + Theme.mm(4)
        y: place.tall ? place.height * 0.71 - height / 2 : place.narrow ? place.height * 0.24 - height / 2 : (place.height - height) / 2
    }

    Column {
        id: names

        readonly property real capital: place.tall ? Math.min(26, place.tallMm * 0.1) : 18

        anchors.verticalCenter: sign.verticalCenter
        spacing: -Theme.capital(capital) * 0.24
        visible: !place.narrow
        width: place.width - x
        x: (sign.visible ? sign.x + sign.width : sign.x) + Theme.mm(6)

        Line {
            capital: names.capital
            color: place.text
            objectName: "counterName"
            strong: true
            text: place.name
            width: parent.width
        }

        Line {
            capital: names.capital * 0.72
            color: place.text
            objectName: "badge"
            text: [place.badge === "" ? "" : "工号 %1".arg(place.badge), place.zone === place.name ? "" : place.zone].filter(Boolean).join(" · ")
            visible: text !== ""
            width: parent.width
        }

        Line {
            capital: Math.max(9, names.capital * 0.56)
            color: place.text
            text: [place.badge === "" ? "" : "Badge %1".arg(place.badge), place.zoneEnglish].filter(Boolean).join(" · ")
            width: parent.width
        }
    }
}
