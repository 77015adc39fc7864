// What to do first, on the first page of the panel; a touch tells the rest.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Pressable {
    id: first

    required property DoctorModel doctor
    required property TablesModel tables
    readonly property var weights: ({
            "bad": 3,
            "warn": 2,
            "unknown": 1
        })
    readonly property var found: doctor.amiss[0] ?? null
    // Of this very machine, which may be another than the branch's.
    readonly property var here: tables.checks.reduce((worst, row) => weight(row) > weight(worst) ? row : worst, null)
    readonly property bool isHere: weight(here) > weight(found)
    readonly property string how: isHere ? here.state : found ? found.state : doctor.known ? "good" : ""
    readonly property bool amiss: how !== "good" && how !== ""
    readonly property string name: isHere ? sayings.label(here.code) : found?.name ?? ""
    readonly property string fix: isHere ? sayings.value(here.code, here.said, here.values) : found ? found.fix || found.text : ""
    readonly property string about: !isHere && found && found.fix !== "" && !Theme.large ? found.text : ""
    readonly property int inset: Theme.mm(6)

    signal asksFindings
    signal asksChecks

    function weight(one: var): int {
        return weights[one?.state] ?? 0;
    }

    explanation: about
    implicitHeight: Math.max(Theme.mm(26), words.height + Theme.mm(9))
    label: title.text + " " + toDo.text
    objectName: "first"
    radius: Theme.radiusLarge

    onActivated: isHere ? asksChecks() : asksFindings()

    Sayings {
        id: sayings
    }

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edge
        color: first.amiss ? Theme.accent : Theme.line
        radius: first.radius
        visible: !first.down
    }

    Rectangle {
        anchors.bottomMargin: first.down ? 0 : Theme.edge
        anchors.fill: parent
        anchors.topMargin: first.down ? Theme.edge : 0
        border.color: first.amiss ? Theme.accent : Theme.primary
        border.width: Theme.border
        color: first.amiss ? Theme.accentTint : Theme.tint
        radius: first.radius

        Icon {
            id: drawing

            anchors.verticalCenter: parent.verticalCenter
            code: first.how === "bad" ? "fault" : first.amiss ? "bell" : first.how === "good" ? "tick" : "gauge"
            lineColour: first.amiss ? Theme.accent : Theme.primary
            size: Theme.mm(16)
            x: first.inset
        }

        Column {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(1)
            width: parent.width - x - first.inset
            x: drawing.x + drawing.width + first.inset

            Words {
                id: title

                color: first.amiss ? Theme.accent : Theme.primary
                objectName: "firstName"
                size: Theme.textS
                strong: true
                text: first.amiss ? qsTr("先做：%1").arg(first.name) : qsTr("网点的机器")
                width: parent.width
                Accessible.ignored: true
            }

            Words {
                id: toDo

                objectName: "firstFix"
                size: Theme.textM
                strong: true
                text: first.amiss ? first.fix : first.how === "good" ? qsTr("一切正常") : first.doctor.looking ? qsTr("正在查……") : qsTr("还没有结果")
                width: parent.width
                Accessible.ignored: true
            }

            Words {
                color: Theme.inkSoft
                objectName: "firstFound"
                size: Theme.textS
                text: first.about
                visible: text !== ""
                width: parent.width
                Accessible.ignored: true
            }
        }
    }
}
