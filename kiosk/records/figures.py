"""The figures of a day: what a summary tells, and no person in it. Times are minutes unless they say ms."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.records.satisfaction import Satisfaction


@dataclass(frozen=True, slots=True)
class Hour:
    """What came and was called within an hour of the branch's wall clock."""

    hour: int
    came: int
    called: int


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a care class waited, from its number to the first call of it."""

    care: str
    called: int
    median: float
    p90: float
    longest: float
    promise: int | None
    within: int
    """Visits called within the promise."""


@dataclass(frozen=True, slots=True)
class Business:
    """How often a service was wanted and done; `minutes` is the median of those that were measured."""

    service: str
    wanted: int
    done: int
    minutes: float | None


@dataclass(frozen=True, slots=True)
class CounterUse:
    """A counter that was open: services done there, and how long it was open and somebody was served."""

    counter: str
    done: int
    open_min: float
    busy_min: float


@dataclass(frozen=True, slots=True)
class Ends:
    """What became of the services of the day, carried ones with them, and of calls that nobody came to."""

    finished: int
    voided: int
    abandoned: int
    closed: int
    """Still open when the day ended, and ended with it."""
    carried: int
    open: int
    """Of a day that has not ended."""
    unanswered_calls: int
    """Calls after which no service began."""


@dataclass(frozen=True, slots=True)
class Helps:
    """Calls for a person, and how long until somebody took them."""

    called: int
    answered: int
    median: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A day in figures."""

    date: str
    opens_ms: int
    closes_ms: int
    closed_ms: int | None
    visits: int
    from_staff: int
    """Numbers given out by staff and not at the entrance."""
    hours: tuple[Hour, ...]
    median_wait: float | None
    """Of everybody who was called, whatever their class."""
    waits: tuple[Wait, ...]
    business: tuple[Business, ...]
    counters: tuple[CounterUse, ...]
    ends: Ends
    satisfaction: Satisfaction
    seen_to: int
    """Low ratings that the manager has seen to."""
    slips: Mapping[str, int]
    helps: Helps
    suspect: int
    """Services that took oddly long or short: staff forgot to press."""
    unfinished: int
    """Services that were begun and only ended with the day."""
    unclosed: int
    """Counters that nobody closed before the next date did."""
    counted_ms: int
    """Until when their time, and that of whoever was still served there, is counted: UTC ms."""
