// The maintenance panel: a head that says where one is, the page, and a foot with the same buttons in the same place.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

FocusScope {
    id: root

    required property MaintenanceModel panel
    readonly property bool portrait: height >= width
    readonly property var titles: ({
            "knocking": qsTr("设备维护"),
            "door": qsTr("设备维护"),
            "away": qsTr("设备维护"),
            "home": qsTr("设备维护"),
            "doctor": qsTr("先做这些"),
            "checks": qsTr("检查"),
            "printer": qsTr("打印机"),
            "sound": qsTr("声音"),
            "touch": qsTr("触摸"),
            "ruler": qsTr("尺寸"),
            "versions": qsTr("版本"),
            "power": qsTr("重启和退出")
        })
    readonly property var pages: ({
            "knocking": knockingPage,
            "door": doorPage,
            "away": awayPage,
            "home": homePage,
            "doctor": doctorPage,
            "checks": checksPage,
            "printer": printerPage,
            "sound": soundPage,
            "touch": touchPage,
            "ruler": rulerPage,
            "versions": versionsPage,
            "power": powerPage
        })

    Keys.onEscapePressed: panel.back()
    Keys.onPressed: event => {
        Theme.keyboard = true;
        const page = middle.item as Page;
        if (/^[0-9]$/.test(event.text))
            page?.digit(Number(event.text));
        else if (event.key === Qt.Key_Backspace)
            page?.erase();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            page?.letter("\r");
    }

    PointHandler {
        acceptedDevices: PointerDevice.AllDevices

        onActiveChanged: Theme.keyboard = false
    }

    // Nothing behind the panel can be pressed.
    MouseArea {
        anchors.fill: parent
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    Rectangle {
        id: head

        color: Theme.side
        height: Math.max(Theme.mm(26), title.height + Theme.mm(6), about.height + Theme.mm(6))
        width: parent.width

        Heading {
            id: title

            anchors.verticalCenter: parent.verticalCenter
            objectName: "panelTitle"
            size: Theme.textXL
            text: root.titles[root.panel.page] ?? ""
            width: parent.width * 0.42
            x: Theme.margin
        }

        Words {
            id: about

            readonly property string who: root.panel.badge === "" ? root.panel.device : qsTr("%1 · 工号 %2").arg(root.panel.device).arg(root.panel.badge)

            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignRight
            objectName: "about"
            size: Theme.textS
            text: root.panel.secondsLeft >= 0 ? qsTr("%n 秒没有触摸就关闭", "", root.panel.secondsLeft) : who
            width: parent.width * 0.58 - 2 * Theme.margin - Theme.gap
        }

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.line
            height: Theme.hairline
            width: parent.width
        }
    }

    Loader {
        id: middle

        focus: true
        height: foot.y - y - Theme.mm(7)
        sourceComponent: root.pages[root.panel.page] ?? null
        width: root.width - 2 * Theme.margin
        x: Theme.margin
        y: head.height + Theme.mm(8)
    }

    Foot {
        id: foot

        canGoBack: ["doctor", "checks", "printer", "sound", "touch", "ruler", "versions", "power"].includes(root.panel.page)
        language: root.panel.language
        portrait: root.portrait
        width: root.width
        y: root.height - height

        onBack: root.panel.back()
        onLarger: root.panel.larger()
        onLeave: root.panel.close()
        onRecolour: root.panel.recolour()
        onSpeak: language => root.panel.speak(language)
    }

    Component {
        id: knockingPage

        MessagePage {
            advice: ""
            headline: qsTr("正在联系网点服务……")
            icon: "clock"
            portrait: root.portrait
        }
    }

    Component {
        id: doorPage

        Door {
            model: root.panel.signIn
            portrait: root.portrait
        }
    }

    Component {
        id: awayPage

        Table {
            lead: root.panel.trouble === "not_paired" ? qsTr("这台屏没有配对，不能登录。请在办公室页面取配对码，再用 kiosk pair 配对。下面是这台机器自己的情况。") : qsTr("网点服务没有应答，密码无法核对，所以只能查看这台机器自己的情况。服务恢复后可以登录。")
            portrait: root.portrait
            rows: root.panel.tables.checks
            warns: true
        }
    }

    Component {
        id: homePage

        Home {
            doctor: root.panel.doctor
            portrait: root.portrait
            tables: root.panel.tables

            onChosen: page => root.panel.visit(page)
        }
    }

    Component {
        id: doctorPage

        DoctorPage {
            model: root.panel.doctor
            portrait: root.portrait
        }
    }

    Component {
        id: checksPage

        Table {
            portrait: root.portrait
            rows: root.panel.tables.checks
        }
    }

    Component {
        id: versionsPage

        Table {
            portrait: root.portrait
            rows: root.panel.tables.versions
        }
    }

    Component {
        id: printerPage

        PrinterPage {
            model: root.panel.trials
            portrait: root.portrait
        }
    }

    Component {
        id: soundPage

        SoundPage {
            model: root.panel.trials
            portrait: root.portrait
        }
    }

    Component {
        id: touchPage

        TouchPage {
            model: root.panel.trials
            portrait: root.portrait
        }
    }

    Component {
        id: rulerPage

        RulerPage {
            model: root.panel.trials
            portrait: root.portrait
        }
    }

    Component {
        id: powerPage

        PowerPage {
            panel: root.panel
            portrait: root.portrait
        }
    }
}
