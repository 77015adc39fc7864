"""What the branch says of those who wait: asked for after facts, at most once a second, and every now and then."""

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.domain.hall import Hall
from kiosk.screens.errand import Errand
from kiosk.screens.link import Link

_PAUSE_MS = 1000
_ANEW_MS = 20_000
"""Minutes go by without a fact, and ranges with them."""
_OK = 200
_decode = msgspec.json.Decoder(Hall).decode


class Waits(QObject):
    """Who comes up next and how long it takes, as last heard. `ask` as often as you like."""

    changed = Signal()

    def __init__(self, link: Link, parent: QObject) -> None:
        """Ask over `link`; nothing is asked before the first `ask`."""
        super().__init__(parent)
        self.hall: Hall | None = None
        """None: not heard yet, or not since an interruption."""
        self._link = link
        self._errand: Errand | None = None
        self._wanted = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._go_on)
        self._anew = QTimer(self, interval=_ANEW_MS)
        self._anew.timeout.connect(self.ask)
        self._anew.start()

    def ask(self) -> None:
        """Ask now, or as soon as the last answer is here and a second has passed since it was asked for."""
        if self._pause.isActive() or self._errand is not None:
            self._wanted = True
            return
        self._wanted = False
        self._pause.start()
        self._errand = self._link.look("/v1/hall", {}, self._heard, lambda: None)

    def forget(self) -> None:
        """Know nothing: what was heard before an interruption does not hold after it."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None
        self._set(None)

    def _heard(self, status: int, data: bytes) -> None:
        self._errand = None
        if status == _OK:
            self._set(_decode(data))
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted:
            self.ask()

    def _set(self, hall: Hall | None) -> None:
        if hall != self.hall:
            self.hall = hall
            self.changed.emit()
