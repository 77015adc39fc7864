// Asks whether somebody is still there before everything is wiped.
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Rectangle {
    id: notice

    required property int secondsLeft
    // From where on controls can be touched.
    required property int reach
    // There is a number: nothing is given up by leaving.
    required property bool numbered

    signal stay
    signal leave

    color: Theme.veil

    // Nothing behind the notice can be pressed; a touch beside it says as well that somebody is there.
    MouseArea {
        anchors.fill: parent

        onClicked: notice.stay()
    }

    FocusScope {
        anchors.horizontalCenter: parent.horizontalCenter
        focus: notice.visible
        height: box.height
        width: box.width
        y: notice.reach + (notice.height - notice.reach - height) / 2

        // Between its buttons the box itself does nothing.
        MouseArea {
            anchors.fill: parent
        }

        Rectangle {
            id: box

            color: Theme.paper
            height: content.height + 2 * Theme.mm(14)
            radius: Theme.radiusLarge
            width: Math.min(Theme.mm(210), notice.width - 2 * Theme.margin)

            Column {
                id: content

                anchors.centerIn: parent
                spacing: Theme.mm(10)
                width: parent.width - 2 * Theme.mm(14)

                Heading {
                    horizontalAlignment: Text.AlignHCenter
                    text: qsTr("您还在吗？")
                    width: parent.width
                }

                Words {
                    horizontalAlignment: Text.AlignHCenter
                    size: Theme.textL
                    text: qsTr("为保护您的隐私，%n 秒后将回到首页", "", Math.max(0, notice.secondsLeft))
                    width: parent.width
                }

                // Keys go round between the two: nothing behind the notice can be reached.
                BigButton {
                    id: staying

                    focus: true
                    label: notice.numbered ? qsTr("我还在，再看看") : qsTr("我还在，继续办理")
                    objectName: "stay"
                    primary: true
                    width: parent.width

                    KeyNavigation.backtab: leaving
                    KeyNavigation.tab: leaving

                    onActivated: notice.stay()
                }

                BigButton {
                    id: leaving

                    label: notice.numbered ? qsTr("好了，我记下号码了") : qsTr("不办了，回到首页")
                    objectName: "leave"
                    width: parent.width

                    KeyNavigation.backtab: staying
                    KeyNavigation.tab: staying

                    onActivated: notice.leave()
                }
            }
        }
    }
}
