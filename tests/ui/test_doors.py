"""When the entrance gives out numbers, and what it says of the next opening."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain import facts as f
from kiosk.domain.branch_plan import Hours
from kiosk.domain.day import Day
from kiosk.screens.doors import Doors, days_until, doors_at, wall_at
from tests.ui.fake_branch import shipped_setting

PLAN = replace(shipped_setting().plan, hours=(Hours(540, 1020),) * 5 + (None, None), cutoff_minutes=15)
ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> int:
    """Return a moment of November 2026 at the branch; the 20th is a Friday."""
    return int(datetime(2026, 11, day, hour, minute, tzinfo=ZONE).timestamp() * 1000)


def opened(day: int) -> Day:
    running = Day()
    planned = PLAN.day_at(at(day, 12))
    fact = f.DayOpened(
        planned.date, planned.opens_ms, planned.closes_ms, planned.cutoff_ms, "c", weights={}, promises={}
    )
    running.apply(f.Recorded("e", 1, "i", planned.date, planned.opens_ms, "system", "d", fact))
    return running


@pytest.mark.parametrize(
    ("hour", "minute", "state"),
    [(8, 59, "before"), (9, 0, "open"), (16, 44, "open"), (16, 45, "cutoff"), (17, 0, "after")],
)
def test_the_doors_follow_the_hours_of_the_day(hour: int, minute: int, state: str) -> None:
    assert doors_at(opened(20), PLAN, at(20, hour, minute)).state == state


def test_before_opening_the_opening_is_today() -> None:
    doors = doors_at(opened(20), PLAN, at(20, 8))

    assert doors.opens_ms == at(20, 9)
    assert days_until(PLAN, at(20, 8), at(20, 9)) == 0


def test_after_the_last_day_of_the_week_the_next_opening_is_monday() -> None:
    doors = doors_at(opened(20), PLAN, at(20, 18))

    assert doors == Doors("after", at(23, 9))
    assert (days_until(PLAN, at(20, 18), at(23, 9)), wall_at(PLAN, at(23, 9)).weekday) == (3, 1)


def test_a_day_without_hours_is_a_rest_day() -> None:
    assert doors_at(opened(20), PLAN, at(21, 12)) == Doors("rest", at(23, 9))


def test_a_branch_that_never_opens_promises_nothing() -> None:
    assert doors_at(Day(), replace(PLAN, hours=(None,) * 7), at(20, 12)) == Doors("rest", None)


def test_a_day_of_yesterday_does_not_keep_the_doors_shut_today() -> None:
    assert doors_at(opened(19), PLAN, at(20, 10)).state == "open"


def test_a_day_closed_by_hand_is_closed_and_open_again_when_reopened() -> None:
    day = opened(20)
    date = day.date
    day.apply(f.Recorded("e", 2, "j", date, at(20, 10), "staff", "d", f.DayClosed(date, "by_hand", 0, 0)))
    assert doors_at(day, PLAN, at(20, 11)).state == "closed"
    day.apply(f.Recorded("e", 3, "k", date, at(20, 11), "staff", "d", f.DayReopened(date)))

    assert doors_at(day, PLAN, at(20, 11)).state == "open"


@pytest.mark.row("A1")
@pytest.mark.parametrize(
    ("hour", "part"),
    [(4, "morning"), (10, "morning"), (11, "noon"), (13, "afternoon"), (18, "evening"), (3, "evening")],
)
def test_the_greeting_follows_the_clock_of_the_branch(hour: int, part: str) -> None:
    assert wall_at(PLAN, at(20, hour)).part == part
