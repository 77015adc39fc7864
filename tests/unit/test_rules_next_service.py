"""Another service for a visit that is here already, without a new queue start (D2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
from kiosk.domain.care import Care
from kiosk.domain.visit import LegStatus
from tests.reception import MINUTE_MS, WAIT_MIN, Reception, leg_in

pytestmark = pytest.mark.row("D2")
S = LegStatus


@pytest.fixture
def room() -> Reception:
    room = Reception()
    room.open("1", "2")
    return room


# Adding


def test_nothing_is_added_to_a_visit_nobody_knows(room: Reception) -> None:
    assert room.ask(r.AddService("somebody", "deposit")) == Refusal("unknown_visit")


def test_a_service_nobody_offers_is_not_added(room: Reception) -> None:
    visit = room.issue().visit

    assert room.ask(r.AddService(visit, "haircut")) == Refusal("unknown_service", {"service": "haircut"})


@pytest.mark.parametrize("steps", [[], ["call"], ["call", "start"]], ids=["waiting", "called", "serving"])
def test_a_service_added_while_the_visit_is_busy_waits_for_its_turn(
    room: Reception, steps: list[str]
) -> None:
    first = room.issue()
    if "call" in steps:
        room.call()
    if "start" in steps:
        room.step(r.StartService, first.leg)

    answer = room.did(r.AddService(first.visit, "wealth"))

    assert isinstance(answer, Done)
    assert [type(fact) for fact in room.told] == [f.LegAdded]
    assert room.leg(answer.about).status is LegStatus.PLANNED
    assert room.visit(first.visit).legs == (first.leg, answer.about)


def test_a_service_added_when_the_customer_is_done_waits_at_once_with_what_was_waited(
    room: Reception,
) -> None:
    first = room.issue(care_needs=("elderly",))
    room.wait(7)
    room.serve(first.leg, minutes=5)
    room.wait(3)

    answer = room.did(r.AddService(first.visit, "wealth"))

    assert isinstance(answer, Done)
    wealth = room.setting.catalogue.services["wealth"]
    assert room.told == (
        f.LegAdded(first.visit, answer.about, "wealth", wealth.zone, wealth.minutes),
        f.LegJoined(answer.about, 7 * MINUTE_MS),
    )
    joined = room.leg(answer.about)
    assert (joined.status, joined.care) == (LegStatus.WAITING, Care.ELDERLY)
    assert joined.waited_ms(room.now_ms) == 7 * MINUTE_MS


@pytest.mark.parametrize("aside", ["parked", "passed"])
def test_a_service_added_to_a_visit_set_aside_waits_at_once(room: Reception, aside: str) -> None:
    first = room.issue()
    room.wait(4)
    room.call()
    room.step(r.ParkTicket if aside == "parked" else r.PassTicket, first.leg)
    room.wait(30)

    answer = room.did(r.AddService(first.visit, "transfer"))

    assert isinstance(answer, Done)
    assert room.told[1:] == (f.LegJoined(answer.about, 4 * MINUTE_MS),)


def test_an_added_service_takes_no_new_number(room: Reception) -> None:
    first = room.issue()
    answer = room.did(r.AddService(first.visit, "transfer"))

    assert isinstance(answer, Done)
    assert room.day.ticket_of(answer.about) == first.ticket
    assert room.issue().ticket == "A002"


# Planned services

LEAVING: Final = {
    "finished": [r.StartService, r.FinishService],
    "passed": [r.PassTicket],
    "parked": [r.ParkTicket],
    "abandoned": [r.AbandonTicket],
}


@pytest.mark.parametrize("steps", LEAVING.values(), ids=LEAVING)
def test_a_planned_service_waits_when_the_one_before_leaves_the_counter_with_all_the_visit_has_waited(
    room: Reception, steps: list[Callable[..., r.Request]]
) -> None:
    first = leg_in(room, S.CALLED)
    planned = room.did(r.AddService(room.leg(first).visit, "transfer"))
    assert isinstance(planned, Done)
    room.wait(11)

    for step in steps:
        room.step(step, first)

    assert room.told[1:] == (f.LegJoined(planned.about, WAIT_MIN * MINUTE_MS),)
    room.wait(2)
    assert room.leg(planned.about).waited_ms(room.now_ms) == (WAIT_MIN + 2) * MINUTE_MS


@pytest.mark.parametrize("step", [r.ParkTicket, r.AbandonTicket])
def test_a_wait_that_was_not_over_counts_for_the_next_service_too(
    room: Reception, step: type[r.ParkTicket | r.AbandonTicket]
) -> None:
    first = leg_in(room, S.WAITING)
    planned = room.did(r.AddService(room.leg(first).visit, "transfer"))
    assert isinstance(planned, Done)
    room.wait(5)

    room.step(step, first)

    assert room.told[1:] == (f.LegJoined(planned.about, (WAIT_MIN + 5) * MINUTE_MS),)


def test_planned_services_take_turns_in_the_order_they_were_added(room: Reception) -> None:
    first = leg_in(room, S.SERVING)
    visit = room.leg(first).visit
    second, third = (room.did(r.AddService(visit, service)) for service in ("transfer", "wealth"))
    assert isinstance(second, Done)
    assert isinstance(third, Done)

    room.step(r.FinishService, first)
    assert [room.leg(leg).status for leg in (second.about, third.about)] == [S.WAITING, S.PLANNED]
    room.serve(second.about, "2")

    assert room.leg(third.about).status is S.WAITING


def test_a_transferred_leg_is_still_busy_so_the_planned_one_stays_planned(room: Reception) -> None:
    first = leg_in(room, S.SERVING)
    planned = room.did(r.AddService(room.leg(first).visit, "transfer"))
    assert isinstance(planned, Done)

    room.step(r.TransferTicket, first, service="enquiry")

    assert room.leg(planned.about).status is S.PLANNED


def test_a_planned_service_that_was_given_up_does_not_join(room: Reception) -> None:
    planned = leg_in(room, S.PLANNED)
    first = room.visit(room.leg(planned).visit).legs[0]
    room.step(r.AbandonTicket, planned)

    room.serve(first)

    assert [type(fact) for fact in room.told] == [f.ServiceFinished]
    assert room.leg(planned).status is S.ABANDONED
