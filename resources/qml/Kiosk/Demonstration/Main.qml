// The small bar beside the demonstration's entrance screen: opens the other screens and the reception page.
// Its words are in both languages at once: whoever starts a demonstration has not chosen one yet.
import QtQuick
import Kiosk.Models
import Kiosk.Theme

Window {
    id: bar

    required property BarModel model
    required property var colours
    required property real density
    required property int wideMm

    width: Theme.mm(wideMm)
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
            text: "入口屏取号，接待页或柜台页叫号，大厅屏看号，出口屏评价。\nTake a ticket at the entrance, call it on the reception or counter page, see it in the hall, rate it at the exit."
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
            hint: bar.model.asked ? "没打开？请在浏览器中输入 Nothing opened? Type into a browser: " + bar.model.reception : bar.model.reception
            onPressed: bar.model.openReception()
        }
        BarButton {
            objectName: "openCounter"
            title: "打开柜台页 Open the counter page"
            hint: bar.model.counter
            onPressed: bar.model.openCounter()
        }
        BarButton {
            objectName: "openHall"
            enabled: !bar.model.hall.running
            title: "打开大厅屏 Open the hall screen"
            hint: bar.model.hall.running ? "已打开 Open" : "叫到几号、去几号柜台 Who is called, and where to"
            onPressed: bar.model.hall.start()
        }
        BarButton {
            objectName: "openExit"
            enabled: !bar.model.exit.running
            title: "打开出口屏 Open the exit screen"
            hint: bar.model.exit.running ? "已打开 Open" : "扫小票或输入号码评价 Scan the slip, or key in number and check code"
            onPressed: bar.model.exit.start()
        }
        BarButton {
            objectName: "crowd"
            enabled: !bar.model.crowd.stopping
            title: bar.model.crowd.stopping ? "正在停止… Stopping…" : bar.model.crowd.running ? "停止模拟 Stop the simulation" : "模拟一天的客户 Let a day of customers come"
            hint: bar.model.crowd.stopping ? "请稍等 One moment" : bar.model.crowd.running ? "模拟正在进行 Made-up customers are coming and going" : "60 倍速，柜台自动叫号 Sixty times as fast; counters call by themselves"
            onPressed: bar.model.crowd.toggle()
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
        density: bar.density
        motion: false
        size: "M"
    }
}
