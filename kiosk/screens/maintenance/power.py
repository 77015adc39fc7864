"""What ends this screen or the branch service: each is asked about once more, noted by the branch, and then done."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.screens.endings import LEAVE, RESTART
from kiosk.screens.maintenance.ports import Ports
from kiosk.screens.maintenance.talk import Talk, Told, refusal

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class Ending:
    """How far it has come."""

    asked: str = ""
    """What has to be confirmed: `screen`, `service` or `leave`."""
    busy: bool = False
    refused: str = ""


@QmlElement
class PowerModel(QObject):
    """Restart and leaving for QML. The panel says what an answer is worth and how it parts from the branch."""

    changed = Signal()
    restarted = Signal()
    """The service ends now: nobody is signed in at one that has just started."""

    def __init__(self, ports: Ports, now: Callable[[], float], settle_s: float, parent: QObject) -> None:
        """End this screen through `ports`. `now` is a monotonic clock in seconds.

        A touch within `settle_s` of a change of screen was aimed at what stood there before. Here it is given three
        times as long: the second half of a slow double tap neither asks for an end nor confirms one.
        """
        super().__init__(parent)
        self._ports = ports
        self._now, self._settle_s = now, 3 * settle_s
        self._changed_s = float("-inf")
        self._talk: Talk | None = None
        self.granted: Callable[[Told | None], bool] = lambda _: False
        self.part: Callable[[Callable[[], None]], None] = lambda then: then()
        self.state = Ending()

    def begin(self, talk: Talk | None) -> None:
        """Forget what was asked; ask through `talk` from now on."""
        self._talk = talk
        self.forget()

    def forget(self) -> None:
        """Take back what was asked."""
        self._changed_s = self._now()
        self._set(Ending())

    def _is_settled(self) -> bool:
        return self._now() - self._changed_s >= self._settle_s

    def _set(self, state: Ending) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    @Property(str, notify=changed)
    def asked(self) -> str:
        """What has to be confirmed."""
        return self.state.asked

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """It is under way."""
        return self.state.busy

    @Property(str, notify=changed)
    def refused(self) -> str:
        """Why it was not done, as a code."""
        return self.state.refused

    @Property(bool, constant=True)
    def supervised(self) -> bool:
        """This screen comes back when it is restarted."""
        return self._ports.supervised

    @Slot(str)
    def ask(self, what: str) -> None:
        """Ask whether it is meant: `screen`, `service` or `leave`."""
        if not self.state.busy and self._is_settled():
            self._changed_s = self._now()
            self._set(Ending(what))

    @Slot()
    def confirm(self) -> None:
        """It is meant; a second touch means nothing more."""
        if not self.state.asked or self.state.busy or self._talk is None or not self._is_settled():
            return
        self._set(replace(self.state, busy=True))
        if self.state.asked == "service":
            self._talk.wish("restart", self._restarting)
        else:
            act = "screen_restarted" if self.state.asked == "screen" else "screen_left"
            self._talk.wish("done", self._noted, act=act)

    def _restarting(self, told: Told | None) -> None:
        if self.granted(told):
            self.restarted.emit()
        else:
            self._not_done(told)

    def _noted(self, told: Told | None) -> None:
        if not self.granted(told):
            self._not_done(told)
            return
        code = RESTART if self.state.asked == "screen" else LEAVE
        self.part(lambda: self._ports.end(code))

    def _not_done(self, told: Told | None) -> None:
        self._set(Ending(refused="silent" if told is None else refusal(told)))
