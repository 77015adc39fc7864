"""Counts the seconds until the branch lets the next try through."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_EVERY_MS = 500


class Countdown(QObject):
    """Counts down once it is begun. `now` is a monotonic clock in seconds, looked at twice a second."""

    ticked = Signal()
    """The seconds left have changed."""
    over = Signal()

    def __init__(self, now: Callable[[], float], parent: QObject) -> None:
        """Begin with nothing to wait for."""
        super().__init__(parent)
        self._now = now
        self._end = 0.0
        self._left = 0
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def seconds_left(self) -> int:
        """Whole seconds until it is over, 0 when there is nothing to wait for."""
        return self._left

    def begin(self, seconds: int) -> None:
        """Count down from `seconds`; 0 stops it, and nothing will be over."""
        self._end = self._now() + seconds
        if seconds:
            self._timer.start()
        else:
            self._timer.stop()
        self._show(seconds)

    def look(self) -> None:
        """Compare with the clock; emits `over` once, when nothing is left."""
        left = max(0, -int(-(self._end - self._now()) // 1))
        self._show(left)
        if left == 0 and self._timer.isActive():
            self._timer.stop()
            self.over.emit()

    def _show(self, seconds: int) -> None:
        if seconds != self._left:
            self._left = seconds
            self.ticked.emit()
