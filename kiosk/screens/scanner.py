"""The scanner of a screen: listens to the keys of a window, lets fingers type and tells what was scanned."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

from kiosk.screens.wedge import Told, Wedge

# Numbers of Qt.Key and Qt.KeyboardModifier, for the reason given in svg.py.
_SHIFTS = frozenset({0x01000020, 0x01000024})
"""Shift and CapsLock: they mean nothing by themselves, and come between the keys of a scanner."""
_CHORDS = 0x04000000 | 0x08000000 | 0x10000000
"""Control, Alt and Meta: with one of these held down a key types nothing."""


class Scanner(QObject):
    """Stands before a window and feels every key before the window does. Belongs to the GUI thread."""

    scanned = Signal(str)
    """A text that was scanned, without its ending."""

    def __init__(self, now: Callable[[], float], parent: QObject) -> None:
        """`now` is a monotonic clock in seconds. It hears nothing before `listen`."""
        super().__init__(parent)
        self._wedge: Wedge[QKeyEvent] = Wedge(now)
        self._window: QWindow | None = None
        self._typing = False
        self._silence = QTimer(self, singleShot=True)
        self._silence.timeout.connect(lambda: self._hear(self._wedge.silence()))

    def listen(self, window: QWindow) -> None:
        """Listen to the keys of `window` from now on."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep back what may be of a scan; say whether the event was taken."""
        del watched
        if self._typing or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _SHIFTS:
            return True
        self._silence.stop()
        self._hear(self._wedge.press(_sign(event), _copy(event)))
        if self._wedge.holds:
            self._silence.start(int(self._wedge.patience_s * 1000))
        return True

    def _hear(self, told: Told[QKeyEvent]) -> None:
        if told.scan:
            self.scanned.emit(told.scan)
        self._typing = True
        try:
            for key in told.keys:
                if self._window is not None:
                    QCoreApplication.sendEvent(self._window, key)
        finally:
            self._typing = False


def _sign(event: QKeyEvent) -> str:
    """Return the one character a key types, empty if it types none or is held down and repeats itself."""
    text = event.text()
    if event.isAutoRepeat() or len(text) != 1 or event.modifiers().value & _CHORDS:
        return ""
    return text


def _copy(event: QKeyEvent) -> QKeyEvent:
    """Return the same key, to be typed later: Qt takes its own back when the filter returns."""
    return QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count()
    )
