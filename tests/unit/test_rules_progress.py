"""The five steps of the handling as the teller tells them (C2): 申请→审核→办理→确认→反馈."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
from kiosk.domain.catalogue import STEPS
from kiosk.domain.visit import LegStatus
from tests.reception import Reception, leg_in

pytestmark = pytest.mark.row("C2")


@pytest.fixture
def room() -> Reception:
    room = Reception()
    room.open("1", "2")
    return room


def reach(room: Reception, leg: str, step: r.ReachStep) -> str:
    """Take a step with the leg as it is now, and return what its stay at the counter says then."""
    room.did(step)
    return room.leg(leg).periods[-1].step


def test_a_request_names_the_steps_of_the_catalogue() -> None:
    assert get_args(get_type_hints(r.ReachStep)["step"]) == STEPS


def test_handling_goes_through_the_steps_one_by_one(room: Reception) -> None:
    leg = leg_in(room, LegStatus.SERVING)

    told = [
        reach(room, leg, r.ReachStep(leg, room.leg(leg).version, step))
        for step in ("apply", "review", "handle")
    ]

    assert told == ["apply", "review", "handle"]
    assert room.told == (f.StepReached(leg, room.leg(leg).periods[-1].id, "handle"),)


def test_a_step_back_corrects_a_tap_too_many(room: Reception) -> None:
    leg = leg_in(room, LegStatus.SERVING)
    reach(room, leg, r.ReachStep(leg, room.leg(leg).version, "confirm"))

    assert reach(room, leg, r.ReachStep(leg, room.leg(leg).version, "review")) == "review"


def test_a_step_it_is_at_already_is_no_news(room: Reception) -> None:
    leg = leg_in(room, LegStatus.SERVING)
    reach(room, leg, r.ReachStep(leg, room.leg(leg).version, "review"))
    version = room.leg(leg).version

    assert room.did(r.ReachStep(leg, version, "review")) == Done(leg)
    assert room.told == ()
    assert room.leg(leg).version == version


@pytest.mark.parametrize("status", sorted(set(LegStatus) - {LegStatus.SERVING}))
def test_only_whoever_is_being_served_gets_on(room: Reception, status: LegStatus) -> None:
    leg = leg_in(room, status)

    answer = room.ask(r.ReachStep(leg, room.leg(leg).version, "review"))

    assert isinstance(answer, Refusal)
    assert answer.code == "wrong_status"


def test_a_step_made_on_an_older_sight_is_refused(room: Reception) -> None:
    leg = leg_in(room, LegStatus.SERVING)
    version = room.leg(leg).version
    room.did(r.ReachStep(leg, version, "review"))

    answer = room.ask(r.ReachStep(leg, version, "handle"))

    assert isinstance(answer, Refusal)
    assert answer.code == "leg_changed"
    assert room.leg(leg).periods[-1].step == "review"


def test_a_second_stay_at_a_counter_begins_anew(room: Reception) -> None:
    leg = leg_in(room, LegStatus.SERVING)
    reach(room, leg, r.ReachStep(leg, room.leg(leg).version, "handle"))
    room.step(r.ParkTicket, leg)

    room.pick(leg, "2")

    assert room.leg(leg).periods[-1].step == ""
    assert room.leg(leg).periods[-2].step == "handle"
