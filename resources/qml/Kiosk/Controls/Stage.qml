// The frame of every public screen: head, middle, care, news, bar; upright or lying, and low for those who sit.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

FocusScope {
    id: stage

    required property string bank
    required property string branch
    required property string clock
    required property string date
    required property bool demonstration
    required property bool canGoBack
    required property bool canStartOver
    required property string language
    required property string place
    required property bool warned
    required property int secondsLeft
    required property string help
    required property bool away
    required property string contrast
    required property bool low
    // How many pixels from the top cannot be touched in the low layout, 0 in the usual one.
    required property int reach
    required property Component content
    property string greeting: ""
    property string greetingIcon: ""
    property string needs: ""
    property bool asksCare: false
    property bool numbered: false

    readonly property bool portrait: height >= width
    readonly property Page page: middle.item as Page
    readonly property bool whole: page !== null && page.whole
    readonly property int side: portrait || whole ? 0 : Math.round(width * 0.36)
    readonly property int inner: (side > 0 ? side : width) - 2 * Theme.margin

    signal back
    signal startOver
    signal callHelp
    signal dismissHelp
    signal speak(string language)
    signal declared(string need)
    signal larger
    signal recolour
    signal lower
    signal stay
    signal leave

    Keys.onPressed: event => {
        Theme.keyboard = true;
        event.accepted = typing.take(event);
    }

    onPlaceChanged: {
        arrival.restart();
        middle.forceActiveFocus();
    }
    onWarnedChanged: warned ? notice.forceActiveFocus() : middle.forceActiveFocus()

    Typing {
        id: typing

        page: stage.page
        stage: stage
        warned: stage.warned

        onBack: stage.back()
        onCallHelp: stage.callHelp()
        onStartOver: stage.startOver()
    }

    PointHandler {
        acceptedDevices: PointerDevice.AllDevices

        onActiveChanged: Theme.keyboard = false
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    Head {
        id: head

        bank: stage.bank
        branch: stage.branch
        clock: stage.clock
        date: stage.date
        demonstration: stage.demonstration
        emblem: stage.greeting !== "" ? stage.greetingIcon : stage.page?.emblem ?? ""
        greeting: stage.greeting
        height: bar.y
        lead: stage.page?.lead ?? ""
        portrait: stage.portrait
        reach: stage.portrait ? stage.reach : 0
        room: stage.portrait ? bar.y / 2 : (care.visible ? care.y : bar.y) - Theme.mm(4)
        title: stage.page?.title ?? ""
        whole: stage.whole
        width: stage.side > 0 ? stage.side : stage.width
    }

    Loader {
        id: middle

        readonly property int ceiling: stage.side > 0 ? Theme.margin : head.end + Theme.mm(stage.whole ? 5 : 8)
        readonly property int floor: (stage.side > 0 ? bar.y : news.shown ? news.y : care.visible ? care.y : bar.y) - Theme.mm(7)

        focus: true
        height: floor - y
        sourceComponent: stage.content
        width: stage.width - stage.side - 2 * Theme.margin
        x: stage.side + Theme.margin
        y: stage.whole ? ceiling : Math.max(ceiling, stage.reach)

        transform: Translate {
            id: shift
        }
    }

    Binding {
        property: "reach"
        target: stage.page
        value: Math.max(0, stage.reach - middle.y)
    }

    CareBar {
        id: care

        covered: news.shown
        needs: stage.needs
        objectName: "careBar"
        portrait: stage.portrait
        visible: stage.asksCare
        width: stage.inner
        x: Theme.margin
        y: bar.y - height - Theme.mm(6)

        onDeclared: need => stage.declared(need)
    }

    // What is new comes in from the side it lies on; nothing else moves.
    ParallelAnimation {
        id: arrival

        NumberAnimation {
            duration: Theme.gentle
            easing.type: Easing.OutCubic
            from: Theme.motion ? Theme.mm(10) : 0
            property: "x"
            target: shift
            to: 0
        }

        NumberAnimation {
            duration: Theme.gentle
            easing.type: Easing.OutCubic
            from: Theme.motion ? 0.2 : 1
            property: "opacity"
            target: middle
            to: 1
        }
    }

    News {
        id: news

        away: stage.away
        help: stage.help
        width: stage.inner
        x: Theme.margin
        y: bar.y - height - Theme.mm(6)
        z: 1

        onDismissed: stage.dismissHelp()
    }

    Bar {
        id: bar

        canGoBack: stage.canGoBack
        canStartOver: stage.canStartOver
        contrast: stage.contrast
        height: implicitHeight
        language: stage.language
        low: stage.low
        portrait: stage.portrait
        width: stage.width
        y: stage.height - height

        onBack: stage.back()
        onCallHelp: stage.callHelp()
        onLarger: stage.larger()
        onLower: stage.lower()
        onRecolour: stage.recolour()
        onSpeak: language => stage.speak(language)
        onStartOver: stage.startOver()
    }

    IdleNotice {
        id: notice

        anchors.fill: parent
        numbered: stage.numbered
        objectName: "idleNotice"
        reach: stage.reach
        secondsLeft: stage.secondsLeft
        visible: stage.warned
        z: 2

        onLeave: stage.leave()
        onStay: stage.stay()
    }
}
