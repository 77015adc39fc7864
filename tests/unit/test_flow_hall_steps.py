"""What the hall knows of whoever serves, and of how far the handling is."""

from __future__ import annotations

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Called
from kiosk.domain.flow.hall import at_counters, call_of
from tests.reception import Reception
from tests.views import taken_over


@pytest.fixture
def room() -> Reception:
    room = Reception()
    room.did(r.OpenCounter("1", badge="1024"))
    return room


def served(room: Reception, *steps: str) -> str:
    """Serve somebody at counter 1, up to the last of some steps."""
    leg = room.call().leg
    room.step(r.StartService, leg)
    for step in steps:
        room.step(r.ReachStep, leg, step=step)
    return leg


@pytest.mark.row("A1")
def test_the_hall_knows_the_badge_of_whoever_calls(room: Reception) -> None:
    room.issue()
    leg = room.call().leg

    day = taken_over(room.day, "hall")

    assert call_of(day, leg, "1").badge == "1024"
    assert at_counters(day)[0].call.badge == "1024"


def test_a_counter_that_nobody_gave_a_badge_for_shows_none(room: Reception) -> None:
    room.open("2")
    room.issue()
    called = room.did(r.CallNext("2"))
    assert isinstance(called, Called)

    assert call_of(room.day, called.leg, "2").badge == ""


@pytest.mark.row("C2")
def test_the_hall_knows_the_last_step_the_teller_told(room: Reception) -> None:
    room.issue()
    served(room, "apply", "review")

    (place,) = at_counters(taken_over(room.day, "hall"))

    assert (place.serving, place.step) == (True, "review")


@pytest.mark.row("C2")
def test_nothing_is_told_of_a_step_nobody_told(room: Reception) -> None:
    room.issue()
    served(room)

    assert at_counters(room.day)[0].step == ""


@pytest.mark.row("C2")
def test_how_far_a_complaint_is_stays_between_those_at_the_table() -> None:
    room = Reception()
    room.open("6")
    room.issue("complaint", answers={"about": "service", "who": "self"})
    leg = room.did(r.CallNext("6"))
    assert isinstance(leg, Called)
    room.step(r.StartService, leg.leg)
    room.step(r.ReachStep, leg.leg, step="review")

    (place,) = at_counters(taken_over(room.day, "hall"))

    assert (place.serving, place.step) == (True, "")
