"""What happens to a leg that waits, was called, is being served, or is set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.visit import AT_COUNTER, ENDED, LegStatus
from tests.reception import MINUTE_MS, WAIT_MIN, Reception, leg_in

S = LegStatus
BUSY = {S.WAITING, S.CALLED, S.SERVING}

Step = Callable[[str, int], r.Request]

STEPS: Final[dict[str, tuple[Step, set[LegStatus]]]] = {
    "call": (lambda leg, version: r.CallTicket("2", leg, version), {S.WAITING, S.PASSED, S.PARKED}),
    "announce again": (r.AnnounceAgain, {S.CALLED}),
    "start": (r.StartService, {S.CALLED}),
    "finish": (r.FinishService, {S.SERVING}),
    "pass": (r.PassTicket, {S.CALLED}),
    "park": (r.ParkTicket, BUSY),
    "return": (r.ReturnTicket, {S.PASSED, S.PARKED}),
    "void": (r.VoidTicket, {S.PASSED}),
    "abandon": (r.AbandonTicket, {*BUSY, S.PASSED, S.PARKED, S.PLANNED}),
    "transfer": (lambda leg, version: r.TransferTicket(leg, version, "enquiry"), BUSY),
}
"""Every step with a leg, and the statuses in which it can be taken."""

every_step = pytest.mark.parametrize(("step", "fit"), STEPS.values(), ids=STEPS)


@pytest.fixture
def room() -> Reception:
    return prepared()


def prepared() -> Reception:
    room = Reception()
    room.open("1", "2")
    return room


@pytest.mark.parametrize("status", S)
@every_step
def test_a_step_is_taken_where_it_fits_and_refused_with_the_status_where_not(
    step: Step, fit: set[LegStatus], status: LegStatus
) -> None:
    room = prepared()
    leg = leg_in(room, status)
    before = room.leg(leg)

    answer = room.ask(step(leg, before.version))

    if status in fit:
        assert not isinstance(answer, Refusal), answer
        assert room.leg(leg).version == before.version + 1
    else:
        details = {"status": status.value, "ticket": room.day.ticket_of(leg), "counter": before.counter}
        assert answer == Refusal("wrong_status", details)
        assert room.leg(leg) == before


@every_step
def test_a_step_made_on_an_older_sight_of_the_leg_is_refused_with_what_it_is_now(
    step: Step, fit: set[LegStatus], room: Reception
) -> None:
    leg = leg_in(room, min(fit))
    now = room.leg(leg)

    answer = room.ask(step(leg, now.version - 1))

    details = {"status": now.status.value, "ticket": room.day.ticket_of(leg), "counter": now.counter}
    assert answer == Refusal("leg_changed", details)


@pytest.mark.parametrize("step", [step for step, _ in STEPS.values()], ids=STEPS)
def test_a_step_with_a_leg_nobody_knows_is_refused(step: Step, room: Reception) -> None:
    assert room.ask(step("nothing", 1)) == Refusal("unknown_leg")


# Called


@pytest.mark.row("C3")
def test_announcing_again_counts_and_changes_nothing_else(room: Reception) -> None:
    leg = leg_in(room, S.CALLED)

    room.step(r.AnnounceAgain, leg)
    room.step(r.AnnounceAgain, leg)

    assert room.told == (f.TicketAnnouncedAgain(leg, "1", times=3),)
    assert room.leg(leg).status is S.CALLED
    assert room.day.counters["1"].leg == leg


@pytest.mark.row("C3")
def test_a_passed_ticket_comes_back_with_its_waiting_credit_and_earns_none_meanwhile(room: Reception) -> None:
    leg = leg_in(room, S.PASSED)
    room.wait(30)

    room.step(r.ReturnTicket, leg)

    assert room.told == (f.TicketReturned(leg, "passed", WAIT_MIN * MINUTE_MS),)
    assert room.leg(leg).waited_ms(room.now_ms) == WAIT_MIN * MINUTE_MS


def test_a_passed_ticket_frees_its_counter(room: Reception) -> None:
    leg = leg_in(room, S.PASSED)

    assert room.day.counters["1"].leg == ""
    assert room.leg(leg).counter == ""


def test_a_void_ticket_is_gone_for_good(room: Reception) -> None:
    leg = leg_in(room, S.VOIDED)

    assert room.told == (f.TicketVoided(leg),)
    assert leg not in room.day.active


# Served


def test_a_service_begins_and_ends_in_the_period_of_its_call(room: Reception) -> None:
    leg = leg_in(room, S.CALLED)
    period = room.leg(leg).periods[-1].id

    room.step(r.StartService, leg)
    started = room.told
    room.wait(5)
    room.step(r.FinishService, leg)

    assert started == (f.ServiceStarted(leg, period, "1"),)
    assert room.told == (f.ServiceFinished(leg, period, "1", "measured"),)


@pytest.mark.row("H1")
@pytest.mark.parametrize(
    ("taken_ms", "quality"),
    [
        (0, "suspect"),
        (19_999, "suspect"),
        (20_000, "measured"),
        (36 * MINUTE_MS, "measured"),
        (36 * MINUTE_MS + 1, "suspect"),
    ],
)
def test_a_service_of_odd_length_is_marked_suspect(room: Reception, taken_ms: int, quality: str) -> None:
    leg = leg_in(room, S.SERVING)
    assert room.leg(leg).minutes == 6
    room.wait(ms=taken_ms)

    room.step(r.FinishService, leg)

    (fact,) = room.told
    assert isinstance(fact, f.ServiceFinished)
    assert fact.quality == quality


def test_the_time_between_call_and_start_is_not_service(room: Reception) -> None:
    leg = leg_in(room, S.CALLED)
    room.wait(60)
    room.step(r.StartService, leg)
    room.wait(1)

    room.step(r.FinishService, leg)

    (fact,) = room.told
    assert isinstance(fact, f.ServiceFinished)
    assert fact.quality == "measured"


# Set aside


@pytest.mark.parametrize("status", sorted(BUSY))
def test_a_leg_can_be_parked_from_the_line_and_from_the_counter(room: Reception, status: LegStatus) -> None:
    leg = leg_in(room, status)
    room.wait(10)

    room.step(r.ParkTicket, leg)

    assert room.told == (f.TicketParked(leg),)
    assert all(not counter.leg for counter in room.day.counters.values())
    # In the line it waited on until it was parked; at the counter the wait had ended with the call.
    waited_min = WAIT_MIN + 10 if status is S.WAITING else WAIT_MIN
    room.wait(60)
    assert room.leg(leg).waited_ms(room.now_ms) == waited_min * MINUTE_MS


def test_a_parked_ticket_comes_back_and_is_called_by_the_wait_it_had(room: Reception) -> None:
    leg = leg_in(room, S.PARKED)
    room.issue()
    room.wait(3)

    room.step(r.ReturnTicket, leg)

    assert room.told == (f.TicketReturned(leg, "parked", WAIT_MIN * MINUTE_MS),)
    assert room.call("2").leg == leg


@pytest.mark.row("D2")
def test_a_parked_leg_comes_back_with_what_the_visit_waited_for_another_service_meanwhile(
    room: Reception,
) -> None:
    leg = leg_in(room, S.PARKED)
    room.did(r.AddService(room.leg(leg).visit, "wealth"))
    other = room.day.visits[room.leg(leg).visit].legs[-1]
    room.wait(10)
    room.step(r.AbandonTicket, other)

    room.step(r.ReturnTicket, leg)

    assert room.leg(leg).waited_ms(room.now_ms) == (WAIT_MIN + 10) * MINUTE_MS


@pytest.mark.row("D2")
@pytest.mark.parametrize("aside", [S.PASSED, S.PARKED])
def test_a_customer_does_not_come_back_to_one_line_while_busy_with_another_service(
    room: Reception, aside: LegStatus
) -> None:
    leg = leg_in(room, aside)
    visit = room.leg(leg).visit
    room.did(r.AddService(visit, "transfer"))

    answer = room.ask(r.ReturnTicket(leg, room.leg(leg).version))

    assert answer == Refusal("visit_busy", {"counter": "", "ticket": room.visit(visit).ticket})


@pytest.mark.parametrize("status", sorted({*BUSY, S.PASSED, S.PARKED, S.PLANNED}))
def test_a_customer_may_give_up_at_any_moment_before_the_end(room: Reception, status: LegStatus) -> None:
    leg = leg_in(room, status)

    room.step(r.AbandonTicket, leg)

    assert room.told == (f.TicketAbandoned(leg),)
    assert room.leg(leg).status in ENDED


# Moved


@pytest.mark.parametrize("status", sorted(BUSY))
def test_a_transferred_ticket_waits_for_the_other_service_with_its_credit(
    room: Reception, status: LegStatus
) -> None:
    leg = leg_in(room, status)
    loan = room.setting.catalogue.services["personal_loan"]

    room.step(r.TransferTicket, leg, service="personal_loan")

    assert room.told == (f.TicketTransferred(leg, "personal_loan", loan.zone, loan.minutes, ""),)
    moved = room.leg(leg)
    assert (moved.status, moved.service, moved.zone) == (S.WAITING, "personal_loan", "advisory")
    assert moved.waited_ms(room.now_ms) == WAIT_MIN * MINUTE_MS
    assert room.day.counters["1"].leg == ""


def test_a_ticket_transferred_to_one_counter_is_called_by_that_one_alone(room: Reception) -> None:
    leg = leg_in(room, S.SERVING)

    room.step(r.TransferTicket, leg, service="deposit", counter="2")

    assert room.ask(r.CallNext("1")) == Refusal("nobody_waiting", {"counter": "1"})
    assert room.call("2").leg == leg


def test_a_ticket_cannot_go_to_a_service_nobody_offers_or_a_counter_that_does_not_serve(
    room: Reception,
) -> None:
    leg = leg_in(room, S.SERVING)
    version = room.leg(leg).version

    nowhere = room.ask(r.TransferTicket(leg, version, "haircut"))
    closed = room.ask(r.TransferTicket(leg, version, "deposit", counter="3"))

    assert nowhere == Refusal("unknown_service", {"service": "haircut"})
    assert closed == Refusal("counter_closed", {"counter": "3"})


@pytest.mark.parametrize("status", sorted(AT_COUNTER))
def test_a_leg_at_a_counter_holds_that_counter(room: Reception, status: LegStatus) -> None:
    leg = leg_in(room, status)

    assert (room.leg(leg).counter, room.day.counters["1"].leg) == ("1", leg)
