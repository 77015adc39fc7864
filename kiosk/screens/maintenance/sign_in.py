"""The door of the panel: badge number, then PIN, keyed on the screen and kept nowhere."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.staff import BADGE_DIGITS, PIN_DIGITS
from kiosk.screens.maintenance.talk import Talk, Told, refusal

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class Keyed:
    """What was keyed so far."""

    asks: Literal["badge", "pin"] = "badge"
    badge: str = ""
    pin: str = ""
    problem: str = ""
    """Why the last try failed: a refusal code, or `silent`."""
    wait_s: str = ""
    busy: bool = False


@QmlElement
class SignInModel(QObject):
    """Badge and PIN for QML; `entered` tells of whoever was let in."""

    changed = Signal()
    entered = Signal(str)

    def __init__(self, parent: QObject) -> None:
        """Begin with nothing keyed."""
        super().__init__(parent)
        self.state = Keyed()
        self._talk: Talk | None = None

    def begin(self, talk: Talk | None, problem: str = "") -> None:
        """Forget what was keyed; ask through `talk` from now on. With a `problem` its session is over already."""
        self._talk = talk
        if talk is not None and problem:
            talk.signed_in = False
        self._set(Keyed(problem=problem))

    def _set(self, state: Keyed) -> None:
        self.state = state
        self.changed.emit()

    @Property(str, notify=changed)
    def asks(self) -> str:
        """`badge` or `pin`."""
        return self.state.asks

    @Property(str, notify=changed)
    def badge(self) -> str:
        """As keyed so far."""
        return self.state.badge

    @Property(int, notify=changed)
    def signs(self) -> int:
        """How many digits of the PIN were keyed; the digits themselves never reach a picture."""
        return len(self.state.pin)

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the last try failed, empty for none."""
        return self.state.problem

    @Property(str, notify=changed)
    def waitSeconds(self) -> str:
        """How long to wait before the next try."""
        return self.state.wait_s

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The branch is looking at the PIN."""
        return self.state.busy

    @Property(bool, notify=changed)
    def whole(self) -> bool:
        """Enough was keyed to go on."""
        keyed, digits = (
            (self.state.badge, BADGE_DIGITS) if self.state.asks == "badge" else (self.state.pin, PIN_DIGITS)
        )
        return len(keyed) in digits and not self.state.busy

    @Property(bool, notify=changed)
    def wantsDigit(self) -> bool:
        """Another digit may come."""
        longest = (BADGE_DIGITS if self.state.asks == "badge" else PIN_DIGITS)[-1]
        keyed = self.state.badge if self.state.asks == "badge" else self.state.pin
        return len(keyed) < longest and not self.state.busy

    @Slot(str)
    def key(self, sign: str) -> None:
        """Press a digit."""
        if not self.property("wantsDigit") or not (sign.isascii() and sign.isdigit()):
            return
        if self.state.asks == "badge":
            self._set(replace(self.state, badge=self.state.badge + sign, problem=""))
        else:
            self._set(replace(self.state, pin=self.state.pin + sign, problem=""))

    @Slot()
    def erase(self) -> None:
        """Take the last digit back; with none left, go back to the badge."""
        if self.state.busy:
            return
        if self.state.asks == "badge":
            self._set(replace(self.state, badge=self.state.badge[:-1], problem=""))
        elif self.state.pin:
            self._set(replace(self.state, pin=self.state.pin[:-1], problem=""))
        else:
            self._set(replace(self.state, asks="badge", problem=""))

    @Slot()
    def goOn(self) -> None:
        """The badge is whole: ask for the PIN. The PIN is whole: knock."""
        if not self.property("whole") or self._talk is None:
            return
        if self.state.asks == "badge":
            self._set(replace(self.state, asks="pin", problem=""))
            return
        body = {"badge": self.state.badge, "pin": self.state.pin}
        self._set(replace(self.state, pin="", busy=True, problem=""))
        self._talk.post("/v1/door/sign-in", body, self._heard)

    def _heard(self, told: Told | None) -> None:
        if not self.state.busy:
            return  # the panel was closed meanwhile
        if told is None:
            self._set(replace(self.state, busy=False, problem=_SILENT))
            return
        code = refusal(told)
        if told.get("state") == "new_pin" and self._talk is not None:
            code = "pin_must_be_set"
            self._talk.post("/v1/door/sign-out", {}, lambda _: None)
        if code:
            wait_s = str(told.get("details", {}).get("wait_s", ""))
            self._set(replace(self.state, busy=False, problem=code, wait_s=wait_s))
            return
        badge = self.state.badge
        if self._talk is not None:
            self._talk.signed_in = True
        self._set(Keyed())
        self.entered.emit(badge)
