"""The number: how long it would take, asking for it, and what is on the slip."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement

from kiosk.domain.answers import Called, Done, Issued, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step, request
from kiosk.domain.printers import hindrance
from kiosk.screens.entrance.paper import PaperTrail
from kiosk.screens.entrance.place import PlaceModel
from kiosk.screens.entrance.wait import Wait, WaitAsker
from kiosk.screens.errand import Errand
from kiosk.screens.kit import Kit

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class NumberState:
    """What is shown of the number."""

    flow: Arriving = field(default_factory=Arriving)
    wait: Wait | None = None
    """As quoted before the number was taken; afterwards the number says what it told the customer."""
    slips: int = 0
    """Counts the slip pictures fetched, so that none is shown twice from a cache."""
    slip_known: bool = False


@QmlElement
class NumberModel(QObject):
    """The number for QML, and what has to be asked of the branch for it. Made by the entrance's model."""

    changed = Signal()

    def __init__(self, kit: Kit, papers: PaperTrail, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told what the branch says."""
        super().__init__(owner)
        self._kit = kit
        self._papers = papers
        self._feed = feed
        self.state = NumberState()
        self._waits = WaitAsker(kit.link, lambda wait: self._set(replace(self.state, wait=wait)))
        self._asking: Errand | None = None
        self._slip: Errand | None = None
        self._place = PlaceModel(kit, self._zone, self)
        kit.link.changed.connect(self.changed)

    def follow(self, before: Arriving, after: Arriving) -> None:
        """Do what a move of the customer asks for."""
        self._set(replace(self.state, flow=after))
        self._waits.follow(before, after)
        if after.step is not before.step:
            self._arrive(before, after)
        if after.step is Step.RESULT and after.issued is not None:
            if after.printed == "printed" != before.printed:
                self._fetch(after.issued.slip)
            if after.guide == "printed" != before.guide:
                self._fetch(after.guide_slip)

    def _arrive(self, before: Arriving, after: Arriving) -> None:
        if before.step is Step.ISSUING and self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if before.step is Step.RESULT:
            self._forget()
        if after.step is Step.ISSUING:
            self._asking = self._kit.link.ask(request(after), self._heard, lambda: self._feed(e.Late()))

    def _heard(self, answer: Issued | Called | Done | Refusal) -> None:
        self._asking = None
        if not isinstance(answer, Called):
            self._feed(e.Heard(answer))

    def _fetch(self, slip: str) -> None:
        self._drop_slip()
        self._slip = self._kit.link.look(f"/v1/slips/{slip}.png", {}, self._take_slip, lambda: None)

    def _take_slip(self, status: int, data: bytes) -> None:
        self._slip = None
        picture = QImage.fromData(data) if status == 200 else QImage()  # noqa: PLR2004 - HTTP: there it is
        if not picture.isNull():
            self._kit.pictures.slip = picture
            self._set(replace(self.state, slips=self.state.slips + 1, slip_known=True))

    def _drop_slip(self) -> None:
        if self._slip is not None:
            self._slip.cancel()
            self._slip = None

    def _forget(self) -> None:
        self._drop_slip()
        self._kit.pictures.slip = QImage()
        self._set(replace(self.state, slip_known=False))

    def _set(self, state: NumberState) -> None:
        self.state = state
        self._place.changed.emit()
        self.changed.emit()

    def _zone(self) -> str:
        return self.state.flow.issued.zone if self.state.flow.issued else ""

    @Property(bool, notify=changed)
    def waitKnown(self) -> bool:
        """People ahead were told; the range may still be unknown."""
        return (self.state.flow.issued or self.state.wait) is not None

    @Property(int, notify=changed)
    def ahead(self) -> int:
        """People ahead, 0 while that is not known."""
        told = self.state.flow.issued or self.state.wait
        return told.ahead if told else 0

    @Property(int, notify=changed)
    def lowMinutes(self) -> int:
        """Shortest wait to expect, -1 when nothing honest can be said."""
        told = self.state.flow.issued or self.state.wait
        return -1 if told is None or told.low_min is None else told.low_min

    @Property(int, notify=changed)
    def highMinutes(self) -> int:
        """Longest wait to expect, -1 when nothing honest can be said."""
        told = self.state.flow.issued or self.state.wait
        return -1 if told is None or told.high_min is None else told.high_min

    @Property(bool, notify=changed)
    def unserved(self) -> bool:
        """No counter is open now that serves what was chosen."""
        service = self.state.flow.service
        return service is not None and not any(
            service.code in counter.skills for counter in self._kit.link.day.counters.values()
        )

    @Property(str, notify=changed)
    def ticket(self) -> str:
        """The number, such as A012, empty before there is one."""
        return self.state.flow.issued.ticket if self.state.flow.issued else ""

    @Property(str, notify=changed)
    def check(self) -> str:
        """The four digits that go with it."""
        return self.state.flow.issued.check if self.state.flow.issued else ""

    @Property(PlaceModel, constant=True)
    def place(self) -> PlaceModel:
        """The zone to wait in."""
        return self._place

    @Property(str, notify=changed)
    def printed(self) -> str:
        """What is known of the paper: a print status."""
        return self.state.flow.printed

    @Property(str, notify=changed)
    def reason(self) -> str:
        """Why the slip did not come out, as a code of the printer; empty if that is not known."""
        return self._papers.reason(self.state.flow.issued.slip) if self.state.flow.issued else ""

    @Property(bool, notify=changed)
    def onPaper(self) -> bool:
        """What is printed comes out on paper, and not as a picture in a folder."""
        book = self._kit.link.book
        return book is not None and book.printer == "paper"

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """What keeps the branch's printer from printing now, empty if it works or nothing is known.

        Not what another was found in that stood here earlier today.
        """
        book = self._kit.link.book
        found = self._kit.link.day.printers.get(book.printer) if book else None
        return (found and hindrance(found)) or ""

    @Property(int, notify=changed)
    def slip(self) -> int:
        """Which picture to show of what came out last, the slip or the guidance; 0 for none."""
        return self.state.slips if self.state.slip_known else 0

    @Property(bool, notify=changed)
    def late(self) -> bool:
        """The branch has not answered for too long."""
        return self.state.flow.late

    @Property(str, notify=changed)
    def refusal(self) -> str:
        """Why there is no number: a refusal code."""
        return self.state.flow.refusal.code if self.state.flow.refusal else ""
