"""The view-model of the exit screen."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QWindow
from PySide6.QtQml import QmlElement

from kiosk.domain.flow import events as e
from kiosk.domain.flow.exit import advance
from kiosk.domain.flow.leaving import (
    Leaving,
    Step,
    can_go_back,
    can_start_over,
    fresh,
    is_keyed,
    is_left,
    is_same_slip,
    may_key,
    patience,
)
from kiosk.screens.exit.aftercare import AftercareModel
from kiosk.screens.exit.asking import Asking
from kiosk.screens.exit.countdown import Countdown
from kiosk.screens.exit.opinion import OpinionModel
from kiosk.screens.kit import Kit
from kiosk.screens.scanner import Scanner
from kiosk.screens.session import Session

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ExitModel(QObject):
    """The exit for QML: properties read the state, slots let something happen. Made by the application."""

    changed = Signal()
    ticked = Signal()
    """Another second of the grace is gone."""
    ended = Signal()
    """A session is over: nothing of it may be left on the screen for the next customer."""

    def __init__(self, kit: Kit) -> None:
        """Stand ready for the first customer."""
        super().__init__()
        self._kit = kit
        self._session = Session(Leaving(), (advance, patience), self._moved, kit, self)
        self._session.idle.ticked.connect(self.ticked)
        self._session.ended = self.ended.emit
        self._asking = Asking(kit.link, self._session.feed)
        self._session.left = self._asking.keep
        self._opinion = OpinionModel(kit, self._session.feed, self)
        self._aftercare = AftercareModel(kit, self._session.feed, self)
        self._wait = Countdown(kit.now, self)
        self._wait.ticked.connect(self.ticked)
        self._wait.over.connect(lambda: self._session.feed(e.Waited()))
        self._deaf = False
        """Somebody who is no customer is at the screen: what is scanned now is nobody's slip."""
        self._scanner = Scanner(kit.now, self)
        self._scanner.scanned.connect(self.scan)
        kit.link.changed.connect(self._open)

    @property
    def state(self) -> Leaving:
        """Where the customer stands."""
        return self._session.state

    def _open(self) -> None:
        """Take over the branch's questions and reasons whenever nobody is in the middle of them."""
        book = self._kit.link.book
        if book is not None and self.state == fresh(self.state):
            codes = tuple(question.code for question in book.rating_questions)
            self._session.state = Leaving(questions=codes, offered=book.rating_reasons)
        self._show()

    def _moved(self, before: Leaving, after: Leaving) -> None:
        self._asking.follow(before, after)
        if before.wait_s != after.wait_s:
            self._wait.begin(after.wait_s)
        self._show()

    def _show(self) -> None:
        self._opinion.follow(self.state)
        self._aftercare.follow(self.state)
        self.changed.emit()

    @Property(OpinionModel, constant=True)
    def opinion(self) -> OpinionModel:
        """The score, the reasons and the questions."""
        return self._opinion

    @Property(AftercareModel, constant=True)
    def aftercare(self) -> AftercareModel:
        """What was done, and what to mind now."""
        return self._aftercare

    @Property(str, notify=changed)
    def step(self) -> str:
        """What to show: a step of the flow, or `starting` while the branch has not said what it asks."""
        begun = self.state.step is not Step.NUMBER
        return self.state.step.value if begun or self._kit.link.book else "starting"

    @Property(str, notify=changed)
    def place(self) -> str:
        """Changes whenever another screen is shown."""
        return f"{self.state.step}-{self.state.asked}"

    @Property(bool, notify=changed)
    def fresh(self) -> bool:
        """Nobody has begun."""
        return self.state == replace(fresh(self.state), language=self.state.language)

    @Property(bool, notify=changed)
    def canGoBack(self) -> bool:
        """Back leads somewhere."""
        return can_go_back(self.state)

    @Property(bool, notify=changed)
    def canStartOver(self) -> bool:
        """There is something to forget."""
        return can_start_over(self.state)

    @Property(str, notify=changed)
    def language(self) -> str:
        """`zh` or `en`."""
        return self.state.language

    @Property(bool, notify=changed)
    def warned(self) -> bool:
        """The customer is being asked if somebody is there."""
        return self.state.warned

    @Property(int, notify=ticked)
    def secondsLeft(self) -> int:
        """Until the session ends, -1 while nobody needs to know."""
        return self._session.idle.seconds_left

    @Property(str, notify=changed)
    def ticket(self) -> str:
        """As keyed so far."""
        return self.state.ticket

    @Property(str, notify=changed)
    def check(self) -> str:
        """As keyed so far."""
        return self.state.check

    @Property(str, notify=changed)
    def letters(self) -> str:
        """The letters that numbers of this branch begin with."""
        book = self._kit.link.book
        return "".join(sorted({each.series for each in book.catalogue.services.values()})) if book else ""

    @Property(bool, notify=changed)
    def wantsLetter(self) -> bool:
        """A letter comes next, and no digit."""
        return may_key(self.state, "A")

    @Property(bool, notify=changed)
    def wantsDigit(self) -> bool:
        """A digit may come next."""
        return may_key(self.state, "0")

    @Property(bool, notify=changed)
    def keyed(self) -> bool:
        """What was keyed is whole."""
        return is_keyed(self.state)

    @Property(bool, notify=changed)
    def late(self) -> bool:
        """The branch has not answered for too long."""
        return self.state.late

    @Property(bool, notify=changed)
    def another(self) -> bool:
        """Another slip was scanned while an opinion lies half given."""
        return self.state.another

    @Property(str, notify=changed)
    def refusal(self) -> str:
        """Why it cannot be rated: a refusal code."""
        return self.state.refusal

    @Property(str, notify=changed)
    def standing(self) -> str:
        """How a visit stands that is not finished: `waiting`, `called`, `serving`, `passed`, `parked` or `ended`."""
        return self.state.standing

    @Property(int, notify=changed)
    def slipMonth(self) -> int:
        """Of a slip that is not of today, 0 for none."""
        return self._slip_date().month if self.state.slip_date else 0

    @Property(int, notify=changed)
    def slipDay(self) -> int:
        """Day of the month of a slip that is not of today, 0 for none."""
        return self._slip_date().day if self.state.slip_date else 0

    def _slip_date(self) -> date:
        return date.fromisoformat(self.state.slip_date)

    @Property(int, notify=ticked)
    def waitLeft(self) -> int:
        """Seconds until the branch lets the next try through, 0 for no wait."""
        return self._wait.seconds_left

    def listen(self, window: QWindow) -> None:
        """Hear what the scanner types into `window`, before every filter it has already."""
        self._scanner.listen(window)

    @Slot(str)
    def scan(self, code: str) -> None:
        """Something was scanned: the slip of whoever stands here, or of the next customer when this one has gone."""
        if self._deaf:
            return
        if is_left(self.state, code, self._session.idle.silent_s):
            self._session.walk_away()
        self._session.feed(e.Scanned(code))
        if is_same_slip(self.state, code):
            self._session.stay()

    @Slot(str)
    def key(self, sign: str) -> None:
        """Press a key of the keypad; letters count in either case."""
        self._session.feed(e.Key(sign.upper()))

    @Slot()
    def erase(self) -> None:
        """Take the last sign back."""
        self._session.feed(e.Erase())

    @Slot()
    def goOn(self) -> None:
        """The number or code is whole, or enough reasons are chosen."""
        self._session.feed(e.Next())

    @Slot()
    def back(self) -> None:
        """Return to the screen before."""
        self._session.feed(e.Back())

    @Slot()
    def startOver(self) -> None:
        """Forget everything."""
        self._session.feed(e.StartOver())

    @Slot(str)
    def speak(self, language: e.Language) -> None:
        """Change the language."""
        self._session.feed(e.Speak(language))

    @Slot()
    def end(self) -> None:
        """The customer is finished."""
        self._session.feed(e.End())

    @Slot()
    def walkAway(self) -> None:
        """The customer waits no longer; what was said still arrives."""
        self._session.walk_away()

    @Slot()
    def makeWay(self) -> None:
        """Somebody who is no customer comes: what was said still arrives, and nothing is scanned until `hear`."""
        self._session.walk_away()
        self._deaf = True

    @Slot()
    def hear(self) -> None:
        """The screen is there for customers again."""
        self._deaf = False

    @Slot()
    def stay(self) -> None:
        """The customer says to be still there."""
        self._session.stay()

    @Slot()
    def touched(self) -> None:
        """Somebody touched the screen or a key."""
        self._session.touched()
