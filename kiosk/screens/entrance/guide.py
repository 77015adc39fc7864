"""The guidance slip: what to bring and what happens, on paper, for whoever wants it (reception.md B1)."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.answers import Called, Done, Issued, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import ASKABLE, Arriving, guide_request
from kiosk.screens.errand import Errand
from kiosk.screens.kit import Kit

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class GuideModel(QObject):
    """The guidance slip for QML, and asking the branch for it. Made by the entrance's model."""

    changed = Signal()

    def __init__(self, kit: Kit, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told what the customer wants and what the branch says."""
        super().__init__(owner)
        self._kit = kit
        self._feed = feed
        self._flow = Arriving()
        self._errand: Errand | None = None
        self._late = False

    def follow(self, before: Arriving, after: Arriving) -> None:
        """Ask the branch when the customer wants it; whoever has left does not want it any more."""
        self._flow = after
        if after.guide != "asking":
            self._drop()
        elif before.guide != "asking":
            self._errand = self._kit.link.ask(guide_request(after), self._heard, self._be_late)
        self.changed.emit()

    def _heard(self, answer: Issued | Called | Done | Refusal) -> None:
        self._errand = None
        self._feed(e.Guided(answer.about if isinstance(answer, Done) else ""))

    def _be_late(self) -> None:
        self._late = True
        self.changed.emit()

    def _drop(self) -> None:
        self._late = False
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    @Property(str, notify=changed)
    def status(self) -> str:
        """`none`, `asking`, `refused` or a print status."""
        return self._flow.guide

    @Property(bool, notify=changed)
    def askable(self) -> bool:
        """It can be asked for, or asked for again."""
        return self._flow.guide in ASKABLE

    @Property(bool, notify=changed)
    def late(self) -> bool:
        """The branch has not answered for too long; it is still being asked."""
        return self._late

    @Slot()
    def ask(self) -> None:
        """Have it printed."""
        self._feed(e.Guide())
