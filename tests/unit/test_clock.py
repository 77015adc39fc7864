"""Service time: never back, never bent, and honest about a wall clock that jumps."""

from __future__ import annotations

import time
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.branch.clock import TOLERANCE_MS, Jump, ServiceClock, elapsed_ms, wall_ms

T0: Final = 1_793_581_200_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
IMPLAUSIBLE_MS: Final = 400 * DAY_MS
EARLIEST_MS: Final = 1_767_225_600_000
"""2026-01-01 UTC: no wall clock before it is believed."""
MS = st.integers(0, 10 * DAY_MS)
ANY_WALL = st.integers(0, 4 * T0)


class Step(NamedTuple):
    """Some time goes by, and somebody sets the wall clock."""

    passes_ms: int
    wall_turned_ms: int


class Machine:
    """The two clocks of a machine, turned by hand."""

    def __init__(self, wall: int = T0, elapsed: int = 12_345) -> None:
        self.wall, self.elapsed = wall, elapsed

    def clock(self, last_ms: int = 0) -> ServiceClock:
        return ServiceClock(lambda: self.wall, lambda: self.elapsed, last_ms=last_ms)

    def take(self, step: Step) -> None:
        self.elapsed += step.passes_ms
        self.wall += step.passes_ms + step.wall_turned_ms


STEPS = st.lists(st.builds(Step, MS, st.integers(-20 * DAY_MS, 20 * DAY_MS)), max_size=20)


@given(wall=ANY_WALL, last_ms=ANY_WALL, steps=STEPS)
def test_service_time_never_goes_back_and_goes_as_fast_as_time(
    wall: int, last_ms: int, steps: list[Step]
) -> None:
    machine = Machine(wall)
    clock = machine.clock(last_ms)
    begun = clock.now_ms()

    assert begun >= last_ms
    for step in steps:
        before = clock.now_ms()
        machine.take(step)
        assert clock.now_ms() - before == step.passes_ms


@given(starts=st.lists(st.tuples(ANY_WALL, MS), min_size=1, max_size=10))
def test_service_time_never_goes_back_over_restarts_either(starts: list[tuple[int, int]]) -> None:
    last_ms = T0
    for wall, runs_ms in starts:
        machine = Machine(wall)
        clock = machine.clock(last_ms)
        machine.take(Step(runs_ms, 0))
        assert clock.now_ms() >= last_ms + runs_ms
        last_ms = clock.now_ms()


@given(wall=st.integers(EARLIEST_MS, 4 * T0))
def test_a_branch_with_no_past_believes_the_wall_clock(wall: int) -> None:
    clock = Machine(wall).clock()

    assert clock.now_ms() == wall
    assert clock.jumped() == Jump(0, "start", "trusted")


@pytest.mark.parametrize("last_ms", [0, 12_345, EARLIEST_MS - DAY_MS, EARLIEST_MS + DAY_MS])
@pytest.mark.parametrize("wall", [0, 12_345, EARLIEST_MS - TOLERANCE_MS - 1])
def test_a_dead_wall_clock_is_not_believed_and_time_begins_with_the_year_of_this_program(
    wall: int, last_ms: int
) -> None:
    clock = Machine(wall).clock(last_ms)
    begins = max(last_ms, EARLIEST_MS)

    assert clock.now_ms() == begins
    assert clock.jumped() == Jump(wall - begins, "start", "doubtful")


@pytest.mark.parametrize("wall", [T0, T0 + 10 * IMPLAUSIBLE_MS])
@pytest.mark.parametrize("ran_ms", [0, HOUR_MS, 31 * DAY_MS])
def test_a_right_wall_clock_is_believed_after_a_first_start_with_a_dead_one(wall: int, ran_ms: int) -> None:
    machine = Machine(wall=0)
    clock = machine.clock()
    machine.take(Step(ran_ms, 0))

    after = Machine(wall).clock(last_ms=clock.now_ms())

    assert after.now_ms() == wall
    assert after.jumped() == Jump(0, "start", "trusted")


@pytest.mark.parametrize("last_ms", [1, 12_345, 10 * DAY_MS])
def test_a_right_wall_clock_is_believed_after_facts_of_1970(last_ms: int) -> None:
    assert Machine().clock(last_ms).now_ms() == T0


@given(ago=st.integers(0, IMPLAUSIBLE_MS))
def test_a_night_or_a_year_later_the_wall_clock_is_believed(ago: int) -> None:
    clock = Machine().clock(last_ms=T0 - ago)

    assert clock.now_ms() == T0
    assert clock.jumped() == Jump(0, "start", "trusted")


@pytest.mark.parametrize("off_ms", [-10 * DAY_MS, -TOLERANCE_MS - 1, IMPLAUSIBLE_MS + 1, 20 * IMPLAUSIBLE_MS])
def test_a_wall_clock_that_cannot_be_true_is_not_believed_and_said_to_be_doubtful(off_ms: int) -> None:
    clock = Machine(wall=T0 + off_ms).clock(last_ms=T0)

    assert clock.now_ms() == T0
    assert clock.jumped() == Jump(off_ms, "start", "doubtful")


def test_a_wall_clock_a_little_behind_is_let_catch_up() -> None:
    clock = Machine(wall=T0 - TOLERANCE_MS).clock(last_ms=T0)

    assert clock.now_ms() == T0
    assert clock.jumped() == Jump(-TOLERANCE_MS, "start", "trusted")


def test_what_was_noted_is_not_told_again() -> None:
    machine = Machine(wall=T0 - DAY_MS)
    clock = machine.clock(last_ms=T0)
    told = clock.jumped()
    assert told is not None
    assert clock.jumped() == told

    clock.note(told)
    machine.take(Step(HOUR_MS, 0))

    assert clock.jumped() is None


@given(steps=st.lists(st.builds(Step, MS, st.integers(-5_000, 5_000)), max_size=20))
def test_corrections_of_a_time_server_are_no_jump(steps: list[Step]) -> None:
    machine = Machine()
    clock = noted(machine)

    for step in steps:
        machine.take(step)
        assert clock.jumped() is None


@given(
    turned_ms=st.one_of(st.integers(TOLERANCE_MS + 1, 4 * T0), st.integers(-T0, -TOLERANCE_MS - 1)), later=MS
)
def test_a_jump_while_running_is_told_once_and_makes_the_time_doubtful(turned_ms: int, later: int) -> None:
    machine = Machine()
    clock = noted(machine)

    machine.take(Step(0, turned_ms))
    jump = clock.jumped()

    assert jump == Jump(turned_ms, "running", "doubtful")
    clock.note(jump)
    machine.take(Step(later, 0))
    assert clock.jumped() is None


@given(turned_ms=st.integers(TOLERANCE_MS + 1, DAY_MS), left_ms=st.integers(-TOLERANCE_MS, TOLERANCE_MS))
def test_a_wall_clock_put_right_again_is_trusted_again(turned_ms: int, left_ms: int) -> None:
    machine = Machine()
    clock = noted(machine)
    machine.take(Step(0, 2 * turned_ms))
    jump = clock.jumped()
    assert jump is not None
    clock.note(jump)

    machine.take(Step(HOUR_MS, left_ms - 2 * turned_ms))

    assert clock.jumped() == Jump(left_ms, "running", "trusted")


def test_the_clocks_of_this_machine_are_in_milliseconds() -> None:
    wall, elapsed = wall_ms(), elapsed_ms()
    time.sleep(0.02)

    assert abs(wall - time.time() * 1000) < HOUR_MS
    assert 15 <= elapsed_ms() - elapsed < HOUR_MS


def noted(machine: Machine) -> ServiceClock:
    """Return a clock of which everybody knows how it started."""
    clock = machine.clock()
    start = clock.jumped()
    assert start is not None
    clock.note(start)
    return clock
