"""The number: how long it would take, asking for it, and what is on the slip."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement

from kiosk.domain.answers import Called, Done, Issued, Refusal
from kiosk.domain.branch_plan import Zone
from kiosk.domain.facts import PrintStatus, Recorded, SlipStatusChanged
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step, request
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

    def __init__(self, kit: Kit, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told what the branch says."""
        super().__init__(owner)
        self._kit = kit
        self._feed = feed
        self.state = NumberState()
        self._waits = WaitAsker(kit.link, lambda wait: self._set(replace(self.state, wait=wait)))
        self._asking: Errand | None = None
        self._slip: Errand | None = None
        self._paper: dict[str, PrintStatus] = {}
        kit.link.fact.connect(self._take_fact)

    def follow(self, before: Arriving, after: Arriving) -> None:
        """Do what a move of the customer asks for."""
        self._set(replace(self.state, flow=after))
        if (before.step, before.needs) != (after.step, after.needs):
            self._waits.ask(after)
        if after.step is not before.step:
            self._arrive(before, after)
        if after.printed == "printed" != before.printed and after.issued is not None:
            self._fetch(after.issued)

    def _arrive(self, before: Arriving, after: Arriving) -> None:
        if before.step is Step.ISSUING and self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if before.step is Step.RESULT:
            self._forget()
        if after.step is Step.ISSUING:
            self._asking = self._kit.link.ask(request(after), self._heard, lambda: self._feed(e.Late()))
        if after.issued is not None and after.issued.slip in self._paper:
            self._feed(e.Paper(after.issued.slip, self._paper[after.issued.slip]))

    def _heard(self, answer: Issued | Called | Done | Refusal) -> None:
        self._asking = None
        if not isinstance(answer, Called):
            self._feed(e.Heard(answer))

    def _take_fact(self, recorded: Recorded) -> None:
        fact = recorded.fact
        if isinstance(fact, SlipStatusChanged):
            if self.state.flow.step is Step.ISSUING:  # the paper can be quicker than the answer
                self._paper[fact.slip] = fact.status
            self._feed(e.Paper(fact.slip, fact.status))

    def _fetch(self, issued: Issued) -> None:
        self._slip = self._kit.link.look(f"/v1/slips/{issued.slip}.png", {}, self._take_slip, lambda: None)

    def _take_slip(self, status: int, data: bytes) -> None:
        self._slip = None
        picture = QImage.fromData(data) if status == 200 else QImage()  # noqa: PLR2004 - HTTP: there it is
        if not picture.isNull():
            self._kit.pictures.slip = picture
            self._set(replace(self.state, slips=self.state.slips + 1, slip_known=True))

    def _forget(self) -> None:
        if self._slip is not None:
            self._slip.cancel()
            self._slip = None
        self._paper.clear()
        self._kit.pictures.slip = QImage()
        self._set(replace(self.state, slip_known=False))

    def _set(self, state: NumberState) -> None:
        self.state = state
        self.changed.emit()

    def _zone(self) -> Zone | None:
        issued, book = self.state.flow.issued, self._kit.link.book
        return book.zone(issued.zone) if issued and book else None

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

    @Property(str, notify=changed)
    def ticket(self) -> str:
        """The number, such as A012, empty before there is one."""
        return self.state.flow.issued.ticket if self.state.flow.issued else ""

    @Property(str, notify=changed)
    def check(self) -> str:
        """The four digits that go with it."""
        return self.state.flow.issued.check if self.state.flow.issued else ""

    @Property(str, notify=changed)
    def zone(self) -> str:
        """Code of the zone to wait in; the map knows it by that."""
        return self.state.flow.issued.zone if self.state.flow.issued else ""

    @Property(str, notify=changed)
    def zoneName(self) -> str:
        """What that zone is called."""
        zone = self._zone()
        return self._kit.tongue.say(zone.name) if zone else ""

    @Property(str, notify=changed)
    def zoneLetter(self) -> str:
        """Its letter on map and signs."""
        zone = self._zone()
        return zone.letter if zone else ""

    @Property(str, notify=changed)
    def zoneColour(self) -> str:
        """Its colour on map and signs, as #rrggbb."""
        zone = self._zone()
        return zone.colour if zone else "#000000"

    @Property(str, notify=changed)
    def printed(self) -> str:
        """What is known of the paper: a print status."""
        return self.state.flow.printed

    @Property(int, notify=changed)
    def slip(self) -> int:
        """Which slip picture to show, 0 for none."""
        return self.state.slips if self.state.slip_known else 0

    @Property(bool, notify=changed)
    def late(self) -> bool:
        """The branch has not answered for too long."""
        return self.state.flow.late

    @Property(str, notify=changed)
    def refusal(self) -> str:
        """Why there is no number: a refusal code."""
        return self.state.flow.refusal.code if self.state.flow.refusal else ""
