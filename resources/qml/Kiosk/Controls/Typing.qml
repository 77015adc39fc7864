// What keys do, so that everything can be done with a keyboard, and with the keys of a numeric keypad alone:
// digits choose, + and - move, Enter presses, * goes back, / calls a person.
pragma ComponentBehavior: Bound

import QtQuick

QtObject {
    id: typing

    required property FocusScope stage
    required property Page page
    // Somebody is asked whether they are still there: keys can go from one answer to the other then, and nothing else.
    required property bool warned

    signal back
    signal startOver
    signal callHelp

    // Say whether the key meant something.
    function take(event: KeyEvent): bool {
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
        }
        return !warned && act(event);
    }

    function act(event: KeyEvent): bool {
        switch (event.key) {
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

    function move(forward: bool) {
        const from = stage.Window.window.activeFocusItem ?? stage;
        const said = forward ? from.KeyNavigation.tab : from.KeyNavigation.backtab;
        const to = said ?? from.nextItemInFocusChain(forward);
        to.forceActiveFocus(forward ? Qt.TabFocusReason : Qt.BacktabFocusReason);
    }

    function sign(text: string): bool {
        if (!page || !/^[0-9A-Za-z]$/.test(text))
            return false;
        if (/[0-9]/.test(text))
            page.digit(Number(text));
        else
            page.letter(text);
        return true;
    }
}
