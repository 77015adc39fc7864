// The kiosk's own keypad of 26 letters and 10 digits, laid out as on any keyboard; keys that lead nowhere are pale.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Column {
    id: pad

    // The signs that may come next, in lower case.
    required property string live
    required property bool erasable
    property bool digits: true
    property int tall: Theme.mm(19)
    readonly property real unit: (width - 9 * spacing) / 10

    signal pressed(string sign)
    signal erased

    // How high so many lines of keys are.
    function high(lines: int): int {
        return lines * tall + (lines - 1) * spacing;
    }

    spacing: Theme.gap

    Repeater {
        model: ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]

        delegate: Row {
            id: line

            required property string modelData
            required property int index

            spacing: pad.spacing
            visible: index > 0 || pad.digits
            // Letters stand staggered, half a key further in each line, as people know them.
            x: index === 2 ? (pad.unit + spacing) / 2 : 0

            Repeater {
                model: line.modelData.split("")

                delegate: KeyCap {
                    required property string modelData

                    enabled: pad.live.includes(modelData)
                    height: pad.tall
                    label: modelData.toUpperCase()
                    objectName: "key-" + modelData
                    // A line of text is 1.45 as high as its letters are wide; all of it stays on the key.
                    size: Math.min(Theme.textXL, (pad.tall - Theme.edge) / 1.45)
                    width: pad.unit

                    onActivated: pad.pressed(modelData)
                }
            }

            KeyCap {
                enabled: pad.erasable
                height: pad.tall
                icon: "erase"
                label: qsTr("删除")
                objectName: "erase"
                visible: line.index === 3
                width: 3 * pad.unit + 2 * pad.spacing

                onActivated: pad.erased()
            }
        }
    }
}
