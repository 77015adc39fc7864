// One of the branch's questions, with five answers or none.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

Page {
    id: page

    required property ExitModel model

    lead: page.model.another ? qsTr("请先完成评价，或点“重新开始”") : qsTr("还有 %n 个小问题，可以跳过", "", page.model.opinion.questionCount - page.model.opinion.questionNumber + 1)
    title: page.model.opinion.question

    function digit(number: int) {
        if (number === 0)
            page.model.opinion.skip();
        else
            faces.press(number);
    }

    Faces {
        id: faces

        anchors.bottom: skip.top
        anchors.bottomMargin: Theme.gapLarge
        anchors.top: parent.top
        chosen: page.model.opinion.chosenScore
        names: [qsTr("很好"), qsTr("还可以"), qsTr("一般"), qsTr("不太好"), qsTr("不好")]
        portrait: page.portrait
        width: parent.width

        onRated: score => page.model.opinion.rate(score)
    }

    BigButton {
        id: skip

        anchors.bottom: parent.bottom
        label: qsTr("跳过这个问题")
        objectName: "skip"
        width: parent.width

        onActivated: page.model.opinion.skip()
    }
}
