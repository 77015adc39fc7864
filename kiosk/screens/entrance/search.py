"""Finding a service on the keypad by pinyin, initials or English (reception.md A2). What is keyed is kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Service
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step
from kiosk.domain.flow.entrance import LONGEST_QUERY
from kiosk.domain.flow.view import tiles
from kiosk.domain.search import KEYPAD, find, next_letters
from kiosk.screens.book import Book
from kiosk.screens.kit import Kit
from kiosk.screens.rows import ChoiceRow, RowsModel

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

MOST: Final = 12
"""Services found at most: whoever gets more has to key another letter anyway."""


@dataclass(frozen=True, slots=True)
class SearchState:
    """What is shown of the search."""

    flow: Arriving = field(default_factory=Arriving)
    book: Book | None = None
    """What it was looked up in, None while nothing was."""
    found: tuple[Service, ...] = ()
    letters: frozenset[str] = frozenset(KEYPAD)
    room: int = 1
    """Rows that fit on the screen, as QML measured it."""


@QmlElement
class SearchModel(QObject):
    """The search for QML. Made by the entrance's model."""

    changed = Signal()

    def __init__(self, kit: Kit, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told what is keyed; it leaves out what was aimed at the screen before."""
        super().__init__(owner)
        self._kit = kit
        self._feed = feed
        self._state = SearchState()
        self._clearing = False
        self._rows = RowsModel(ChoiceRow, self)

    def follow(self, flow: Arriving) -> None:
        """Look up what is keyed now, unless it was; nothing is looked up before the keypad is shown."""
        state, book = self._state, self._kit.link.book
        if self._clearing and flow.query:
            return  # on the way to nothing
        if flow.step is not Step.SEARCH or book is None:
            self._show(SearchState(flow, room=state.room))
        elif book is state.book and flow.query == state.flow.query:
            self._show(replace(state, flow=flow))
        else:
            self._show(_looked_up(flow, book, state.room))

    def _show(self, state: SearchState) -> None:
        self._state = state
        say, chosen, first = self._kit.tongue.say, state.flow.service, self._page() * self._size()
        self._rows.show(
            [
                ChoiceRow(each.code, say(each.name), say(each.help), each.code, each == chosen)
                for each in state.found[first : first + self._size()]
            ]
        )
        self.changed.emit()

    def _size(self) -> int:
        return max(1, min(self._state.room, tiles(self._state.flow.view)))

    def _page(self) -> int:
        return self._state.flow.page % self._pages()

    def _pages(self) -> int:
        return max(1, -(-len(self._state.found) // self._size()))

    def offered(self, code: str) -> Service | None:
        """Return a service that was found, None if it was not."""
        return next((each for each in self._state.found if each.code == code), None)

    @Property(str, notify=changed)
    def query(self) -> str:
        """What was keyed."""
        return self._state.flow.query

    @Property(str, notify=changed)
    def letters(self) -> str:
        """Letters and digits that would still find something."""
        return "".join(sorted(self._state.letters))

    @Property(bool, notify=changed)
    def digits(self) -> bool:
        """Some service is called by a digit."""
        book = self._state.book
        readings = (
            (said for one in book.search for word in one.words for said in word.readings) if book else ()
        )
        return any(map(str.isdigit, "".join(readings)))

    @Property(int, notify=changed)
    def count(self) -> int:
        """How many services were found."""
        return len(self._state.found)

    @Property(QObject, constant=True)
    def results(self) -> QObject:
        """ChoiceRow, the best first, one page of them."""
        return self._rows

    @Property(int, notify=changed)
    def page(self) -> int:
        """Of the services found, from 1."""
        return self._page() + 1

    @Property(int, notify=changed)
    def pages(self) -> int:
        """How many pages there are."""
        return self._pages()

    @Slot(int)
    def fit(self, rows: int) -> None:
        """Say how many rows there is room for on the screen."""
        if rows != self._state.room:
            self._show(replace(self._state, room=rows))

    @Slot(str)
    def key(self, sign: str) -> None:
        """Press a letter or digit."""
        self._feed(e.Key(sign))

    @Slot()
    def erase(self) -> None:
        """Take the last one back."""
        self._feed(e.Erase())

    @Slot()
    def clear(self) -> None:
        """Take all of them back."""
        self._clearing = True
        for _ in self._state.flow.query:
            self._feed(e.Erase())
        self._clearing = False


def _looked_up(flow: Arriving, book: Book, room: int) -> SearchState:
    services = book.catalogue.services
    codes = find(book.search, flow.query, MOST)
    found = tuple(services[code] for code in codes if code in services)
    full = len(flow.query) >= LONGEST_QUERY
    letters = frozenset[str]() if full else next_letters(book.search, flow.query)
    return SearchState(flow, book, found, letters, room)
