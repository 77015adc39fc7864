"""What happens to a window when somebody touches it or types: events as the system sends them, and time for the answer.

Qt's own test library does the same and brings Qt Widgets along, which nothing else in the program needs: 9 MB.
"""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWindow

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_NO_KEY = Qt.KeyboardModifier.NoModifier
_BREATH_S = 0.005


def wait(milliseconds: int) -> None:
    """Let the application work for so long."""
    until = time.monotonic() + milliseconds / 1000
    while True:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        if (left := until - time.monotonic()) <= 0:
            return
        time.sleep(min(left, _BREATH_S))


def press(window: QWindow, place: QPoint) -> None:
    """Put a finger down at a place of the window."""
    _mouse(QEvent.Type.MouseButtonPress, window, place, _LEFT, _LEFT)


def move(window: QWindow, place: QPoint) -> None:
    """Move the finger that is down to a place of the window."""
    _mouse(QEvent.Type.MouseMove, window, place, _NONE, _LEFT)


def release(window: QWindow, place: QPoint) -> None:
    """Lift the finger at a place of the window."""
    _mouse(QEvent.Type.MouseButtonRelease, window, place, _LEFT, _NONE)


def tap(window: QWindow, place: QPoint) -> None:
    """Put a finger down and lift it at the same place."""
    press(window, place)
    release(window, place)


def type_sign(window: QWindow, sign: str) -> None:
    """Press and release the key of one sign; a line feed is the key Return."""
    key = Qt.Key.Key_Return if sign == "\n" else Qt.Key(ord(sign.upper()))
    held = Qt.KeyboardModifier.ShiftModifier if sign.isupper() else _NO_KEY
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QGuiApplication.sendEvent(window, QKeyEvent(kind, key, held, "\r" if sign == "\n" else sign))


def _mouse(
    kind: QEvent.Type, window: QWindow, place: QPoint, button: Qt.MouseButton, down: Qt.MouseButton
) -> None:
    local, outside = QPointF(place), QPointF(window.mapToGlobal(place))
    QGuiApplication.sendEvent(window, QMouseEvent(kind, local, outside, button, down, _NO_KEY))
