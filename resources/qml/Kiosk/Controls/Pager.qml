// Turns the page of a list that is longer than the screen.
pragma ComponentBehavior: Bound

import QtQuick

BigButton {
    id: pager

    required property int page
    required property int pages

    icon: "more"
    label: page < pages ? qsTr("更多（第 %1 / %2 页）").arg(page).arg(pages) : qsTr("回到第一页（第 %1 / %2 页）").arg(page).arg(pages)
    objectName: "more"
    visible: pages > 1
}
