// The exit screen: shows the page of the step the customer stands at.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Maintenance
import Kiosk.Models
import Kiosk.Theme

Window {
    id: root

    required property ExitModel model
    required property HouseModel house
    required property LookModel look
    required property MaintenanceModel panel
    required property real diagonalIn
    required property real bottomMm
    required property bool motion
    readonly property bool unheard: house.link === "away" && model.fresh || model.step === "starting"

    color: Theme.paper
    title: qsTr("评价机")

    Stage {
        id: stage

        anchors.fill: parent
        away: root.house.link === "away" && !root.unheard
        bank: root.look.bank
        branch: root.house.name
        canGoBack: root.model.canGoBack
        canStartOver: root.model.canStartOver
        clock: root.house.clock
        content: root.unheard ? unheardPage : pages[root.model.step]
        contrast: root.look.contrast
        date: dates.day(root.house.month, root.house.dayOfMonth, root.house.weekday)
        demonstration: root.house.demonstration
        focus: true
        help: root.house.help
        language: root.model.language
        low: root.look.low
        place: root.model.place
        reach: root.look.low ? Theme.outOfReach(root.width, root.height, root.diagonalIn, root.bottomMm) : 0
        secondsLeft: root.model.secondsLeft
        visible: !root.panel.shown
        warned: root.model.warned

        readonly property var pages: ({
                "number": keyPage,
                "code": keyPage,
                "looking": waitPage,
                "score": scorePage,
                "reasons": reasonsPage,
                "question": scalePage,
                "sending": waitPage,
                "thanks": thanksPage,
                "refused": root.model.refusal === "already_rated" ? ratedPage : refusedPage
            })

        onBack: root.model.back()
        onCallHelp: root.house.callHelp()
        onDismissHelp: root.house.dismissHelp()
        onLarger: root.look.larger()
        onLeave: root.model.end()
        onLower: root.look.lower()
        onRecolour: root.look.recolour()
        onSpeak: language => root.model.speak(language)
        onStartOver: root.model.startOver()
        onStay: root.model.stay()
    }

    Dates {
        id: dates
    }

    Component {
        id: keyPage

        KeyPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: scorePage

        ScorePage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: reasonsPage

        ReasonsPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: scalePage

        ScalePage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: waitPage

        MessagePage {
            readonly property bool looking: root.model.step === "looking"

            action: !root.model.late ? "" : looking ? qsTr("不等了，回到首页") : qsTr("好，我先走了")
            advice: {
                if (!root.model.late)
                    return qsTr("请稍等");
                return looking ? qsTr("系统暂时没有回应，正在继续尝试。您可以再等一等，也可以告诉工作人员。") : qsTr("系统暂时没有回应，正在继续尝试。\n您不用等，评价会继续提交。");
            }
            headline: looking ? qsTr("正在查找……") : qsTr("正在提交……")
            icon: root.model.late ? "offline" : "clock"
            portrait: stage.portrait
            quiet: true

            onActed: looking ? root.model.startOver() : root.model.walkAway()
        }
    }

    Component {
        id: thanksPage

        ThanksPage {
            advice: root.model.opinion.low ? qsTr("我们会去了解，把事情做得更好。\n请带好随身物品，慢走。") : qsTr("您的意见已收到，我们会认真对待。\n请带好随身物品，慢走。")
            headline: root.model.opinion.low ? qsTr("谢谢您告诉我们") : qsTr("谢谢您！")
            icon: root.model.opinion.low ? "heard" : "thanks"
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: ratedPage

        ThanksPage {
            advice: qsTr("您的意见我们收到了。\n请带好随身物品，慢走。")
            headline: qsTr("已经评价过了，谢谢您")
            icon: "thanks"
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: refusedPage

        RefusedPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: unheardPage

        MessagePage {
            advice: root.house.turnedAway ? qsTr("您可以直接把意见告诉工作人员。\n此设备未配对，请技术人员重新配对。") : root.house.link === "connecting" ? qsTr("请稍等") : qsTr("您可以直接把意见告诉工作人员。系统正常后，这里会自动恢复。")
            headline: root.house.link === "connecting" ? qsTr("正在准备……") : qsTr("暂时不能评价")
            icon: root.house.link === "connecting" ? "clock" : "offline"
            portrait: stage.portrait
        }
    }

    Upkeep {
        logo: Qt.rect(0, 0, Theme.margin + Theme.mm(22), Theme.mm(30))
        panel: root.panel
    }

    Dress {
        colours: root.look.colours
        density: Theme.density(root.width, root.height, root.diagonalIn)
        motion: root.motion
        size: root.look.size
    }
}
