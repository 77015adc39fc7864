"""A program for the bench: the least that Qt Quick can show, from Python. Started as a file; imports nothing of ours.

It writes the processor time used (s) when its first frame is out, and ends with its standard input.
"""

import sys
import time

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

_QML = b"""
import QtQuick
Window {
    height: 1920
    visible: true
    width: 1080
    Text { anchors.centerIn: parent; text: "Hello" }
}
"""


def main() -> None:
    """Show the window once."""
    app = QGuiApplication(sys.argv[:1])
    engine = QQmlApplicationEngine()
    engine.loadData(_QML)
    window = engine.rootObjects()[0]
    if not isinstance(window, QQuickWindow):
        raise TypeError(window)

    def tell() -> None:
        print(time.process_time(), flush=True)
        sys.stdin.read()
        app.exit(0)

    window.frameSwapped.connect(tell)
    app.exec()
    del window, engine


if __name__ == "__main__":
    main()
