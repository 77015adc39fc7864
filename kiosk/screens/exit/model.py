"""The view-model of the exit screen."""

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.answers import Called, Done, Issued, Refusal
from kiosk.domain.catalogue import Text
from kiosk.domain.flow import events as e
from kiosk.domain.flow.exit import advance
from kiosk.domain.flow.leaving import (
    Leaving,
    Step,
    can_go_back,
    can_start_over,
    fresh,
    is_keyed,
    may_key,
    patience,
    request,
)
from kiosk.screens.errand import Errand
from kiosk.screens.kit import Kit
from kiosk.screens.rows import LineRow, RowsModel
from kiosk.screens.session import Session

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_OK = 200


class _Found(msgspec.Struct):
    """A visit as the branch describes it to whoever holds its slip."""

    visit: str
    services: tuple[str, ...]
    finished: bool
    rated: bool


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
        self._errand: Errand | None = None
        self._services = RowsModel(LineRow, self)
        kit.link.changed.connect(self._open)

    @property
    def state(self) -> Leaving:
        """Where the customer stands."""
        return self._session.state

    def _open(self) -> None:
        """Take over the branch's questions whenever nobody is in the middle of them."""
        book = self._kit.link.book
        codes = tuple(question.code for question in book.rating_questions) if book else ()
        if self.state == fresh(self.state) and codes != self.state.questions:
            self._session.state = Leaving(questions=codes)
        self._show()

    def _moved(self, before: Leaving, after: Leaving) -> None:
        if before.step is not after.step:
            self._drop()
            if after.step is Step.LOOKING:
                query = {"ticket": after.ticket, "check": after.check}
                self._errand = self._kit.link.look("/v1/exit/visit", query, self._found, self._late)
            elif after.step is Step.SENDING:
                self._errand = self._kit.link.ask(request(after), self._heard, self._late)
        self._show()

    def _show(self) -> None:
        book, say = self._kit.link.book, self._kit.tongue.say
        done = [book.catalogue.services.get(code) for code in self.state.services] if book else []
        self._services.show([LineRow(service.code, say(service.name)) for service in done if service])
        self.changed.emit()

    def _drop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def _late(self) -> None:
        self._session.feed(e.Late())

    def _found(self, status: int, data: bytes) -> None:
        self._errand = None
        if status == _OK:
            seen = msgspec.json.decode(data, type=_Found)
            self._session.feed(e.Found(seen.visit, seen.services, seen.finished, seen.rated))
        else:
            self._session.feed(e.Heard(Refusal("wrong_ticket_or_check")))

    def _heard(self, answer: Issued | Called | Done | Refusal) -> None:
        self._errand = None
        if isinstance(answer, Done | Refusal):
            self._session.feed(e.Heard(answer))

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
        return self.state == Leaving(questions=self.state.questions, language=self.state.language)

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

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        """LineRow: what was done today."""
        return self._services

    @Property(str, notify=changed)
    def question(self) -> str:
        """Of the question on the screen."""
        return self._kit.tongue.say(self._text())

    def _text(self) -> Text | None:
        book, state = self._kit.link.book, self.state
        if book is None or state.step is not Step.QUESTION:
            return None
        asked = (each.text for each in book.rating_questions if each.code == state.questions[state.asked])
        return next(asked, None)

    @Property(int, notify=changed)
    def questionNumber(self) -> int:
        """Of the question on the screen, from 1."""
        return self.state.asked + 1

    @Property(int, notify=changed)
    def questionCount(self) -> int:
        """How many questions follow the rating."""
        return len(self.state.questions)

    @Property(int, notify=changed)
    def chosenScore(self) -> int:
        """What was answered on this screen before going back to it, 0 for nothing."""
        if self.state.step is Step.QUESTION:
            return self.state.answers.get(self.state.questions[self.state.asked], 0)
        return self.state.score

    @Property(bool, notify=changed)
    def late(self) -> bool:
        """The branch has not answered for too long."""
        return self.state.late

    @Property(str, notify=changed)
    def refusal(self) -> str:
        """Why it cannot be rated: a refusal code."""
        return self.state.refusal

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
        """The number or code is whole."""
        self._session.feed(e.Next())

    @Slot(int)
    def rate(self, score: int) -> None:
        """Press a face, or an answer of a question."""
        self._session.feed(e.Score(score))

    @Slot()
    def skip(self) -> None:
        """Leave the question unanswered."""
        self._session.feed(e.Skip())

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
    def stay(self) -> None:
        """The customer says to be still there."""
        self._session.stay()

    @Slot()
    def touched(self) -> None:
        """Somebody touched the screen or a key."""
        self._session.touched()
