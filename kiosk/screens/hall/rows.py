"""The rows of the hall screen, with every word in both languages: nobody can choose one there."""

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.catalogue import STEPS, Text
from kiosk.domain.flow.hall import Call
from kiosk.domain.hall import CategoryWait, Number
from kiosk.screens.book import Book

UNKNOWN: int = -1
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_OF_TODAY = Text("", "")


@dataclass(frozen=True, slots=True)
class CallRow:
    """A ticket at a counter, as it stands in the list or owns the screen."""

    code: str
    ticket: str
    carried: str
    """Whose number it is if not of today: 昨日, or the date; empty for a number of today. In English always the date."""
    carriedEnglish: str
    counter: str
    name: str
    english: str
    zone: str
    zoneEnglish: str
    letter: str
    colour: str
    serving: bool
    flashing: bool
    badge: str
    """Of whoever serves at the counter, empty for nobody known."""
    step: int
    """How far the handling is, 1 to 5; 0 until somebody says so."""
    stepName: str


@dataclass(frozen=True, slots=True)
class WaitRow:
    """Those who wait for a category; minutes are UNKNOWN while no open counter does any of it."""

    code: str
    name: str
    english: str
    icon: str
    waiting: int
    lowMinutes: int
    highMinutes: int


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket number by itself."""

    code: str
    ticket: str
    carried: str
    """As in CallRow."""
    carriedEnglish: str


def call_row(  # noqa: PLR0913 - what the day says of it is not all in the call
    call: Call, book: Book, today: str, *, flashing: bool, serving: bool = False, step: str = ""
) -> CallRow:
    """Return the row of a call; a counter or zone that the branch's files do not know has a number only.

    `step` is the code of one of the five steps; one the files have no name for is not shown.
    """
    carried, named = _carried(call.carried, today), _step(step, book)
    counter = next((each for each in book.plan.counters if each.id == call.counter), None)
    zone = book.zone(counter.zone) if counter else None
    return CallRow(
        code=call.leg,
        ticket=call.ticket,
        carried=carried.zh,
        carriedEnglish=carried.en,
        counter=call.counter,
        name=counter.name.zh if counter else "",
        english=counter.name.en if counter else "",
        zone=zone.name.zh if zone else "",
        zoneEnglish=zone.name.en if zone else "",
        letter=zone.letter if zone else "",
        colour=zone.colour if zone else "",
        serving=serving,
        flashing=flashing,
        badge=call.badge,
        step=STEPS.index(step) + 1 if named else 0,
        stepName=named.zh if named else "",
    )


def ticket_row(number: Number, today: str) -> TicketRow:
    """Return the row of a number by itself; `today` is the ISO business date."""
    carried = _carried(number.carried, today)
    return TicketRow(number.leg, number.ticket, carried.zh, carried.en)


def wait_rows(waits: tuple[CategoryWait, ...], book: Book) -> list[WaitRow]:
    """Return a row for each category the branch has."""
    told = {wait.category: wait for wait in waits}
    return [
        WaitRow(
            category.code,
            category.name.zh,
            category.name.en,
            category.icon,
            told[category.code].waiting,
            _minutes(told[category.code].low_min),
            _minutes(told[category.code].high_min),
        )
        for category in book.catalogue.categories
        if category.code in told
    ]


def _minutes(told: int | None) -> int:
    return UNKNOWN if told is None else told


def _step(code: str, book: Book) -> Text | None:
    """Return the name of a step, which is the same in every service."""
    if code not in STEPS:
        return None
    steps = (step for service in book.catalogue.services.values() for step in service.steps)
    return next((step.name for step in steps if step.code == code), None)


def _carried(of: str, today: str) -> Text:
    if not of:
        return _OF_TODAY
    day = date.fromisoformat(of)
    yesterday = bool(today) and date.fromisoformat(today) - day == timedelta(days=1)
    zh = "昨日" if yesterday else f"{day.month}月{day.day}日"
    return Text(zh, f"{day.day} {_MONTHS[day.month - 1]}")
