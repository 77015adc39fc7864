// The entrance screen: shows the page of the step the customer stands at.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Maintenance
import Kiosk.Models
import Kiosk.Theme

Window {
    id: root

    required property EntranceModel model
    required property HouseModel house
    required property LookModel look
    required property MaintenanceModel panel
    required property real diagonalIn
    required property real bottomMm
    required property bool motion

    // The branch has nothing to offer now and nobody has begun: say so instead of the first question.
    readonly property bool unheard: house.link === "away" && model.fresh || model.step === "starting"
    readonly property bool shut: house.doors !== "open" && model.fresh

    // Until there is a number; not beside a keypad for which there is hardly room.
    readonly property bool cramped: model.step === "search" && stage.portrait && (Theme.large || look.low)
    readonly property bool asksCare: ["category", "search", "service", "question", "materials", "confirm"].includes(model.step) && !cramped && !unheard && !shut

    color: Theme.paper
    title: qsTr("取号机")

    Stage {
        id: stage

        anchors.fill: parent
        asksCare: root.asksCare
        away: root.house.link === "away" && !root.unheard
        bank: root.look.bank
        branch: root.house.name
        canGoBack: root.model.canGoBack
        canStartOver: root.model.canStartOver
        clock: root.house.clock
        content: root.unheard ? unheardPage : root.shut ? doorsPage : pages[root.model.step]
        contrast: root.look.contrast
        date: dates.day(root.house.month, root.house.dayOfMonth, root.house.weekday)
        demonstration: root.house.demonstration
        focus: true
        greeting: root.model.step === "category" ? dates.greeting(root.house.partOfDay) : ""
        greetingIcon: root.house.partOfDay
        help: root.house.help
        language: root.model.language
        low: root.look.low
        needs: root.model.needs
        numbered: root.model.step === "result"
        place: root.model.place
        reach: root.look.low ? Theme.outOfReach(root.width, root.height, root.diagonalIn, root.bottomMm) : 0
        secondsLeft: root.model.secondsLeft
        visible: !root.panel.shown
        warned: root.model.warned

        readonly property var pages: ({
                "category": categoryPage,
                "search": searchPage,
                "service": servicePage,
                "question": questionPage,
                "materials": materialsPage,
                "confirm": confirmPage,
                "offer": offerPage,
                "issuing": issuingPage,
                "result": resultPage,
                "refused": refusedPage
            })

        onBack: root.model.back()
        onCallHelp: root.house.callHelp()
        onDeclared: need => root.model.declare(need)
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
        id: categoryPage

        CategoryPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: searchPage

        SearchPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: servicePage

        ServicePage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: questionPage

        QuestionPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: materialsPage

        MaterialsPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: confirmPage

        ConfirmPage {
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: offerPage

        OfferPage {
            house: root.house
            model: root.model
            portrait: stage.portrait
        }
    }

    Component {
        id: issuingPage

        MessagePage {
            action: root.model.number.late ? qsTr("不等了，回到首页") : ""
            advice: root.model.number.late ? qsTr("系统暂时没有回应，正在继续为您取号。您可以再等一等，也可以找工作人员，他们会帮您。") : qsTr("请稍等")
            headline: root.model.number.late ? qsTr("还在取号") : qsTr("正在为您取号……")
            icon: root.model.number.late ? "offline" : "slip"
            portrait: stage.portrait
            quiet: true

            onActed: root.model.startOver()
        }
    }

    Component {
        id: resultPage

        ResultPage {
            house: root.house
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
        id: doorsPage

        DoorsPage {
            house: root.house
            portrait: stage.portrait
        }
    }

    Component {
        id: unheardPage

        MessagePage {
            advice: root.house.turnedAway ? qsTr("请找工作人员，他们会帮您。\n此设备未配对，请技术人员重新配对。") : root.house.link === "connecting" ? qsTr("请稍等") : qsTr("请找工作人员，他们会帮您。系统正常后，这里会自动恢复。")
            headline: root.house.link === "connecting" ? qsTr("正在准备……") : qsTr("这台机器暂时取不了号")
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
