// The kiosk's own keypad: the letters that numbers begin with, then the ten digits.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Column {
    id: keypad

    required property string letters
    required property bool wantsLetter
    required property bool wantsDigit
    required property bool whole
    readonly property int key: (width - 2 * spacing) / 3
    // The keys are as high as `most`, or lower, so that all of them find room in `space`.
    required property int space
    property int most: Theme.mm(25)
    readonly property int columns: Math.max(1, Math.min(7, letters.length))
    readonly property int lines: 4 + Math.ceil(letters.length / columns)
    readonly property int tall: Math.min(most, (space - (lines - 1) * spacing) / lines)

    signal pressed(string sign)
    signal erased
    signal done

    spacing: Theme.gap

    Grid {
        columns: keypad.columns
        spacing: keypad.spacing
        visible: keypad.letters !== ""
        width: parent.width

        Repeater {
            model: keypad.letters.split("")

            delegate: KeyCap {
                required property string modelData

                enabled: keypad.wantsLetter
                height: keypad.tall
                label: modelData
                objectName: "key-" + modelData
                width: (keypad.width - (keypad.columns - 1) * keypad.spacing) / keypad.columns

                onActivated: keypad.pressed(modelData)
            }
        }
    }

    Grid {
        columns: 3
        spacing: keypad.spacing
        width: parent.width

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

            delegate: KeyCap {
                required property string modelData

                enabled: keypad.wantsDigit
                height: keypad.tall
                label: modelData
                objectName: "key-" + modelData
                width: keypad.key

                onActivated: keypad.pressed(modelData)
            }
        }

        KeyCap {
            height: keypad.tall
            icon: "erase"
            label: qsTr("删除")
            objectName: "erase"
            width: keypad.key

            onActivated: keypad.erased()
        }

        KeyCap {
            enabled: keypad.wantsDigit
            height: keypad.tall
            label: "0"
            objectName: "key-0"
            width: keypad.key

            onActivated: keypad.pressed("0")
        }

        KeyCap {
            enabled: keypad.whole
            height: keypad.tall
            label: qsTr("下一步")
            objectName: "next"
            primary: true
            width: keypad.key

            onActivated: keypad.done()
        }
    }
}
