// The frame of every public screen: band, question, middle, care, news, bar; upright or lying.
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

    readonly property bool portrait: height >= width
    readonly property Page page: middle.item as Page
    readonly property bool whole: page !== null && page.whole
    readonly property int side: portrait || whole ? 0 : Math.round(width * 0.36)
    readonly property int head: Theme.mm(30)

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

    function move(forward: bool) {
        const from = Window.window.activeFocusItem ?? stage;
        from.nextItemInFocusChain(forward).forceActiveFocus(forward ? Qt.TabFocusReason : Qt.BacktabFocusReason);
    }

    // Everything can be done with a keyboard, and with the keys of a numeric keypad alone:
    // digits choose, + and - move, Enter presses, * goes back, / calls a person.
    function key(event: KeyEvent): bool {
        switch (event.key) {
        case Qt.Key_Right:
        case Qt.Key_Down:
        case Qt.Key_Plus:
            move(true);
            return true;
        case Qt.Key_Left:
        case Qt.Key_Up:
        case Qt.Key_Minus:
            move(false);
            return true;
        case Qt.Key_Asterisk:
            back();
            return true;
        case Qt.Key_Slash:
            callHelp();
            return true;
        case Qt.Key_Escape:
            startOver();
            return true;
        case Qt.Key_Backspace:
            if (page && !page.erase())
                back();
            return true;
        }
        return sign(event.text);
    }

    function sign(text: string): bool {
        if (!page || warned || !/^[0-9A-Za-z]$/.test(text))
            return false;
        if (/[0-9]/.test(text))
            page.digit(Number(text));
        else
            page.letter(text);
        return true;
    }

    Keys.onPressed: event => {
        Theme.keyboard = true;
        event.accepted = key(event);
    }

    onPlaceChanged: {
        arrival.restart();
        middle.forceActiveFocus();
    }
    onWarnedChanged: warned ? notice.forceActiveFocus() : middle.forceActiveFocus()

    PointHandler {
        acceptedDevices: PointerDevice.AllDevices

        onActiveChanged: Theme.keyboard = false
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    Rectangle {
        color: Theme.side
        height: parent.height
        visible: stage.side > 0
        width: stage.side
    }

    Band {
        id: band

        bank: stage.bank
        branch: stage.branch
        clock: stage.clock
        date: stage.date
        demonstration: stage.demonstration
        height: stage.head
        width: (stage.side > 0 ? stage.side : stage.width) - 2 * Theme.margin
        x: Theme.margin
    }

    Rectangle {
        color: Theme.line
        height: Theme.hairline
        width: band.width
        x: Theme.margin
        y: stage.head
    }

    Question {
        id: question

        greeting: stage.greeting
        lead: stage.page?.lead ?? ""
        title: stage.page?.title ?? ""
        visible: !stage.whole
        width: band.width - (stage.portrait && emblem.visible ? emblem.width + Theme.gapLarge : 0)
        x: Theme.margin
        y: stage.head + Theme.mm(stage.portrait ? 9 : 12)
    }

    // Beside the question when upright, in the free middle of the side when lying.
    Rectangle {
        id: emblem

        readonly property string code: stage.greeting !== "" ? stage.greetingIcon : stage.page?.emblem ?? ""
        readonly property int space: care.y - question.y - question.height

        color: Theme.accentTint
        height: Theme.mm(stage.portrait ? 30 : 46)
        radius: height / 2
        visible: !stage.whole && code !== "" && (stage.portrait || space > height + Theme.mm(12))
        width: height
        x: stage.portrait ? stage.width - Theme.margin - width : (stage.side - width) / 2
        y: stage.portrait ? question.y : question.y + question.height + (space - height) / 2

        Icon {
            anchors.centerIn: parent
            code: emblem.code
            lineColour: Theme.accent
            size: Math.round(emblem.height * 0.56)
        }
    }

    Loader {
        id: middle

        readonly property int ceiling: stage.portrait && !stage.whole ? Math.max(question.y + question.height, emblem.visible ? emblem.y + emblem.height : 0) + Theme.mm(8) : stage.side > 0 ? Theme.margin : stage.head + Theme.mm(5)
        readonly property int floor: (stage.side > 0 ? bar.y : news.shown ? news.y : care.visible ? care.y : bar.y) - Theme.mm(7)

        focus: true
        height: floor - ceiling
        sourceComponent: stage.content
        width: stage.width - stage.side - 2 * Theme.margin
        x: stage.side + Theme.margin
        y: ceiling

        transform: Translate {
            id: shift
        }
    }

    CareBar {
        id: care

        needs: stage.needs
        portrait: stage.portrait
        enabled: !news.shown
        opacity: news.shown ? 0 : 1
        visible: stage.asksCare
        width: band.width
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
        width: band.width
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
        objectName: "idleNotice"
        secondsLeft: stage.secondsLeft
        visible: stage.warned
        z: 2

        onLeave: stage.leave()
        onStay: stage.stay()
    }
}
