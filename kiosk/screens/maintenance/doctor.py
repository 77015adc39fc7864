"""What the branch's doctor found, for the panel: what to do first, and everything that is not well."""

from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.screens.language import Tongue
from kiosk.screens.maintenance.talk import Talk, Told, refusal

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_WEIGHT: Final = {"bad": 3, "warn": 2, "unknown": 1}
"""As `kiosk doctor` weighs them; what is well weighs nothing."""
_AGAIN_MS: Final = 1000
_DOCTOR: Final = "/v1/maintenance/doctor"


@QmlElement
class DoctorModel(QObject):
    """The doctor for QML. A branch that knows none, or does not answer, leaves everything empty."""

    changed = Signal()

    def __init__(self, tongue: Tongue, parent: QObject) -> None:
        """Know nothing. What will be known is told in the language of `tongue`."""
        super().__init__(parent)
        self._tongue = tongue
        tongue.changed.connect(self.changed)
        self._talk: Talk | None = None
        self._told: Told = {}
        self._amiss: list[dict[str, Any]] = []
        self._soon = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._soon.timeout.connect(self._ask)

    def begin(self, talk: Talk | None) -> None:
        """Forget what was found; ask through `talk` from now on, None for nobody."""
        self._talk = talk
        self._soon.stop()
        self._take({})
        self._ask()

    def _ask(self) -> None:
        if self._talk is not None:
            self._talk.get(_DOCTOR, self._heard)

    @Slot()
    def again(self) -> None:
        """Have it looked at again; while that is under way another touch means nothing."""
        if self._talk is not None and not self.property("looking"):
            self._take(self._told | {"looking": True})
            self._talk.wish("doctor", self._heard)

    def _heard(self, told: Told | None) -> None:
        if self._talk is None:
            return
        if told is None or refusal(told):
            # Whoever lost the branch or their session hears of it by `state`, which is asked every few seconds.
            self._take(self._told | {"looking": False})
            return
        self._take(told)
        if told.get("looking"):
            self._soon.start()

    def _take(self, told: Told) -> None:
        self._told = told
        found = [each for each in told.get("findings", []) if each["state"] in _WEIGHT]
        self._amiss = sorted(found, key=lambda each: -_WEIGHT[each["state"]])
        self.changed.emit()

    def _shown(self, found: dict[str, Any]) -> dict[str, str]:
        language = self._tongue.language
        return {
            "code": found["check"],
            "state": found["state"],
            **{part: found[f"{part}_{language}"] for part in ("name", "fix")},
            "text": found[language],
        }

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Something was found already, good or bad."""
        return bool(self._told.get("findings"))

    @Property(bool, notify=changed)
    def looking(self) -> bool:
        """It is being looked at."""
        return bool(self._told.get("looking"))

    @Property(bool, notify=changed)
    def failed(self) -> bool:
        """The last look came to nothing; what is told is what the one before found."""
        return bool(self._told.get("failed"))

    @Property(int, notify=changed)
    def minutes(self) -> int:
        """How old the findings are."""
        return max(0, int(self._told.get("age_s", 0))) // 60

    @Property(int, notify=changed)
    def well(self) -> int:
        """How many things are well."""
        return len(self._told.get("findings", [])) - len(self._amiss)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type] # PySide takes Qt names of types too
    def amiss(self) -> list[dict[str, str]]:
        """What is not well, the worst first: code, state, name, text and fix, which may be empty."""
        return [self._shown(each) for each in self._amiss]
