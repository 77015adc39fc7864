"""Writes the script of a day from a seed: when people come, and who they are.

Two peaks a day and lognormal durations: L. Brown et al., Statistical Analysis of a Telephone Call Center, JASA 100
(2005), on a bank; arrivals by thinning: P. Lewis and G. Shedler, Naval Research Logistics 26 (1979).
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.domain.branch_plan import DAY_MINUTES, BranchPlan, Hours
from kiosk.lab.simulation.people import People
from kiosk.lab.simulation.script import Break, Script
from kiosk.screens.book import Book

_MINUTE_MS: Final = 60_000
_PER_DAY: Final = 240
"""People on an ordinary day of eight hours at a branch of six counters."""
_ORDINARY_HOURS: Final = 8
_ORDINARY_COUNTERS: Final = 6
_PROFILE: Final = ((0.0, 0.9), (0.15, 1.6), (0.42, 0.6), (0.62, 1.35), (0.8, 0.9), (1.0, 0.35))
"""How busy it is at each fraction of the opening hours: peaks in mid-morning and after lunch, straight in between."""
_WEEKDAY: Final = (1.1, 1.0, 0.95, 0.95, 1.0, 0.85, 0.75)
"""Monday to Sunday."""
_PENSION_DAY: Final = 15
"""Most pensions are paid in the middle of the month."""
_PENSION_FACTOR: Final = 1.15
_SHOWN_HOURS: Final = Hours(9 * 60, 17 * 60)
"""Of a branch that is open around the clock, as a demonstration is."""
_BREAK_MINUTES: Final = 25
_BREAKS_FROM: Final = 0.31
"""Fraction of the opening hours after which the first counter has its lunch."""


def write_script(book: Book, on: str, *, seed: int, load: float = 1.0) -> Script | None:
    """Return the day `on` (ISO date) at the branch of `book` as it follows from `seed`; None on a day off.

    `load` is how many times as many people come as otherwise. Every customer has a generator
    of their own, of seed, date and number: what one does changes nobody else.
    """
    plan, day = book.plan, date.fromisoformat(on)
    hours = _hours(plan, day)
    if hours is None:
        return None
    counters = {counter.id: tuple(sorted(counter.skills)) for counter in plan.counters}
    people = People(book, counters, pension_day=is_pension_day(day))
    minutes = hours.closes - hours.opens
    expected = _PER_DAY * minutes / 60 / _ORDINARY_HOURS * len(counters) / _ORDINARY_COUNTERS
    arrivals = _arrivals(Random(f"{seed}/{on}/arrivals"), minutes, expected * load * _factor(day))
    return Script(
        on,
        _utc_ms(plan, day, hours.opens),
        _utc_ms(plan, day, hours.closes),
        tuple(
            people.customer(Random(f"{seed}/{on}/{number}"), number, ms)
            for number, ms in enumerate(arrivals, 1)
        ),
        tuple(_breaks(list(counters), minutes)),
        counters,
    )


def is_pension_day(day: date) -> bool:
    """Tell whether pensions are paid: the branch is busier, and more of its customers are old."""
    return day.day == _PENSION_DAY


def _hours(plan: BranchPlan, day: date) -> Hours | None:
    hours = plan.hours[day.weekday()]
    return _SHOWN_HOURS if hours is not None and hours.closes - hours.opens >= DAY_MINUTES else hours


def _utc_ms(plan: BranchPlan, day: date, minutes: int) -> int:
    days, minutes = divmod(minutes, DAY_MINUTES)
    clock = time(*divmod(minutes, 60), tzinfo=ZoneInfo(plan.time_zone))
    return int(datetime.combine(day + timedelta(days), clock).timestamp()) * 1000


def _factor(day: date) -> float:
    return _WEEKDAY[day.weekday()] * (_PENSION_FACTOR if is_pension_day(day) else 1.0)


def _arrivals(random: Random, minutes: int, expected: float) -> list[int]:
    """Return the moments of an inhomogeneous Poisson process in ms after opening, no two the same."""
    highest = max(rate for _, rate in _PROFILE)
    per_ms = expected * highest / _mean_rate() / (minutes * _MINUTE_MS)
    moments: set[int] = set()
    at_ms = 0.0
    while per_ms:
        at_ms += random.expovariate(per_ms)
        if at_ms >= minutes * _MINUTE_MS:
            break
        if random.random() * highest < _rate(at_ms / (minutes * _MINUTE_MS)):
            moments.add(int(at_ms))
    return sorted(moments)


def _rate(fraction: float) -> float:
    """Return how busy it is at a fraction of the opening hours, by straight lines between the points of the profile."""
    right = bisect_right(_PROFILE, fraction, key=lambda point: point[0])
    (x0, y0), (x1, y1) = _PROFILE[right - 1], _PROFILE[min(right, len(_PROFILE) - 1)]
    return y0 + (y1 - y0) * (fraction - x0) / (x1 - x0)


def _mean_rate() -> float:
    return sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(_PROFILE))


def _breaks(counters: Sequence[str], minutes: int) -> list[Break]:
    """Return one break for each counter, one after the other around noon."""
    first = int(minutes * _BREAKS_FROM)
    starts = [first + place * _BREAK_MINUTES for place in range(len(counters))]
    return [
        Break(counter, start * _MINUTE_MS, (start + _BREAK_MINUTES) * _MINUTE_MS)
        for counter, start in zip(counters, starts, strict=True)
        if start + _BREAK_MINUTES < minutes
    ]
