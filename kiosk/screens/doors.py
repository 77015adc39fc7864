"""Whether the branch gives out numbers now, and when it does so again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.domain.branch_plan import BranchPlan, Schedule
from kiosk.domain.state import DayState

_DAY_MS = 24 * 60 * 60_000
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Doors:
    """`cutoff` is open without numbers, `closed` ended by hand, `rest` a day without opening hours."""

    state: Literal["open", "before", "cutoff", "after", "closed", "rest"]
    opens_ms: int | None = None
    """The next opening, None while open or if there is none within a week."""


def doors_at(day: DayState, plan: BranchPlan, now_ms: int) -> Doors:
    """Return what the branch says to a customer at `now_ms` (service time, UTC ms).

    The hours of the running day count as the day was opened with them; of a date that has no day yet, as planned:
    the first request opens it (domain.rules.days).
    """
    planned = plan.day_at(now_ms)
    running = day.clockwork
    if running is None or running.date < planned.date:
        hours, ended = planned, False
    else:
        hours = Schedule(running.date, running.opens_ms, running.closes_ms, running.cutoff_ms)
        ended = not day.open
    state = _state(hours, now_ms, ended=ended)
    if state == "open":
        return Doors("open")
    return Doors(state, hours.opens_ms if state == "before" else _next_opening(plan, now_ms))


def _state(
    hours: Schedule, now_ms: int, *, ended: bool
) -> Literal["open", "before", "cutoff", "after", "closed", "rest"]:
    if hours.opens_ms >= hours.closes_ms:
        return "rest"
    if ended:
        return "closed"
    if now_ms < hours.opens_ms:
        return "before"
    if now_ms >= hours.closes_ms:
        return "after"
    return "cutoff" if now_ms >= hours.cutoff_ms else "open"


def _next_opening(plan: BranchPlan, now_ms: int) -> int | None:
    coming = (plan.day_at(now_ms + days * _DAY_MS) for days in range(1, _WEEK + 1))
    return next((day.opens_ms for day in coming if day.opens_ms < day.closes_ms), None)


@dataclass(frozen=True, slots=True)
class Wall:
    """The branch's wall clock, as the greeting band shows it."""

    clock: str
    """HH:MM"""
    month: int
    day: int
    weekday: int
    """1 is Monday, 7 Sunday."""
    part: Literal["morning", "noon", "afternoon", "evening"]


def wall_at(plan: BranchPlan, ms: int) -> Wall:
    """Return the wall clock of the branch at a moment (UTC ms)."""
    at = datetime.fromtimestamp(ms / 1000, ZoneInfo(plan.time_zone))
    return Wall(f"{at:%H:%M}", at.month, at.day, at.isoweekday(), _part(at.hour))


def days_until(plan: BranchPlan, now_ms: int, ms: int) -> int:
    """Return how many midnights of the branch lie between two moments: 0 is today, 1 tomorrow."""
    zone = ZoneInfo(plan.time_zone)
    now, then = (datetime.fromtimestamp(moment / 1000, zone).date() for moment in (now_ms, ms))
    return (then - now) // timedelta(days=1)


def _part(hour: int) -> Literal["morning", "noon", "afternoon", "evening"]:
    # 上午好 until 11, 中午好 until 13, 下午好 until 18: as a Chinese front desk says it.
    if 4 <= hour < 11:  # noqa: PLR2004 - see above
        return "morning"
    if 11 <= hour < 13:  # noqa: PLR2004
        return "noon"
    return "afternoon" if 13 <= hour < 18 else "evening"  # noqa: PLR2004
