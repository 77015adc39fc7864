"""The view-model of the entrance screen."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import (
    Arriving,
    Step,
    can_go_back,
    can_start_over,
    fresh,
    patience,
)
from kiosk.domain.flow.entrance import advance
from kiosk.domain.flow.view import tiles
from kiosk.screens.entrance import lists
from kiosk.screens.entrance.guide import GuideModel
from kiosk.screens.entrance.number import NumberModel
from kiosk.screens.entrance.paper import PaperTrail
from kiosk.screens.entrance.search import SearchModel
from kiosk.screens.entrance.wish import WishModel
from kiosk.screens.kit import Kit
from kiosk.screens.rows import ChoiceRow, RowsModel
from kiosk.screens.session import Session

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class EntranceModel(QObject):
    """The entrance for QML: properties read the state, slots let something happen. Made by the application."""

    changed = Signal()
    ticked = Signal()
    """Another second of the grace is gone."""
    ended = Signal()
    """A session is over: nothing of it may be left on the screen for the next customer."""

    def __init__(self, kit: Kit) -> None:
        """Stand ready for the first customer."""
        super().__init__()
        self._kit = kit
        self._session = Session(Arriving(), (advance, patience), self._moved, kit, self)
        self._session.idle.ticked.connect(self.ticked)
        self._session.ended = self.ended.emit
        self._papers = PaperTrail(kit.link, self._session.feed, self)
        self._number = NumberModel(kit, self._papers, self._session.feed, self)
        self._guide = GuideModel(kit, self._session.feed, self)
        self._search = SearchModel(kit, self._key, self)
        self._wish = WishModel(kit, self)
        self._categories = RowsModel(ChoiceRow, self)
        self._services = RowsModel(ChoiceRow, self)
        kit.link.changed.connect(self._show)

    @property
    def state(self) -> Arriving:
        """Where the customer stands."""
        return self._session.state

    def _moved(self, before: Arriving, after: Arriving) -> None:
        self._number.follow(before, after)
        self._guide.follow(before, after)
        self._show()
        self._papers.follow(before, after)  # last: it may move the customer on

    def _key(self, event: e.Event) -> None:
        if self._session.is_settled():
            self._session.feed(event)

    def _show(self) -> None:
        """Bring the lists in line with the state, then tell QML."""
        flow, say, book = self.state, self._kit.tongue.say, self._kit.link.book
        self._categories.show(lists.category_rows(flow, book.catalogue, say) if book else [])
        self._services.show(lists.service_rows(flow, say))
        self._search.follow(flow)
        self._wish.follow(flow)
        self.changed.emit()

    # Where the customer stands

    @Property(NumberModel, constant=True)
    def number(self) -> NumberModel:
        """The wait, the number and its slip."""
        return self._number

    @Property(GuideModel, constant=True)
    def guide(self) -> GuideModel:
        """The guidance slip."""
        return self._guide

    @Property(SearchModel, constant=True)
    def search(self) -> SearchModel:
        """The keypad and what it finds."""
        return self._search

    @Property(WishModel, constant=True)
    def wish(self) -> WishModel:
        """The service chosen and what it takes."""
        return self._wish

    @Property(str, notify=changed)
    def step(self) -> str:
        """What to show: a step of the flow, or `starting` while the branch has not said what it does."""
        flow = self.state
        return "starting" if flow.step is Step.CATEGORY and self._kit.link.book is None else flow.step.value

    @Property(str, notify=changed)
    def place(self) -> str:
        """Changes whenever another screen or page is shown."""
        flow = self.state
        return f"{flow.step}-{flow.asked}-{lists.paged(flow).page}"

    @Property(bool, notify=changed)
    def fresh(self) -> bool:
        """Nobody has begun."""
        return self.state == fresh(self.state)

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
    def needs(self) -> str:
        """Care needs declared, with spaces between."""
        return " ".join(sorted(self.state.needs))

    @Property(int, notify=changed)
    def perPage(self) -> int:
        """How many tiles or rows stand on one screen at most."""
        return tiles(self.state.view)

    @Property(int, notify=changed)
    def page(self) -> int:
        """Of a long list, from 1."""
        return lists.paged(self.state).page + 1

    @Property(int, notify=changed)
    def pages(self) -> int:
        """How many pages the list on the screen has."""
        return lists.paged(self.state).pages

    # What there is to choose from

    @Property(QObject, constant=True)
    def categories(self) -> QObject:
        """ChoiceRow."""
        return self._categories

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        """ChoiceRow."""
        return self._services

    @Property(str, notify=changed)
    def categoryIcon(self) -> str:
        """Of the category chosen."""
        book, code = self._kit.link.book, self.state.category
        return (
            next((each.icon for each in book.catalogue.categories if each.code == code), "") if book else ""
        )

    # What a customer does

    @Slot(str)
    def chooseCategory(self, code: str) -> None:
        """Press a category; one that holds nothing is not there."""
        book = self._kit.link.book
        services = book.catalogue.services_in(code) if book else ()
        if services:
            self._session.feed(e.ChooseCategory(code, services))

    @Slot(str)
    def chooseService(self, code: str) -> None:
        """Press a service of the category, or one that was found."""
        listed = next((each for each in self.state.offered if each.code == code), None)
        service = listed or self._search.offered(code)
        if service is not None:
            self._session.feed(e.ChooseService(service))

    @Slot()
    def seek(self) -> None:
        """Look for a service on the keypad."""
        self._session.feed(e.Search())

    @Slot(str)
    def reply(self, option: str) -> None:
        """Answer the question on the screen."""
        self._session.feed(e.Reply(option))

    @Slot(str)
    def tick(self, material: str) -> None:
        """Say that something is in hand, or is not."""
        self._session.feed(e.Tick(material))

    @Slot(str)
    def declare(self, need: e.Need) -> None:
        """Declare a care need, or take it back."""
        self._session.feed(e.Declare(need))

    @Slot()
    def more(self) -> None:
        """Turn the page of a long list."""
        self._session.feed(e.More())

    @Slot()
    def goOn(self) -> None:
        """Go to the next screen; from the confirmation, take the number."""
        self._session.feed(e.Next())

    @Slot()
    def take(self) -> None:
        """Take the number at once: what is still open is settled at the counter."""
        self._session.feed(e.Take())

    @Slot()
    def seeMachines(self) -> None:
        """See how the self-service machines would do it."""
        self._session.feed(e.Offer())

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
    def makeWay(self) -> None:
        """Somebody who is no customer comes to the screen: the session ends as if its customer had gone."""
        self._session.walk_away()

    @Slot()
    def stay(self) -> None:
        """The customer says to be still there."""
        self._session.stay()

    @Slot()
    def touched(self) -> None:
        """Somebody touched the screen or a key."""
        self._session.touched()
