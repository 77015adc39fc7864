// A tone of our own, and what the person heard.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Told {
    id: page

    required property TrialsModel model

    advice: {
        if (model.soundTold === "silent")
            return qsTr("请检查音箱电源、音量和连接线。");
        switch (model.sound) {
        case "played":
            return model.soundTold === "" ? qsTr("听到三个上升的音了吗？") : "";
        case "failed":
            return qsTr("声音设备拒绝播放，可能被别的程序占用。");
        case "no_player":
            return qsTr("请安装 alsa-utils。没有声音时，叫号只有屏幕闪动。");
        case "no_device":
            return qsTr("请接好音箱或声卡。没有声音时，叫号只有屏幕闪动。");
        default:
            return "";
        }
    }
    good: model.sound === "playing" || model.sound === "played" && model.soundTold !== "silent"
    icon: "sound"
    lead: model.soundDevice === "" ? qsTr("这台机器没有找到声音设备。") : qsTr("声音设备：%1").arg(model.soundDevice)
    outcome: {
        if (model.soundTold !== "")
            return model.soundTold === "heard" ? qsTr("已记下：听到了") : qsTr("已记下：没有听到");
        switch (model.sound) {
        case "playing":
            return qsTr("正在播放……");
        case "played":
            return qsTr("播放完了");
        case "failed":
            return qsTr("播放不了");
        case "no_player":
            return qsTr("系统没有播放程序（aplay）");
        case "no_device":
            return qsTr("没有声音设备");
        default:
            return "";
        }
    }

    Row {
        spacing: Theme.gap
        visible: page.model.sound === "played"

        BigButton {
            label: qsTr("没听到")
            objectName: "soundSilent"
            width: (page.width > 0 ? (playing.width - Theme.gap) / 2 : 0)

            onActivated: page.model.tellSound(false)
        }

        BigButton {
            label: qsTr("听到了")
            objectName: "soundHeard"
            width: (playing.width - Theme.gap) / 2

            onActivated: page.model.tellSound(true)
        }
    }

    BigButton {
        id: playing

        label: qsTr("放提示音")
        objectName: "playTone"
        primary: true
        width: parent?.width ?? 0

        onActivated: page.model.playTone()
    }
}
