// Any service by a few letters, for whoever would rather key than look.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property EntranceModel model
    readonly property SearchModel search: model.search
    readonly property bool called: search.digits
    readonly property int columns: portrait ? 1 : 2
    readonly property int line: Theme.mm(8) + Math.round(1.5 * Theme.textL + 1.4 * Theme.textS)
    readonly property int lines: linesAbove(pad.high(pad.digits ? 4 : 3))

    emblem: page.portrait ? "" : "search"
    lead: qsTr("输每个字拼音的第一个字母就行")
    title: qsTr("您要办什么？用拼音找")

    onColumnsChanged: search.fit(columns * lines)
    onLinesChanged: search.fit(columns * lines)

    // So many lines of what was found fit above a keypad of that height.
    function linesAbove(keys: int): int {
        return Math.floor((height - keys - Theme.gap - foot.height - results.y) / (line + Theme.gap));
    }

    // A digit that leads nowhere chooses the service of that number instead.
    function digit(number: int) {
        const row = rows.itemAt(number - 1) as FoundRow;
        if (search.letters.includes(number))
            search.key(number);
        else if (row)
            row.activated();
    }

    function letter(sign: string) {
        search.key(sign.toLowerCase());
    }

    function erase(): bool {
        const meant = search.query !== "";
        search.erase();
        return meant;
    }

    QueryField {
        id: keyed

        query: page.search.query
        width: parent.width - (clear.visible ? clear.width + Theme.gap : 0)
    }

    BigButton {
        id: clear

        anchors.right: parent.right
        height: keyed.height
        label: qsTr("清空")
        objectName: "clear"
        visible: page.search.query !== ""
        width: Theme.mm(44)

        onActivated: page.search.clear()
    }

    Grid {
        id: results

        columns: page.columns
        spacing: Theme.gap
        width: parent.width
        y: keyed.height + Theme.gap

        Repeater {
            id: rows

            model: page.search.results

            delegate: FoundRow {
                required property int index
                required property string code
                required property string name
                required property string help
                required chosen
                required icon

                explanation: help
                height: page.line
                label: name
                number: index + 1
                objectName: "found-" + code
                width: (results.width - (page.columns - 1) * results.spacing) / page.columns

                onActivated: page.model.chooseService(code)
            }
        }
    }

    SearchExamples {
        visible: page.search.query === "" && height <= foot.y - y
        width: parent.width
        y: results.y + Theme.mm(6)
    }

    Item {
        id: foot

        anchors.bottom: pad.top
        anchors.bottomMargin: Theme.gap
        height: Math.max(Theme.mm(16), Theme.textM * 1.2 + Theme.mm(6))
        width: parent.width

        Words {
            id: hint

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(3)
            color: Theme.inkSoft
            objectName: "hint"
            size: Theme.textM
            text: page.search.query !== "" && page.search.count === 0 ? qsTr("没找到？点“呼叫人工”，告诉我们您要办什么") : qsTr("没有您要的？点“呼叫人工”")
            visible: page.search.count === 0 || lineCount === 1 && (!pager.visible || !Theme.large)
            width: parent.width - (pager.visible && !Theme.large ? pager.width + Theme.gap : 0)
        }

        Pager {
            id: pager

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            height: parent.height
            page: page.search.page
            pages: page.search.pages
            width: Theme.large ? parent.width : Theme.mm(110)

            onActivated: page.model.more()
        }
    }

    LetterPad {
        id: pad

        anchors.bottom: parent.bottom
        // Digits give way to what was found, unless a service is called by one.
        digits: page.called || page.columns * page.linesAbove(high(4)) >= 4
        erasable: page.search.query !== ""
        live: page.search.letters
        width: parent.width

        onErased: page.search.erase()
        onPressed: sign => page.search.key(sign)
    }
}
