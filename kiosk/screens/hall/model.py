"""The view-model of the hall screen."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Text
from kiosk.domain.facts import Recorded, TicketAnnouncedAgain, TicketCalled
from kiosk.domain.flow import hall
from kiosk.domain.flow.hall import Board, Hero, Place, Scene
from kiosk.domain.flow.view import View
from kiosk.domain.hall import Hall, emptied
from kiosk.domain.state import DayState
from kiosk.screens.book import Book
from kiosk.screens.doors import doors_at
from kiosk.screens.hall.rows import CallRow, TicketRow, WaitRow, call_row, ticket_row, wait_rows
from kiosk.screens.hall.waits import Waits
from kiosk.screens.kit import Kit
from kiosk.screens.rows import RowsModel

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_LOOK_MS = 1000
_LEAST_MS = 20
_NOBODY = Text("", "")
_UNHEARD = Hall((), ())


@dataclass(frozen=True, slots=True)
class HallState:
    """What the screen shows besides its lists."""

    scene: Scene = Scene.STARTING
    bank: Text = _NOBODY
    branch: Text = _NOBODY
    notice: Text = _NOBODY
    standby: str = ""
    """Why no number is told to get ready, once that has been heard: `nobody`, `later` or empty."""
    missed: int = 0
    """So many have missed their call; the list has room for MOST_PASSED."""
    flashing: bool = False
    """Something flashes now, in the list or as one of those that own the screen."""


@QmlElement
class HallModel(QObject):
    """The hall for QML. Made by the application; looks at the clock when something is due, at least once a second."""

    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        """Follow the link of `kit`; the hall is dark."""
        super().__init__()
        self._kit = kit
        self.state = HallState()
        self.board = Board()
        """The calls that own the screen, and those that will."""
        self._day = kit.link.day
        self._lost_s: float | None = None
        self._heroes, self._calls = RowsModel(CallRow, self), RowsModel(CallRow, self)
        self._next, self._passed = RowsModel(TicketRow, self), RowsModel(TicketRow, self)
        self._waits_shown = RowsModel(WaitRow, self)
        self._waits = Waits(kit.link, self)
        self._waits.changed.connect(self.look)
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        # Facts that come together are looked at together: those that were missed would flash one after the other.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.look)
        kit.link.fact.connect(self._take_fact)
        kit.link.changed.connect(self._follow)
        kit.look.show(View(contrast="dark"))

    def _take_fact(self, recorded: Recorded) -> None:
        fact = recorded.fact
        if isinstance(fact, TicketCalled | TicketAnnouncedAgain) and self._is_fresh(recorded.at_ms):
            self._call(fact.leg, fact.counter)
        self._waits.ask()

    def _call(self, leg: str, counter: str) -> None:
        day = self._kit.link.day
        if leg in day.legs:
            self.board = hall.called(self.board, hall.call_of(day, leg, counter), self._kit.now())

    def _is_fresh(self, at_ms: int) -> bool:
        return (self._kit.link.now_ms() or 0) - at_ms <= hall.STALE_MS

    def _follow(self) -> None:
        """Take in that condition, book or day may be others."""
        link = self._kit.link
        if link.day is not self._day:
            self._begin()
        if link.condition == "away":
            self._lost_s = self._kit.now() if self._lost_s is None else self._lost_s
        elif self._lost_s is not None:
            if self._is_away():
                self._waits.forget()
            self._lost_s = None
            self._waits.ask()
        self._soon.start()

    def _begin(self) -> None:
        """Begin with a day that was fetched whole: calls of the last moments have been missed, not shown."""
        self._day, self.board = self._kit.link.day, Board()
        for place in reversed(hall.at_counters(self._day)):
            if not place.serving and self._is_fresh(place.called_ms):
                self._call(place.call.leg, place.call.counter)
        self._waits.ask()

    def look(self) -> None:
        """Compare with the link and the clock, show what is different, and look again when the next thing is due."""
        now_s, book, day = self._kit.now(), self._kit.link.book, self._today()
        places = hall.at_counters(day)
        still = {place.call.leg for place in places if not place.serving}
        self.board = hall.advanced(self.board, still, now_s)
        scene = self._scene(book, day)
        if book is not None:
            self._show_calls(() if scene is Scene.AWAY else self.board.heroes, places, book, now_s)
            self._show_others(day, places, book)
        self._set(self._seen(scene, book, day, now_s))
        due_s = hall.next_s(self.board, now_s)
        pause_ms = _LOOK_MS if due_s is None else int((due_s - now_s) * 1000) + 1
        self._timer.start(min(_LOOK_MS, max(_LEAST_MS, pause_ms)))

    def _show_calls(
        self, heroes: tuple[Hero, ...], places: tuple[Place, ...], book: Book, now_s: float
    ) -> None:
        today = self._day.date
        self._heroes.show(
            [call_row(each.call, book, today, flashing=hall.hero_flashes(each, now_s)) for each in heroes]
        )
        flashing = self.board.flashing
        self._calls.show(
            [
                call_row(
                    each.call,
                    book,
                    today,
                    flashing=each.call.leg in flashing,
                    serving=each.serving,
                    step=each.step,
                )
                for each in hall.rows(places, now_s)
            ]
        )

    def _show_others(self, day: DayState, places: tuple[Place, ...], book: Book) -> None:
        told = self._waits.hall or _UNHEARD
        told = told if day is self._day else emptied(told)
        # The answer that says who is next may be a second old: whoever was called since is not next any more.
        called = {place.call.leg for place in places}
        self._next.show([ticket_row(each, day.date) for each in told.next if each.leg not in called])
        self._passed.show([ticket_row(each, day.date) for each in hall.passed(day)[: hall.MOST_PASSED]])
        self._waits_shown.show(wait_rows(told.waits, book))

    def _seen(self, scene: Scene, book: Book | None, day: DayState, now_s: float) -> HallState:
        if book is None:
            return HallState(scene)
        return HallState(
            scene,
            book.plan.bank or _NOBODY,
            book.plan.name,
            book.notices[hall.turn(now_s, len(book.notices))] if book.notices else _NOBODY,
            "" if self._waits.hall is None else hall.standby(day),
            len(hall.passed(day)),
            scene is not Scene.AWAY and hall.flashes(self.board, now_s),
        )

    def _today(self) -> DayState:
        """Return the day as it counts now: overnight the last one may still be told of."""
        now_ms, book = self._kit.link.now_ms(), self._kit.link.book
        if book is None or now_ms is None:
            return self._day
        return hall.on_date(self._day, book.plan.day_at(now_ms).date)

    def _is_away(self) -> bool:
        return self._lost_s is not None and self._kit.now() - self._lost_s >= hall.AWAY_S

    def _scene(self, book: Book | None, day: DayState) -> Scene:
        if self._is_away():
            return Scene.AWAY
        now_ms = self._kit.link.now_ms()
        if book is None or now_ms is None:
            return Scene.STARTING
        return hall.scene(doors_at(self._day, book.plan, now_ms).state, day)

    def _set(self, state: HallState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    @Property(str, notify=changed)
    def step(self) -> str:
        """What the screen is about: a Scene."""
        return self.state.scene.value

    @Property(str, notify=changed)
    def place(self) -> str:
        """The same: nobody walks through this screen."""
        return self.state.scene.value

    @Property(str, notify=changed)
    def standby(self) -> str:
        """Why no number is told to get ready: `nobody` waits, `later` a counter opens, or empty."""
        return self.state.standby

    @Property(int, notify=changed)
    def missed(self) -> int:
        """How many have missed their call, shown or not."""
        return self.state.missed

    @Property(bool, notify=changed)
    def flashing(self) -> bool:
        """A call flashes now."""
        return self.state.flashing

    @Property(str, notify=changed)
    def bank(self) -> str:
        """Name of the bank in Chinese, empty where the branch's name says it."""
        return self.state.bank.zh

    @Property(str, notify=changed)
    def branch(self) -> str:
        """Name of the branch in Chinese."""
        return self.state.branch.zh

    @Property(str, notify=changed)
    def english(self) -> str:
        """Bank and branch in English."""
        return " ".join(filter(None, (self.state.bank.en, self.state.branch.en)))

    @Property(str, notify=changed)
    def notice(self) -> str:
        """What the branch tells everybody now, empty for nothing."""
        return self.state.notice.zh

    @Property(str, notify=changed)
    def noticeEnglish(self) -> str:
        """The same in English."""
        return self.state.notice.en

    @Property(QObject, constant=True)
    def heroes(self) -> QObject:
        """The calls that own the screen now: rows of CallRow."""
        return self._heroes

    @Property(QObject, constant=True)
    def calls(self) -> QObject:
        """Who is called or served: rows of CallRow."""
        return self._calls

    @Property(QObject, constant=True)
    def next(self) -> QObject:
        """Who comes up next: rows of TicketRow."""
        return self._next

    @Property(QObject, constant=True)
    def passed(self) -> QObject:
        """Who did not come to a call: rows of TicketRow."""
        return self._passed

    @Property(QObject, constant=True)
    def waits(self) -> QObject:
        """Who waits, by category: rows of WaitRow."""
        return self._waits_shown
