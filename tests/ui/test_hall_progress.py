"""The hall says who serves, by badge, and how far the handling is, on every panel and however many are called (A1, C2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Called
from kiosk.domain.catalogue import STEPS
from kiosk.domain.flow.hall import HERO_S, MOST_HEROES
from tests.ui.test_hall import with_many_counters
from tests.ui.test_hall_looks import ON_PANELS, faults_of, hall_of, small_numbers, with_long_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.setting import Setting
    from tests.ui.test_hall import Hall

__all__ = ["hall_of"]
BADGE = 1023
pytestmark = ON_PANELS


def called(hall: Hall, counters: int) -> list[Called]:
    """Let so many tellers, badges 1024 and up, call a ticket each."""
    for counter in range(1, counters + 1):
        hall.branch.ask(r.OpenCounter(str(counter), badge=str(BADGE + counter)))
        hall.issue()
    calls = [hall.call(str(counter)) for counter in range(1, counters + 1)]
    hall.hands.wait(lambda: len(hall.drawn("hero")) == min(counters, MOST_HEROES))
    return calls


def reached(hall: Hall, call: Called, step: str) -> None:
    hall.step(r.StartService, call.leg)
    hall.branch.ask(r.ReachStep(call.leg, hall.branch.day.legs[call.leg].version, step))  # type: ignore[arg-type]


def all_listed(hall: Hall, calls: list[Called]) -> None:
    """Let every call have had the screen, so that the list is seen."""
    for _ in range(4):
        hall.later(HERO_S)
    hall.hands.wait(lambda: len(hall.drawn("call")) == len(calls))


def full_dots(hall: Hall) -> list[int]:
    """Return how many dots are full, for each row that has any."""
    hall.hands.settle()
    return [item.property("step") for item in hall.hands.items() if item.objectName() == "steps"]


def said(hall: Hall, words: str) -> bool:
    return any(words in line for line in hall.hands.words())


@pytest.mark.row("A1")
@pytest.mark.parametrize("counters", [1, 3])
def test_a_call_that_owns_the_screen_says_the_badge_of_whoever_calls(
    hall_of: Callable[[Setting], Hall], counters: int
) -> None:
    hall = hall_of(with_many_counters(counters))

    called(hall, counters)

    assert all(said(hall, f"工号 {BADGE + each}") for each in range(1, counters + 1))
    assert said(hall, "Badge 1024")
    assert faults_of(hall) == []
    assert small_numbers(hall) == []


@pytest.mark.row("A1")
@pytest.mark.row("C2")
@pytest.mark.parametrize("counters", [2, 6, 12])
def test_the_list_says_badge_and_step_of_whoever_is_served(
    hall_of: Callable[[Setting], Hall], counters: int
) -> None:
    hall = hall_of(with_many_counters(counters))
    calls = called(hall, counters)

    for at, call in enumerate(calls[1:]):
        reached(hall, call, STEPS[at % len(STEPS)])
    all_listed(hall, calls)

    steps = sorted(at % len(STEPS) + 1 for at in range(counters - 1))
    hall.hands.wait(lambda: sorted(full_dots(hall)) == steps)
    assert all(said(hall, f"工号 {BADGE + each}") for each in range(1, counters + 1))
    assert said(hall, "申请中")
    assert said(hall, "Applying")
    assert faults_of(hall) == []
    assert small_numbers(hall) == []


@pytest.mark.row("C2")
def test_a_step_that_is_reached_is_seen_at_once(hall_of: Callable[[Setting], Hall]) -> None:
    hall = hall_of(with_many_counters(1))
    (call,) = called(hall, 1)
    hall.step(r.StartService, call.leg)
    all_listed(hall, [call])
    hall.hands.wait(lambda: said(hall, "办理中"))
    assert full_dots(hall) == []

    leg = hall.branch.day.legs[call.leg]
    hall.branch.ask(r.ReachStep(call.leg, leg.version, "review"))

    hall.hands.wait(lambda: said(hall, "审核中"))
    assert full_dots(hall) == [2]


@pytest.mark.row("A1")
def test_names_longer_than_any_panel_leave_the_badge_to_be_read(hall_of: Callable[[Setting], Hall]) -> None:
    setting = with_long_names()
    hall = hall_of(setting)

    calls = called(hall, 2)
    reached(hall, calls[0], "confirm")
    all_listed(hall, calls)

    long = setting.plan.counters[0].name
    assert faults_of(hall, long.zh, long.en) == []
    # It stands before the name, whose end is what may be cut off.
    assert any(line.startswith("工号 1024") for line in hall.hands.words())
