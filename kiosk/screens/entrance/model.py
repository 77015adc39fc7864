"""The view-model of the entrance screen."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import (
    Arriving,
    Step,
    can_go_back,
    can_start_over,
    materials,
    patience,
    questions,
)
from kiosk.domain.flow.entrance import advance
from kiosk.screens.entrance import lists
from kiosk.screens.entrance.number import NumberModel
from kiosk.screens.kit import Kit
from kiosk.screens.rows import ChoiceRow, LineRow, MaterialRow, RowsModel
from kiosk.screens.session import Session

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class EntranceModel(QObject):
    """The entrance for QML: properties read the state, slots let something happen. Made by the application."""

    changed = Signal()
    ticked = Signal()
    """Another second of the grace is gone."""

    def __init__(self, kit: Kit) -> None:
        """Stand ready for the first customer."""
        super().__init__()
        self._kit = kit
        self._session = Session(Arriving(), (advance, patience), self._moved, kit, self)
        self._session.idle.ticked.connect(self.ticked)
        self._number = NumberModel(kit, self._session.feed, self)
        self._categories = RowsModel(ChoiceRow, self)
        self._services = RowsModel(ChoiceRow, self)
        self._options = RowsModel(ChoiceRow, self)
        self._materials = RowsModel(MaterialRow, self)
        self._steps = RowsModel(LineRow, self)
        self._answers = RowsModel(LineRow, self)
        kit.link.changed.connect(self._show)

    @property
    def state(self) -> Arriving:
        """Where the customer stands."""
        return self._session.state

    def _moved(self, before: Arriving, after: Arriving) -> None:
        self._number.follow(before, after)
        self._show()

    def _show(self) -> None:
        """Bring the lists in line with the state, then tell QML."""
        flow, say, book = self.state, self._kit.tongue.say, self._kit.link.book
        self._categories.show(lists.category_rows(flow, book.catalogue, say) if book else [])
        self._services.show(lists.service_rows(flow, say))
        self._options.show(lists.option_rows(flow, say))
        self._materials.show(lists.material_rows(flow, say))
        self._steps.show(lists.step_rows(flow, say))
        self._answers.show(lists.answer_rows(flow, say))
        self.changed.emit()

    # Where the customer stands

    @Property(NumberModel, constant=True)
    def number(self) -> NumberModel:
        """The wait, the number and its slip."""
        return self._number

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
        return self.state == Arriving(language=self.state.language)

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
    def page(self) -> int:
        """Of a long list, from 1."""
        return lists.paged(self.state).page + 1

    @Property(int, notify=changed)
    def pages(self) -> int:
        """How many pages the list on the screen has."""
        return lists.paged(self.state).pages

    # What there is to choose from, and what was chosen

    @Property(QObject, constant=True)
    def categories(self) -> QObject:
        """ChoiceRow."""
        return self._categories

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        """ChoiceRow."""
        return self._services

    @Property(QObject, constant=True)
    def options(self) -> QObject:
        """ChoiceRow."""
        return self._options

    @Property(QObject, constant=True)
    def materials(self) -> QObject:
        """MaterialRow."""
        return self._materials

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        """LineRow."""
        return self._steps

    @Property(QObject, constant=True)
    def answers(self) -> QObject:
        """LineRow."""
        return self._answers

    @Property(str, notify=changed)
    def categoryIcon(self) -> str:
        """Of the category chosen."""
        book, code = self._kit.link.book, self.state.category
        return (
            next((each.icon for each in book.catalogue.categories if each.code == code), "") if book else ""
        )

    @Property(str, notify=changed)
    def serviceName(self) -> str:
        """Of the service chosen."""
        service = self.state.service
        return self._kit.tongue.say(service.name) if service else ""

    @Property(str, notify=changed)
    def serviceCode(self) -> str:
        """Of the service chosen; names its icon."""
        service = self.state.service
        return service.code if service else ""

    @Property(str, notify=changed)
    def question(self) -> str:
        """Of the question on the screen."""
        flow = self.state
        return self._kit.tongue.say(questions(flow)[flow.asked].text) if flow.step is Step.QUESTION else ""

    @Property(int, notify=changed)
    def materialsCount(self) -> int:
        """How many things to bring."""
        return len(materials(self.state))

    @Property(str, notify=changed)
    def missing(self) -> str:
        """Names of the first three things that were not ticked, as a list in the present language."""
        names = [self._kit.tongue.say(each.name) for each in lists.missing(self.state)[: lists.NAMED]]
        return (", " if self.state.language == "en" else "、").join(names)

    @Property(int, notify=changed)
    def missingMore(self) -> int:
        """How many more were not ticked."""
        return max(0, len(lists.missing(self.state)) - lists.NAMED)

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
        """Press a service."""
        for service in self.state.offered:
            if service.code == code:
                self._session.feed(e.ChooseService(service))

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
