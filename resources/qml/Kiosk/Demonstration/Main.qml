// The small bar beside the demonstration's entrance screen: opens the exit screen and the reception page.
// Its words are in both languages at once: whoever starts a demonstration has not chosen one yet.
import QtQuick
import Kiosk.Models
import Kiosk.Theme

Window {
    id: bar

    required property BarModel model
    required property var colours

    width: Theme.mm(150)
    height: column.height + 2 * Theme.gapLarge
    x: Screen.width - width - Theme.gapLarge
    y: Theme.gapLarge
    visible: true
    color: Theme.paper
    title: "演示 Demonstration"
    onClosing: bar.model.quit()

    Column {
        id: column

        x: Theme.gapLarge
        y: Theme.gapLarge
        width: bar.width - 2 * Theme.gapLarge
        spacing: Theme.gap

        Text {
            width: parent.width
            text: "演示网点 Demonstration branch"
            color: Theme.ink
            font.family: Theme.family
            font.variableAxes: Theme.strong
            font.pixelSize: Theme.textL
            wrapMode: Text.Wrap
        }
        Text {
            width: parent.width
            text: "入口屏取号，接待页叫号，出口屏评价。\nTake a ticket on the entrance screen, call it on the reception page, rate at the exit."
            color: Theme.inkSoft
            font.family: Theme.family
            font.variableAxes: Theme.regular
            font.pixelSize: Theme.textS
            lineHeight: Theme.leadingText
            wrapMode: Text.Wrap
        }
        BarButton {
            objectName: "openReception"
            main: true
            title: "打开接待页 Open the reception page"
            hint: bar.model.noBrowser ? "请在浏览器中输入 Type into a browser: " + bar.model.reception : bar.model.reception
            onPressed: bar.model.openReception()
        }
        BarButton {
            objectName: "openExit"
            enabled: !bar.model.exitOpen
            title: "打开出口屏 Open the exit screen"
            hint: bar.model.exitOpen ? "已打开 Open" : "用号码和校验码评价 Rate with number and check code"
            onPressed: bar.model.openExit()
        }
        BarButton {
            objectName: "quit"
            title: "结束演示 End the demonstration"
            hint: "数据保留 The data stay"
            onPressed: bar.model.quit()
        }
    }

    Dress {
        colours: bar.colours
        density: 2.6
        motion: false
        size: "M"
    }
}
