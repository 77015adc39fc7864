// The band at the top: whose branch this is, and what time it is there.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Theme

Item {
    id: band

    required property string bank
    required property string branch
    required property string clock
    required property string date
    required property bool demonstration

    RowLayout {
        anchors.fill: parent
        spacing: Theme.mm(4)

        Rectangle {
            Layout.preferredHeight: Theme.mm(16)
            Layout.preferredWidth: Theme.mm(16)
            color: Theme.logoPlate
            radius: Theme.mm(2)

            Image {
                anchors.centerIn: parent
                cache: false
                height: Theme.mm(14)
                objectName: "logo"
                source: "image://kiosk/logo"
                sourceSize: Qt.size(width, height)
                width: height

                Accessible.name: band.bank
                Accessible.role: Accessible.Graphic
            }
        }

        Column {
            Layout.fillWidth: true
            spacing: Theme.mm(1)

            component Pair: Item {
                id: pair

                property alias start: before.text
                property alias end: after.text
                property int size: Theme.textL
                property bool strong: false

                height: after.height
                width: parent?.width ?? 0

                Words {
                    id: before

                    fontSizeMode: Text.HorizontalFit
                    height: parent.height
                    lineHeight: 1
                    size: pair.size
                    strong: true
                    verticalAlignment: Text.AlignBottom
                    width: pair.width - after.width - Theme.gap
                    wrapMode: Text.NoWrap
                }

                Words {
                    id: after

                    anchors.right: parent.right
                    lineHeight: 1
                    size: pair.size
                    strong: pair.strong
                    wrapMode: Text.NoWrap
                }
            }

            Pair {
                end: band.clock
                start: band.branch
                strong: true
            }

            Pair {
                end: band.date
                start: ""
                size: Theme.textS

                Rectangle {
                    color: Theme.accentTint
                    height: parent.height
                    radius: Theme.mm(1.5)
                    visible: band.demonstration
                    width: badge.implicitWidth + Theme.mm(5)

                    Words {
                        id: badge

                        anchors.centerIn: parent
                        color: Theme.accent
                        lineHeight: 1
                        size: Theme.textS
                        text: qsTr("演示")
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }
}
