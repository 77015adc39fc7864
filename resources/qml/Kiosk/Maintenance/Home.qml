// What to do first, what can be done at the panel in six tiles, and apart from them what ends this screen.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property DoctorModel doctor
    required property TablesModel tables
    readonly property int begins: first.height + Theme.gapLarge
    readonly property int columns: portrait ? 2 : 3
    readonly property int lines: 6 / columns
    readonly property int last: Math.max(Theme.mm(20), Theme.textM * 1.6)
    readonly property int cell: (width - (columns - 1) * Theme.gapLarge) / columns
    readonly property int line: Math.min(Theme.mm(104), (height - begins - last - lines * Theme.gapLarge) / lines)
    readonly property var choices: [
        {
            "code": "checks",
            "icon": "gauge",
            "name": qsTr("检查"),
            "help": qsTr("网络、总行、磁盘、时钟")
        },
        {
            "code": "printer",
            "icon": "printer",
            "name": qsTr("打印机"),
            "help": qsTr("打印测试、换纸")
        },
        {
            "code": "sound",
            "icon": "sound",
            "name": qsTr("声音"),
            "help": qsTr("放一段提示音")
        },
        {
            "code": "touch",
            "icon": "touch",
            "name": qsTr("触摸"),
            "help": qsTr("划过每一格")
        },
        {
            "code": "ruler",
            "icon": "ruler",
            "name": qsTr("尺寸"),
            "help": qsTr("用尺子量一条线")
        },
        {
            "code": "versions",
            "icon": "versions",
            "name": qsTr("版本"),
            "help": qsTr("程序、目录、系统")
        }
    ]

    signal chosen(string page)

    function digit(number: int) {
        if (number >= 1 && number <= choices.length)
            chosen(choices[number - 1].code);
    }

    First {
        id: first

        doctor: page.doctor
        height: implicitHeight
        tables: page.tables
        width: page.width

        onAsksChecks: page.chosen("checks")
        onAsksFindings: page.chosen("doctor")
    }

    Grid {
        columns: page.columns
        spacing: Theme.gapLarge
        y: page.begins

        Repeater {
            model: page.choices

            delegate: Tile {
                required property int index
                required property var modelData

                explanation: modelData.help
                height: page.line
                icon: modelData.icon
                label: modelData.name
                number: index + 1
                objectName: "tile-" + modelData.code
                width: page.cell

                onActivated: page.chosen(modelData.code)
            }
        }
    }

    BigButton {
        height: page.last
        icon: "power"
        label: qsTr("重启和退出")
        objectName: "tile-power"
        width: page.width
        y: page.begins + page.lines * (page.line + Theme.gapLarge)

        onActivated: page.chosen("power")
    }
}
