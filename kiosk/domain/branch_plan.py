"""The branch itself: its hours, places and counters, and the promises it dispatches by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from kiosk.domain.catalogue import Text

DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Zone:
    """A place of the branch. Colour and letter tell it apart on screen, slip and map (reception.md A5)."""

    code: str
    name: Text
    colour: str
    """#rrggbb"""
    letter: str
    way: Text | None = None
    """How to get there from the entrance, in a short sentence."""


@dataclass(frozen=True, slots=True)
class PlannedCounter:
    """A counter the branch can open; `skills` are codes of services."""

    id: str
    name: Text
    zone: str
    skills: tuple[str, ...]
    vip: bool


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How the branch chooses whom to call (queueing.md); both mappings are keyed by weight class."""

    promises: Mapping[str, int]
    """Promised minutes T_k."""
    weights: Mapping[str, int]
    """Weights b_k in hundredths."""
    guard: bool
    express: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening and closing of a weekday in minutes after local midnight; past 1440 is the next morning."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A business date and its times as UTC milliseconds; a closed day opens and closes at the same moment."""

    date: str
    opens_ms: int
    closes_ms: int
    cutoff_ms: int
    """From here on the entrance issues no more tickets."""


@dataclass(frozen=True, slots=True)
class BranchPlan:
    """A branch as branch.toml describes it, checked against the catalogue."""

    code: str
    name: Text
    time_zone: str
    change_minutes: int
    """When one business date gives way to the next, in minutes after local midnight."""
    hours: tuple[Hours | None, ...]
    """Monday to Sunday; None is closed."""
    cutoff_minutes: int
    """The entrance stops this long before closing."""
    carry_over: Literal["parked", "none"]
    zones: tuple[Zone, ...]
    counters: tuple[PlannedCounter, ...]
    dispatch: Dispatch
    bank: Text | None = None
    """Whose branch it is, where its name does not say so."""

    def day_at(self, ms: int) -> Schedule:
        """Return the business date of a moment (UTC ms) and its times; it never goes back while `ms` grows.

        A business date begins at the change time on the branch's wall clock. A time that daylight saving
        repeats means its first occurrence; one it leaves out is told by the clock before the jump.
        """
        today = datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(self.time_zone)).date()
        if ms < self._ms(today, self.change_minutes):
            today -= timedelta(days=1)
        hours = self.hours[today.weekday()] or Hours(self.change_minutes, self.change_minutes)
        opens, closes = self._ms(today, hours.opens), self._ms(today, hours.closes)
        return Schedule(today.isoformat(), opens, closes, max(opens, closes - self.cutoff_minutes * 60_000))

    def begins_ms(self, day: date) -> int:
        """Return when a business date begins, in UTC ms: at its change time."""
        return self._ms(day, self.change_minutes)

    def _ms(self, day: date, minutes: int) -> int:
        days, minutes = divmod(minutes, DAY_MINUTES)
        clock = time(*divmod(minutes, 60), tzinfo=ZoneInfo(self.time_zone))
        return int(datetime.combine(day + timedelta(days), clock).timestamp()) * 1000


def around_the_clock(plan: BranchPlan) -> BranchPlan:
    """Return the same branch open from change time to change time, without cut-off: for the demonstration."""
    always = Hours(plan.change_minutes, plan.change_minutes + DAY_MINUTES)
    return replace(plan, hours=(always,) * 7, cutoff_minutes=0)
