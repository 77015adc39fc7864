// The hall screen: who is called where, who comes up next, and how long it takes. Nobody touches it.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Maintenance
import Kiosk.Models
import Kiosk.Theme

Window {
    id: root

    required property HallModel model
    required property HouseModel house
    required property LookModel look
    required property MaintenanceModel panel
    required property real diagonalIn
    required property real bottomMm
    required property bool motion

    readonly property bool portrait: height > width
    // The calls and what belongs to them, or words that say why there are none.
    readonly property bool live: ["unstaffed", "quiet", "calls"].includes(model.step)
    readonly property int edge: Theme.mm(22)
    readonly property int gap: Theme.mm(12)
    property bool bright: true

    // Sizes are those of a 55-inch panel; on a smaller one all is smaller, so that nothing is cut off.
    function density(): real {
        const physical = Math.hypot(width, height) / (diagonalIn * 25.4);
        return Math.min(physical, Math.min(width, height) / 684, Math.max(width, height) / 1210);
    }

    color: Theme.paper
    title: "叫号屏 Hall"

    Timer {
        interval: Theme.flash
        repeat: true
        running: root.model.flashing && Theme.motion

        onRunningChanged: root.bright = true
        onTriggered: root.bright = !root.bright
    }

    Dates {
        id: dates
    }

    HallBand {
        id: band

        readonly property var weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        readonly property var months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

        bank: root.look.bank
        branch: root.model.branch
        clock: root.house.clock
        date: dates.day(root.house.month, root.house.dayOfMonth, root.house.weekday)
        dateEnglish: root.house.weekday > 0 ? "%1 %2 %3".arg(weekdays[root.house.weekday - 1]).arg(root.house.dayOfMonth).arg(months[root.house.month - 1]) : ""
        demonstration: root.house.demonstration
        english: root.model.english
        title: root.model.bank
        height: Theme.mm(56)
        visible: !root.panel.shown
        width: root.width - 2 * root.edge
        x: root.edge
        y: Theme.mm(10)
    }

    Item {
        id: middle

        readonly property int split: root.portrait ? width : Math.round(width * 0.645)

        anchors.bottom: notice.visible ? notice.top : parent.bottom
        anchors.bottomMargin: root.gap
        anchors.left: parent.left
        anchors.leftMargin: root.edge
        anchors.right: parent.right
        anchors.rightMargin: root.edge
        anchors.top: band.bottom
        anchors.topMargin: Theme.mm(8)
        visible: !root.panel.shown

        CallList {
            id: calls

            bright: root.bright
            height: root.portrait ? Theme.mm(540) : middle.height
            rows: root.model.calls
            visible: root.model.step === "calls" && !heroes.visible
            width: middle.split
        }

        Saying {
            adviceEn: root.model.step === "unstaffed" ? "Calls begin as soon as a counter opens" : "Watch for your number here"
            adviceZh: root.model.step === "unstaffed" ? "柜台开放后开始叫号" : "叫到您的号会显示在这里"
            en: root.model.step === "unstaffed" ? "No counter is open at the moment" : "Nobody is being called right now"
            height: calls.height
            icon: root.model.step === "unstaffed" ? "clock" : "people"
            visible: root.live && root.model.step !== "calls" && !heroes.visible
            width: calls.width
            zh: root.model.step === "unstaffed" ? "暂时没有柜台办理" : "现在没有叫号"
        }

        SideCard {
            id: next

            en: "Please get ready"
            height: root.portrait ? Theme.mm(112) : Theme.mm(118)
            objectName: "nextCard"
            visible: root.live && !heroes.visible
            width: root.portrait ? Math.floor((middle.width - root.gap) / 2) : middle.width - x
            x: root.portrait ? 0 : middle.split + root.gap
            y: root.portrait ? calls.height + root.gap : 0
            zh: "请准备"

            TicketGrid {
                id: nextGrid

                tickets: root.model.next
                width: next.inner
            }

            Twin {
                capital: 14
                en: root.model.standby === "nobody" ? "Nobody is waiting" : "Shown once a counter opens"
                ink: Theme.inkSoft
                objectName: "nobodyNext"
                strong: false
                visible: nextGrid.count === 0 && root.model.standby !== ""
                width: next.inner
                y: Theme.mm(8)
                zh: root.model.standby === "nobody" ? "暂时没有等候的号码" : "柜台开放后显示"
            }
        }

        SideCard {
            id: missed

            en: "Missed? Ask reception"
            height: next.height
            ink: Theme.accent
            objectName: "missedCard"
            visible: root.live && !heroes.visible
            width: next.width
            x: root.portrait ? next.width + root.gap : next.x
            y: root.portrait ? next.y : next.height + root.gap
            zh: "过号请到咨询台"

            TicketGrid {
                id: missedGrid

                capital: root.model.missed > count ? 17 : 19
                columns: 4
                tickets: root.model.passed
                width: missed.inner
            }

            Line {
                capital: 9
                color: Theme.accent
                objectName: "missedMore"
                text: "等 %1 个 · and %2 more".arg(root.model.missed).arg(root.model.missed - missedGrid.count)
                visible: root.model.missed > missedGrid.count
                width: missed.inner
                y: missedGrid.height - Theme.mm(7)
            }

            Twin {
                capital: 14
                en: "No number has been missed"
                ink: Theme.inkSoft
                objectName: "nobodyMissed"
                strong: false
                visible: missedGrid.count === 0
                width: missed.inner
                y: Theme.mm(8)
                zh: "暂时没有过号"
            }
        }

        SideCard {
            id: waiting

            en: "Waiting now"
            height: middle.height - y
            objectName: "waitingCard"
            visible: root.live && !heroes.visible
            width: root.portrait ? middle.width : next.width
            x: next.x
            y: missed.y + missed.height + root.gap
            zh: "等候情况"

            WaitList {
                room: waiting.room
                rows: root.model.waits
                width: waiting.inner
            }
        }

        Heroes {
            id: heroes

            anchors.fill: parent
            bright: root.bright
            portrait: root.portrait
            rows: root.model.heroes
        }

        Saying {
            anchors.fill: parent
            adviceEn: said.adviceEn
            adviceZh: said.adviceZh
            en: said.en
            icon: said.icon
            visible: !root.live && !heroes.visible
            zh: said.zh

            readonly property var said: {
                const opens = root.house.opensClock;
                const when = opens === "" ? "" : dates.when(root.house.opensInDays, root.house.opensWeekday);
                const day = opens === "" ? "" : root.house.opensInDays === 0 ? "today" : root.house.opensInDays === 1 ? "tomorrow" : "on " + band.weekdays[root.house.opensWeekday - 1];
                const again = opens === "" ? ["", ""] : ["%1 %2 开门".arg(when).arg(opens), "We open %1 at %2".arg(day).arg(opens)];
                if (root.house.turnedAway)
                    return root.say("offline", "叫号显示暂时中断", "The call display is interrupted", "请留意工作人员叫号。此屏未配对，请技术人员重新配对", "Please listen for our staff. This screen is not paired: a technician must pair it again");
                switch (root.model.step) {
                case "away":
                    return root.say("offline", "叫号显示暂时中断", "The call display is interrupted", "请留意工作人员叫号", "Please listen for our staff to call your number");
                case "before":
                    return root.say("clock", "还没有到营业时间", "We are not open yet", again[0], again[1]);
                case "closed":
                    return root.say("closed", "今日营业已结束，谢谢光临", "We are closed for today. Thank you", again[0], again[1]);
                case "rest":
                    return root.say("closed", "今天休息", "We are closed today", again[0], again[1]);
                default:
                    return root.say("clock", "正在准备，请稍等", "Starting up, one moment please", "", "");
                }
            }
        }
    }

    function say(icon: string, zh: string, en: string, adviceZh: string, adviceEn: string): var {
        return {
            "icon": icon,
            "zh": zh,
            "en": en,
            "adviceZh": adviceZh,
            "adviceEn": adviceEn
        };
    }

    NoticeStrip {
        id: notice

        anchors.bottom: parent.bottom
        anchors.bottomMargin: root.gap
        anchors.left: middle.left
        anchors.right: middle.right
        en: root.model.noticeEnglish
        height: Theme.mm(50)
        visible: root.model.notice !== "" && !root.panel.shown
        zh: root.model.notice
    }

    Upkeep {
        logo: Qt.rect(band.x, band.y, Theme.mm(56), band.height)
        panel: root.panel
    }

    Dress {
        colours: root.look.colours
        // The panel is for somebody who stands before it with a mouse or a finger: it takes the whole picture.
        density: root.panel.shown ? Theme.density(root.width, root.height, 1) : root.density()
        motion: root.motion
        size: root.look.size
    }
}
