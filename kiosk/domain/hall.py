"""What the hall screen says of those who wait: who comes up next, and how long each kind of business takes (C2, C3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.care import Care
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.dispatch import score
from kiosk.domain.state import DayState
from kiosk.domain.visit import Leg, LegStatus
from kiosk.domain.waiting import Range, quote

MOST_NEXT: Final = 6
"""Numbers told to get ready."""
_DISCREET: Final = "complaint"
"""The zone of whose services nothing is told in public but the number itself: who is upset is nobody's business (C6)."""


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

    next: tuple[str, ...]
    """Ticket numbers in the order the rules would call them now; later arrivals may come between."""
    waits: tuple[CategoryWait, ...]


def hall_view(day: DayState, catalogue: Catalogue, now_ms: int) -> Hall:
    """Return what the hall may know at `now_ms` (service time). Costs nothing for what is over."""
    return Hall(tuple(_next(day, now_ms)), tuple(_waits(day, catalogue, now_ms)))


def _next(day: DayState, now_ms: int) -> list[str]:
    clockwork = day.clockwork
    if clockwork is None or not day.open:
        return []
    # The first few of each line are enough: nobody further back comes up before them.
    heads = {
        leg: (-score(clockwork.weights[key.care], now_ms - anchor_ms, day.lines.minutes(key), express=clockwork.express),
              -clockwork.weights[key.care], anchor_ms, leg)
        for counter in day.counters.values()
        for key, line in day.lines.open_to(counter)
        for anchor_ms, leg in line[:MOST_NEXT]
    }  # fmt: skip
    return [day.ticket_of(leg) for leg in sorted(heads, key=heads.__getitem__)[:MOST_NEXT]]


def _waits(day: DayState, catalogue: Catalogue, now_ms: int) -> Iterable[CategoryWait]:
    waiting: dict[str, int] = {}
    for key in day.lines.occupied():
        waiting[key.service] = waiting.get(key.service, 0) + day.lines.length(key)
    for category in catalogue.categories:
        services = [one for one in catalogue.services_in(category.code) if one.zone != _DISCREET]
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
    """Yield what a newcomer would be told, once for all services that the same counters do."""
    asked: set[tuple[frozenset[str], int]] = set()
    for service in services:
        serve = frozenset(one.id for one in day.counters.values() if service.code in one.skills)
        if not serve or (serve, service.minutes) in asked:
            continue
        asked.add((serve, service.minutes))
        newcomer = Leg(
            "", "", service.code, service.zone, Care.ORDINARY, service.minutes, LegStatus.PLANNED, now_ms
        )
        yield quote(day, newcomer, now_ms)
