// What the rows of the panel are called, and what is said of each.
pragma ComponentBehavior: Bound

import QtQuick

QtObject {
    readonly property var labels: ({
            "network": qsTr("本机网络地址"),
            "branch": qsTr("网点服务"),
            "hq": qsTr("总行同步"),
            "printer": qsTr("小票打印机"),
            "disk": qsTr("本机磁盘"),
            "clock": qsTr("本机时钟"),
            "program": qsTr("本屏程序"),
            "service": qsTr("网点服务程序"),
            "schema": qsTr("数据表"),
            "catalogue": qsTr("业务目录"),
            "qt": qsTr("Qt"),
            "system": qsTr("操作系统"),
            "screen": qsTr("屏幕")
        })

    readonly property var printers: ({
            "ready": qsTr("正常"),
            "near_end": qsTr("纸快用完，请备纸"),
            "paper_out": qsTr("缺纸，请换纸"),
            "cover_open": qsTr("上盖没合上，请合好"),
            "jam": qsTr("卡纸，请取出"),
            "fault": qsTr("打印机故障"),
            "offline": qsTr("连不上打印机，请查电源和线"),
            "unsure": qsTr("打印机没有报告状态"),
            "busy": qsTr("打印机正忙"),
            "disk_full": qsTr("磁盘已满"),
            "no_folder": qsTr("不能建立小票目录"),
            "not_allowed": qsTr("无权写入小票目录"),
            "storage_error": qsTr("磁盘写入出错")
        })

    function label(code: string): string {
        return labels[code] ?? code;
    }

    function printer(code: string): string {
        return printers[code] ?? code;
    }

    // How long something is, in the largest unit that says enough.
    function lasting(seconds: real): string {
        if (seconds < 120)
            return qsTr("%1 秒").arg(Math.round(seconds));
        if (seconds < 7200)
            return qsTr("%1 分钟").arg(Math.floor(seconds / 60));
        return seconds < 172800 ? qsTr("%1 小时").arg(Math.floor(seconds / 3600)) : qsTr("%1 天").arg(Math.floor(seconds / 86400));
    }

    function value(code: string, said: string, values: var): string {
        if (code === "printer")
            return printer(said);
        switch (said) {
        case "none":
            return code === "hq" ? qsTr("这个网点没有接入总行") : qsTr("没有网络连接，请插好网线");
        case "answers":
            return qsTr("%1，往返 %2 毫秒").arg(values[0]).arg(values[1]);
        case "silent":
            return qsTr("%1 没有应答，请查网线和服务").arg(values[0]);
        case "synced":
            return qsTr("%1前同步，%2 条等待上传").arg(lasting(values[1] * 60)).arg(values[0]);
        case "failing":
            return qsTr("上次成功在%1前，%2 条等待上传").arg(lasting(values[1] * 60)).arg(values[0]);
        case "stopped":
            return qsTr("总行不收记录，请联系总行；%1 条在等").arg(values[0]);
        case "never":
            return qsTr("还没有同步成功，%1 条等待上传").arg(values[0]);
        case "room":
            return qsTr("剩余 %1 GB，共 %2 GB").arg(values[0]).arg(values[1]);
        case "tight":
            return qsTr("只剩 %1 GB，共 %2 GB，请清理").arg(values[0]).arg(values[1]);
        case "unreadable":
            return qsTr("读不到磁盘，请报修");
        case "here":
            return qsTr("%1（网点时间未知）").arg(values[0]);
        case "apart":
            return qsTr("%1，与网点相差 %2（%3）").arg(values[0]).arg(lasting(values[1])).arg(values[2]);
        case "fast":
            return qsTr("%1，比网点快 %2，请校准").arg(values[0]).arg(lasting(values[1]));
        case "slow":
            return qsTr("%1，比网点慢 %2，请校准").arg(values[0]).arg(lasting(values[1]));
        case "size":
            return qsTr("%1 像素，%2 英寸").arg(values[0]).arg(values[1]);
        default:
            return values.join("  ");
        }
    }
}
