"""A day put together by hand: who waits since when, which counters are open, who is next by brute force."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kiosk.domain.counter import Counter
from kiosk.domain.dispatch import Choice, score
from kiosk.domain.state import Clockwork, DayState
from kiosk.domain.visit import Leg, LegStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINUTE_MS = 60_000
NOW_MS = 1_800_000_000_000
"""Some moment of service time; the rooms are looked at then."""

WEIGHTS = {"ordinary": 100, "elderly": 400, "protected": 1111, "vip": 625}
"""Default weights in hundredths (queueing.md, Dispatch)."""
PROMISES = {"ordinary": 20, "elderly": 10, "protected": 6, "vip": 8}
"""Default promises in minutes."""
MINUTES = {"cash": 5, "card": 8, "loan": 20}
"""Prior mean minutes of the services these tests know; one catalogue for the whole day."""


def clockwork(
    *, weights: Mapping[str, int] = WEIGHTS, guard: bool = False, express: bool = False
) -> Clockwork:
    return Clockwork(
        date="2026-11-23",
        opens_ms=NOW_MS - 4 * 60 * MINUTE_MS,
        closes_ms=NOW_MS + 4 * 60 * MINUTE_MS,
        cutoff_ms=NOW_MS + 4 * 60 * MINUTE_MS,
        catalogue="test",
        weights=dict(weights),
        promises=dict(PROMISES),
        guard=guard,
        express=express,
    )


def counter(name: str = "1", *skills: str, leg: str = "", calls_since_guard: int = 2) -> Counter:
    """Return an open counter; without skills it can do cash. `leg` makes it busy."""
    return Counter(
        name,
        "hall",
        frozenset(skills or ("cash",)),
        leg=leg,
        calls_since_guard=calls_since_guard,
    )


def person(  # noqa: PLR0913 - all but the first say how this one differs from the plain customer
    name: str,
    care: str = "ordinary",
    *,
    waited_min: float = 0,
    waited_ms: int | None = None,
    service: str = "cash",
    wish: str = "",
) -> Leg:
    """Return a leg that waits since so long before NOW_MS, for any counter or for the one wished."""
    anchor_ms = NOW_MS - (round(waited_min * MINUTE_MS) if waited_ms is None else waited_ms)
    minutes = MINUTES[service]
    return Leg(
        name, f"visit of {name}", service, "hall", care, minutes, LegStatus.WAITING, anchor_ms, counter=wish
    )


def room(people: Iterable[Leg], rules: Clockwork | None = None, counters: Iterable[Counter] = ()) -> DayState:
    """Return a day in which these people wait and these counters are open."""
    day = DayState()
    day.begin(rules or clockwork())
    day.counters = {one.id: one for one in counters}
    for leg in people:
        day.put(leg)
    return day


def may_serve(counter: Counter, leg: Leg) -> bool:
    """Say in the plainest words whether a counter may call a waiting leg."""
    return leg.counter == counter.id if leg.counter else leg.service in counter.skills


def choice_by_brute_force(day: DayState, counter: Counter, now_ms: int) -> Choice | None:
    """Return what queueing.md says is next, by looking at every leg there is."""
    rules = day.clockwork
    legs = [leg for leg in day.legs.values() if leg.status is LegStatus.WAITING and may_serve(counter, leg)]
    if rules is None or not legs:
        return None

    def value(leg: Leg) -> int:
        return score(rules.weights[leg.care], now_ms - leg.anchor_ms, leg.minutes, express=rules.express)

    def lateness(leg: Leg) -> Fraction:
        return Fraction(now_ms - leg.anchor_ms, rules.promises[leg.care] * MINUTE_MS)

    def ties(leg: Leg) -> tuple[int, int, str]:
        return (-rules.weights[leg.care], leg.anchor_ms, leg.id)

    ranked = sorted(legs, key=lambda leg: (-value(leg), *ties(leg)))
    late = sorted((leg for leg in legs if lateness(leg) > 2), key=lambda leg: (-lateness(leg), *ties(leg)))
    by_guard = rules.guard and counter.calls_since_guard >= 2 and bool(late)
    first = late[0] if by_guard else ranked[0]
    second = next((leg for leg in ranked if leg.id != first.id), None)
    return Choice(
        leg=first.id,
        reason="guard" if by_guard else "express" if rules.express else "score",
        score=value(first),
        runner_up=second.id if second else "",
        runner_up_score=value(second) if second else 0,
    )
