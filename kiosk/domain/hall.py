"""What the hall screen says of those who wait: who comes up next, and how long each kind of business takes (C2, C3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.care import Care
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.counter import Counter
from kiosk.domain.dispatch import score
from kiosk.domain.lines import LineKey
from kiosk.domain.state import DayState
from kiosk.domain.visit import Leg, LegStatus
from kiosk.domain.waiting import Range, quote

MOST_NEXT: Final = 6
"""Numbers told to get ready."""
DISCREET: Final = "complaint"
"""The zone of whose services nothing is told in public but the call itself: who is upset is nobody's business (C6)."""


@dataclass(frozen=True, slots=True)
class Number:
    """A ticket number as the hall shows it. Two days may have given out the same one: the leg tells them apart."""

    leg: str
    ticket: str
    carried: str = ""
    """ISO date of the day that gave it out, if it was carried over from there; empty for a number of today."""


@dataclass(frozen=True, slots=True)
class CategoryWait:
    """Those who wait for a category, and the range a newcomer would be told; None: no open counter does any of it."""

    category: str
    waiting: int
    low_min: int | None
    high_min: int | None


@dataclass(frozen=True, slots=True)
class Hall:
    """All that the hall is told beyond its facts. No class, no reason, no name."""

    next: tuple[Number, ...]
    """In the order the rules would call them now; later arrivals may come between."""
    waits: tuple[CategoryWait, ...]


def hall_view(day: DayState, catalogue: Catalogue, now_ms: int) -> Hall:
    """Return what the hall may know at `now_ms` (service time). Costs nothing for what is over."""
    return Hall(tuple(_next(day, now_ms)), tuple(_waits(day, catalogue, now_ms)))


def emptied(hall: Hall) -> Hall:
    """Return what is said of the same categories while nobody waits and no counter is open."""
    return Hall((), tuple(CategoryWait(each.category, 0, None, None) for each in hall.waits))


def number_of(day: DayState, leg: str) -> Number:
    """Return the number of a leg of `day`; KeyError for a leg it does not know."""
    visit = day.visits[day.legs[leg].visit]
    return Number(leg, visit.ticket, "" if visit.date == day.date else visit.date)


def public_lines(day: DayState) -> list[LineKey]:
    """Return the lines in which somebody waits and of which the hall may tell."""
    return [key for key in day.lines.occupied() if day.lines.zone(key) != DISCREET]


def _next(day: DayState, now_ms: int) -> list[Number]:
    clockwork = day.clockwork
    if clockwork is None or not day.open:
        return []
    # The first few of each line are enough: nobody further back comes up before them.
    heads = {
        leg: (-score(clockwork.weights[key.care], now_ms - anchor_ms, day.lines.minutes(key), express=clockwork.express),
              -clockwork.weights[key.care], anchor_ms, leg)
        for counter in day.counters.values()
        for key, line in day.lines.open_to(counter)
        if day.lines.zone(key) != DISCREET
        for anchor_ms, leg in line[:MOST_NEXT]
    }  # fmt: skip
    return [number_of(day, leg) for leg in sorted(heads, key=heads.__getitem__)[:MOST_NEXT]]


def _waits(day: DayState, catalogue: Catalogue, now_ms: int) -> Iterable[CategoryWait]:
    waiting: dict[str, int] = {}
    for key in public_lines(day):
        waiting[key.service] = waiting.get(key.service, 0) + day.lines.length(key)
    for category in catalogue.categories:
        services = [one for one in catalogue.services_in(category.code) if one.zone != DISCREET]
        if not services:
            continue
        told = [wait for wait in _quotes(day, services, now_ms) if isinstance(wait, Range)]
        yield CategoryWait(
            category.code,
            sum(waiting.get(service.code, 0) for service in services),
            min((wait.low_min for wait in told), default=None),
            max((wait.high_min for wait in told), default=None),
        )


def _quotes(day: DayState, services: Iterable[Service], now_ms: int) -> Iterable[object]:
    """Yield what a newcomer would be told, once for all services that the same counters do.

    Nothing where somebody ahead has come to complain: a wait longer than those who are told of explains tells of them.
    """
    asked: set[tuple[frozenset[str], int]] = set()
    sought = frozenset(one.id for one in day.counters.values() if _is_sought_discreetly(day, one))
    for service in services:
        serve = frozenset(one.id for one in day.counters.values() if service.code in one.skills)
        if not serve or serve & sought or (serve, service.minutes) in asked:
            continue
        asked.add((serve, service.minutes))
        newcomer = Leg(
            "", "", service.code, service.zone, Care.ORDINARY, service.minutes, LegStatus.PLANNED, now_ms
        )
        yield quote(day, newcomer, now_ms)


def _is_sought_discreetly(day: DayState, counter: Counter) -> bool:
    return any(day.lines.zone(key) == DISCREET for key, _ in day.lines.open_to(counter))
