"""The clock of the machine jumps, while the service runs and over a restart; and a day that nobody closed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from kiosk.records.connection import Connection
from kiosk.records.project import project
from tests.faults.harness import DAY_MS, Reception, Time, assert_sound, reception, setting

MINUTE_MS = 60_000
TEN_YEARS_MS = 3_653 * DAY_MS
JUMPS = {"a day back": -DAY_MS, "five minutes back": -5 * MINUTE_MS, "ten years ahead": TEN_YEARS_MS}
jumps = pytest.mark.parametrize("by_ms", JUMPS.values(), ids=JUMPS)


@jumps
def test_a_jump_while_running_bends_neither_date_nor_waits_nor_numbers(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        date, first = branch.desk.day.date, branch.issue()
        time.pass_by(10 * MINUTE_MS)

        time.turn_wall(by_ms)
        second = branch.issue()
        time.pass_by(MINUTE_MS)

        assert branch.desk.day.date == second.date == date
        assert (first.ticket, second.ticket) == ("A001", "A002")
        assert _waits(branch) == [11 * MINUTE_MS, MINUTE_MS]
        assert_time_never_goes_back(branch)
    assert_sound(tmp_path)


@jumps
def test_a_jump_while_running_is_a_fact_once_and_makes_the_time_doubtful(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        branch.issue()

        time.turn_wall(by_ms)
        for _ in range(3):
            branch.issue()
            time.pass_by(MINUTE_MS)

        assert branch.happened(f.ClockJumped) == [f.ClockJumped(by_ms, "running", "doubtful")]
        assert branch.desk.day.time_quality == "doubtful"


@jumps
def test_a_clock_put_right_again_while_running_is_trusted_again(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        time.turn_wall(by_ms)
        branch.issue()

        time.turn_wall(-by_ms)
        branch.issue()

        assert [(one.by_ms, one.quality) for one in branch.happened(f.ClockJumped)] == [
            (by_ms, "doubtful"),
            (0, "trusted"),
        ]
        assert branch.desk.day.time_quality == "trusted"


@jumps
def test_a_jump_over_a_restart_bends_neither_date_nor_waits_nor_numbers(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        date, first = branch.desk.day.date, branch.issue()

    time.turn_wall(by_ms)
    with reception(tmp_path, time) as branch:
        time.pass_by(MINUTE_MS)
        second = branch.issue()

        assert branch.desk.day.date == second.date == date
        assert (first.ticket, second.ticket) == ("A001", "A002")
        assert _waits(branch) == [MINUTE_MS, 0]
        assert_time_never_goes_back(branch)
    assert_sound(tmp_path)


@jumps
def test_a_jump_over_a_restart_is_a_fact_once_and_makes_the_time_doubtful(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        branch.issue()

    time.turn_wall(by_ms)
    with reception(tmp_path, time) as branch:
        for _ in range(3):
            branch.issue()
            time.pass_by(MINUTE_MS)

        assert branch.happened(f.ClockJumped) == [f.ClockJumped(by_ms, "start", "doubtful")]
        assert branch.desk.day.time_quality == "doubtful"


@jumps
def test_a_plausible_clock_at_the_next_start_is_trusted_again(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        branch.issue()
    time.turn_wall(by_ms)
    with reception(tmp_path, time) as branch:
        branch.issue()

    time.turn_wall(-by_ms)
    time.pass_by(30 * MINUTE_MS)
    with reception(tmp_path, time) as branch:
        branch.issue()

        assert branch.desk.now_ms() == time.wall_ms
        assert branch.desk.day.time_quality == "trusted"
        assert branch.happened(f.ClockJumped)[-1].quality == "trusted"


@jumps
def test_a_jump_does_not_break_calling_and_serving(tmp_path: Path, by_ms: int) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        branch.issue()
        branch.ask(r.OpenCounter("1"))
        time.turn_wall(by_ms)

        branch.ask(r.CallNext("1"))
        leg = next(iter(branch.desk.day.legs.values()))
        branch.ask(r.StartService(leg.id, leg.version))
        time.pass_by(6 * MINUTE_MS)
        leg = branch.desk.day.legs[leg.id]
        branch.ask(r.FinishService(leg.id, leg.version))

        assert branch.happened(f.ServiceFinished)[0].quality == "measured"
        period = branch.desk.day.legs[leg.id].periods[-1]
        assert period.started_ms is not None
        assert period.ended_ms is not None
        assert period.ended_ms - period.started_ms == 6 * MINUTE_MS


def test_a_small_correction_by_a_time_server_is_no_jump(tmp_path: Path) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        time.turn_wall(-90_000)
        branch.issue()

        assert branch.happened(f.ClockJumped) == []


def test_a_day_nobody_closed_is_closed_with_the_next_opened_in_one_transaction(tmp_path: Path) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        branch.issue()
        time.pass_by(3 * DAY_MS)
        before = branch.seq()

        ticket = branch.issue()

        failed_slip, closed, opened, *_ = branch.desk.journal.after(before, 5)
        assert isinstance(failed_slip.fact, f.SlipStatusChanged)
        assert closed.fact == f.DayClosed("2026-11-02", "stale", finished=0, unfinished=1)
        assert isinstance(opened.fact, f.DayOpened)
        assert opened.fact.date == "2026-11-05"
        assert failed_slip.at_ms == closed.at_ms == opened.at_ms
        assert (ticket.date, ticket.ticket) == ("2026-11-05", "A001")
    assert_sound(tmp_path)


def test_a_crash_between_closing_and_opening_leaves_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Time()
    with reception(tmp_path, time) as branch:
        branch.issue()
        time.pass_by(3 * DAY_MS)
        before = branch.seq()

        with monkeypatch.context() as fault:
            fault.setattr("kiosk.branch.database.journal.project", _fail_at_opening)
            with pytest.raises(KeyboardInterrupt):
                branch.issue()

        assert branch.seq() == before
        assert branch.desk.day.date == "2026-11-02"
        assert branch.issue().date == "2026-11-05"
    assert_sound(tmp_path)


def _fail_at_opening(conn: Connection, code: str, recorded: f.Recorded) -> None:
    if isinstance(recorded.fact, f.DayOpened):
        raise KeyboardInterrupt
    project(conn, code, recorded)


@pytest.mark.parametrize("when", ["while running", "over a restart"])
@pytest.mark.parametrize("carry_over", ["parked", "none"])
def test_a_parked_ticket_of_a_stale_day_is_carried_over_if_the_plan_says_so(
    tmp_path: Path, carry_over: Literal["parked", "none"], when: str
) -> None:
    time, plan = Time(), replace(setting().plan, carry_over=carry_over)
    branch = Reception(tmp_path, time, replace(setting(), plan=plan))
    parked, waiting = branch.issue(), branch.issue()
    time.pass_by(4 * MINUTE_MS)
    branch.ask(r.ParkTicket(parked.leg, branch.desk.day.legs[parked.leg].version))

    time.pass_by(3 * DAY_MS)
    if when == "over a restart":
        branch.close()
        branch = Reception(tmp_path, time, replace(setting(), plan=plan))
    branch.issue()

    legs = branch.desk.day.legs
    assert waiting.leg not in legs
    assert (parked.leg in legs) == (carry_over == "parked")
    if carry_over == "parked":
        returned = branch.ask(r.ReturnTicket(parked.leg, legs[parked.leg].version))
        assert returned.kind == "done"
        assert branch.desk.day.legs[parked.leg].waited_ms(branch.desk.now_ms()) == 4 * MINUTE_MS
    branch.close()
    assert_sound(tmp_path)


def _waits(branch: Reception) -> list[int]:
    now_ms = branch.desk.now_ms()
    return [leg.waited_ms(now_ms) for leg in branch.desk.day.legs.values()]


def assert_time_never_goes_back(branch: Reception) -> None:
    """Fail if a fact is older than the one before it, or a business date goes back."""
    told = [(one.date, one.at_ms) for one in branch.desk.journal.all_after(0)]
    assert told == sorted(told)
    assert isinstance(branch.issue(), Issued)
