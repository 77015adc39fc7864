// Days and greetings in words.
pragma ComponentBehavior: Bound

import QtQuick

QtObject {
    readonly property var weekdays: [qsTr("星期一"), qsTr("星期二"), qsTr("星期三"), qsTr("星期四"), qsTr("星期五"), qsTr("星期六"), qsTr("星期日")]
    readonly property var months: [qsTr("1月"), qsTr("2月"), qsTr("3月"), qsTr("4月"), qsTr("5月"), qsTr("6月"), qsTr("7月"), qsTr("8月"), qsTr("9月"), qsTr("10月"), qsTr("11月"), qsTr("12月")]

    // %1 month, %2 day of the month, %3 weekday; empty before the time is known.
    function day(month: int, dayOfMonth: int, weekday: int): string {
        return weekday > 0 ? qsTr("%1%2日 %3").arg(months[month - 1]).arg(dayOfMonth).arg(weekdays[weekday - 1]) : "";
    }

    function when(inDays: int, weekday: int): string {
        if (inDays === 0)
            return qsTr("今天");
        return inDays === 1 ? qsTr("明天") : weekdays[weekday - 1];
    }

    function greeting(partOfDay: string): string {
        switch (partOfDay) {
        case "morning":
            return qsTr("早上好，欢迎光临");
        case "noon":
            return qsTr("中午好，欢迎光临");
        case "afternoon":
            return qsTr("下午好，欢迎光临");
        default:
            return qsTr("晚上好，欢迎光临");
        }
    }
}
