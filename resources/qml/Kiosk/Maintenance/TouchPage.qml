// A grid to wipe with one finger or two: every cell that was touched fills, and the place of each finger is told.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property TrialsModel model
    readonly property int columns: portrait ? 8 : 14
    readonly property int lines: portrait ? 11 : 6
    readonly property int count: columns * lines
    property int wiped: 0
    property bool patchy: false
    property string fingers: ""

    function wipe(points: list<var>) {
        for (const point of points) {
            const column = Math.floor(point.x / grid.cell);
            const line = Math.floor(point.y / grid.line);
            const inside = column >= 0 && line >= 0 && column < columns && line < lines;
            const cell = inside ? cells.itemAt(line * columns + column) as Cell : null;
            if (cell && !cell.wiped) {
                cell.wiped = true;
                wiped += 1;
                if (wiped === count)
                    model.tellTouch(true);
            }
        }
        fingers = points.map(point => Math.round(point.x) + ", " + Math.round(point.y)).join("   ");
    }

    component Cell: Rectangle {
        property bool wiped: false

        border.color: Theme.lineStrong
        border.width: Theme.hairline
        color: wiped ? Theme.primary : Theme.card
    }

    Words {
        id: lead

        objectName: "lead"
        size: Theme.textM
        strong: page.patchy || page.wiped === page.count
        text: page.patchy && page.wiped < page.count ? qsTr("已记下。请擦净屏幕再划一次；还是不行，请报修。") : page.wiped === page.count ? qsTr("全部有反应，已记下。") : qsTr("用手指划过每一格，也可以两指一起：%1 / %2").arg(page.wiped).arg(page.count)
        width: page.width
    }

    Words {
        id: place

        color: Theme.inkSoft
        objectName: "fingers"
        size: Theme.textS
        text: page.fingers === "" ? qsTr("手指位置（像素）") : page.fingers
        width: page.width
        y: lead.height + Theme.mm(2)
    }

    Item {
        id: grid

        readonly property real cell: width / page.columns
        readonly property real line: height / page.lines

        height: telling.y - y - Theme.mm(5)
        objectName: "touchGrid"
        width: page.width
        y: place.y + place.height + Theme.mm(4)

        Repeater {
            id: cells

            model: page.count

            delegate: Cell {
                required property int index

                height: grid.line
                width: grid.cell
                x: index % page.columns * grid.cell
                y: Math.floor(index / page.columns) * grid.line
            }
        }

        MultiPointTouchArea {
            anchors.fill: parent
            maximumTouchPoints: 2

            onPressed: points => page.wipe(points)
            onUpdated: points => page.wipe(points)
        }
    }

    BigButton {
        id: telling

        height: Math.max(Theme.mm(18), Theme.textM * 1.7)
        label: qsTr("有格子没反应")
        objectName: "touchPatchy"
        width: page.width
        y: page.height - height

        onActivated: {
            page.patchy = true;
            page.model.tellTouch(false);
        }
    }
}
