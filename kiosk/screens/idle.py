"""Watches for silence: tells when a customer should be asked, and when the session is over."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.domain.flow.idle import Patience

_LOOK_EVERY_MS = 500


class IdleWatch(QObject):
    """Counts from the last touch, or from a change of patience. `now` is a monotonic clock in seconds.

    It looks at the clock by itself twice a second while there is something to wait for.
    """

    quiet = Signal()
    gone = Signal()
    ticked = Signal()
    """The seconds left have changed."""

    def __init__(self, now: Callable[[], float], parent: QObject) -> None:
        """Begin with nothing to wait for."""
        super().__init__(parent)
        self._now = now
        self._patience: Patience | None = None
        self._since = now()
        self._asked = False
        self._left = -1
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def seconds_left(self) -> int:
        """Seconds until the session ends, -1 while nobody needs to know."""
        return self._left

    @property
    def silent_s(self) -> float:
        """Seconds since somebody was there."""
        return self._now() - self._since

    def expect(self, patience: Patience | None) -> None:
        """Wait with this patience from now on, not at all with None; the same patience goes on counting."""
        if patience == self._patience:
            return
        self._patience = patience
        self.touched()
        if patience is None:
            self._timer.stop()
        else:
            self._timer.start()

    def touched(self) -> None:
        """Somebody is there: count anew."""
        self._since = self._now()
        self._asked = False
        self.look()

    def look(self) -> None:
        """Compare with the clock; emits whatever is due, each once."""
        if self._patience is None:
            self._set_left(-1)
            return
        silent = self.silent_s
        end = self._patience.warn_s + self._patience.grace_s
        self._set_left(max(0, round(end - silent)) if silent >= self._patience.warn_s else -1)
        if silent >= end:
            self._patience = None
            self._timer.stop()
            self._set_left(-1)
            self.gone.emit()
        elif self._patience.warn_s and silent >= self._patience.warn_s and not self._asked:
            self._asked = True
            self.quiet.emit()

    def _set_left(self, seconds: int) -> None:
        if seconds != self._left:
            self._left = seconds
            self.ticked.emit()
