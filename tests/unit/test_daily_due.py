"""What is due in the morning and in the evening, and what is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from kiosk.branch.daily.due import Morning, check_is_due, days_to_keep, is_kept
from kiosk.records.keeping import ClosedDay, Keeping
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS

MORNING: Final = Morning(NINE_MS, NINE_MS + 8 * HOUR_MS, checked_ms=0, started_ms=NINE_MS - 5 * HOUR_MS)
CLOSED: Final = ClosedDay("2026-11-02", NINE_MS, "by_hand", None)


@pytest.mark.row("G1")
def test_the_branch_is_checked_half_an_hour_before_it_opens_and_no_earlier() -> None:
    half_past = NINE_MS - 30 * MINUTE_MS

    assert not check_is_due(MORNING, half_past - 1)
    assert check_is_due(MORNING, half_past)


def test_a_branch_that_was_checked_this_morning_is_not_checked_again() -> None:
    assert not check_is_due(replace(MORNING, checked_ms=NINE_MS - 30 * MINUTE_MS), NINE_MS)


@pytest.mark.row("G1")
def test_a_check_by_hand_before_dawn_does_not_stand_for_that_of_the_morning() -> None:
    by_hand = replace(MORNING, checked_ms=NINE_MS - 4 * HOUR_MS)

    assert check_is_due(by_hand, NINE_MS - 30 * MINUTE_MS)


def test_a_service_that_starts_after_opening_checks_once_its_screens_had_time_to_come() -> None:
    late = replace(MORNING, started_ms=NINE_MS + HOUR_MS)

    assert not check_is_due(late, NINE_MS + HOUR_MS + MINUTE_MS - 1)
    assert check_is_due(late, NINE_MS + HOUR_MS + MINUTE_MS)


def test_a_branch_that_is_closed_today_is_left_alone() -> None:
    shut = replace(MORNING, closes_ms=MORNING.opens_ms)

    assert not check_is_due(shut, NINE_MS)
    assert not check_is_due(shut, NINE_MS - MINUTE_MS)


def test_after_closing_there_is_nothing_to_open_for() -> None:
    assert not check_is_due(MORNING, MORNING.closes_ms)


def test_a_demonstration_is_checked_a_minute_after_it_starts() -> None:
    always = Morning(NINE_MS - 5 * HOUR_MS, NINE_MS + 19 * HOUR_MS, 0, started_ms=NINE_MS)

    assert not check_is_due(always, NINE_MS)
    assert check_is_due(always, NINE_MS + MINUTE_MS)


def test_a_check_that_could_not_be_recorded_is_repeated_after_a_while() -> None:
    tried = replace(MORNING, tried_ms=NINE_MS)

    assert not check_is_due(tried, NINE_MS + 9 * MINUTE_MS)
    assert check_is_due(tried, NINE_MS + 10 * MINUTE_MS)


def test_what_was_amiss_is_looked_at_again_every_ten_minutes_until_closing() -> None:
    amiss = replace(MORNING, checked_ms=NINE_MS, amiss=True)

    assert not check_is_due(amiss, NINE_MS + 9 * MINUTE_MS)
    assert check_is_due(amiss, NINE_MS + 10 * MINUTE_MS)
    tried = replace(amiss, tried_ms=NINE_MS + 10 * MINUTE_MS)
    assert not check_is_due(tried, NINE_MS + 19 * MINUTE_MS)
    assert check_is_due(tried, NINE_MS + 20 * MINUTE_MS)
    assert not check_is_due(amiss, MORNING.closes_ms)


def test_staff_may_take_a_closing_back_for_a_minute_before_the_day_is_kept() -> None:
    assert days_to_keep([CLOSED], NINE_MS + MINUTE_MS - 1) == ()
    assert days_to_keep([CLOSED], NINE_MS + MINUTE_MS) == (CLOSED,)


def test_a_stale_day_is_kept_at_once() -> None:
    stale = replace(CLOSED, why="stale")

    assert days_to_keep([stale], NINE_MS) == (stale,)


def kept(at_ms: int, *, whole: bool = True) -> ClosedDay:
    keeping = Keeping(at_ms, "verified" if whole else "failed", "written", "" if whole else "disk_full")
    return replace(CLOSED, kept=keeping)


def test_a_day_that_is_kept_is_let_be() -> None:
    assert is_kept(kept(NINE_MS + MINUTE_MS))
    assert days_to_keep([kept(NINE_MS + MINUTE_MS)], NINE_MS + 9 * HOUR_MS) == ()


def test_a_day_reopened_and_closed_again_is_kept_anew() -> None:
    again = replace(kept(NINE_MS - HOUR_MS), closed_ms=NINE_MS)

    assert days_to_keep([again], NINE_MS + MINUTE_MS) == (again,)
    assert not again.backed_up
    assert not again.summed_up


def test_what_failed_is_tried_again_every_half_hour() -> None:
    failed = kept(NINE_MS + MINUTE_MS, whole=False)

    assert days_to_keep([failed], NINE_MS + 30 * MINUTE_MS) == ()
    assert days_to_keep([failed], NINE_MS + 31 * MINUTE_MS) == (failed,)


def test_a_try_that_nobody_could_write_down_counts_as_one() -> None:
    tried_ms = NINE_MS + MINUTE_MS

    assert days_to_keep([CLOSED], NINE_MS + 20 * MINUTE_MS, tried_ms) == ()
    assert days_to_keep([CLOSED], NINE_MS + 31 * MINUTE_MS, tried_ms) == (CLOSED,)


def test_days_that_wait_are_kept_in_their_order() -> None:
    sunday = ClosedDay("2026-11-01", NINE_MS - 20 * HOUR_MS, "stale", None)

    assert days_to_keep([sunday, CLOSED], NINE_MS + HOUR_MS) == (sunday, CLOSED)


def test_of_many_days_that_wait_the_newest_month_is_kept_at_a_time() -> None:
    many = [
        ClosedDay(f"2026-{month:02d}-{day:02d}", NINE_MS, "stale", None)
        for month in (9, 10)
        for day in range(1, 31)
    ]

    assert days_to_keep(many, NINE_MS + HOUR_MS) == tuple(many[-31:])
