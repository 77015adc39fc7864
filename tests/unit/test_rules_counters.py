"""Opening and closing counters, and calling tickets to them."""

from __future__ import annotations

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Called, Done, Refusal
from kiosk.domain.visit import LegStatus
from tests.reception import MINUTE_MS, Reception


@pytest.fixture
def room() -> Reception:
    return Reception()


# Opening


@pytest.mark.row("A1")
def test_a_counter_opens_with_the_skills_of_the_plan_and_the_badge_of_who_sits_there(room: Reception) -> None:
    planned = room.setting.plan.counters[0]

    answer = room.did(r.OpenCounter(planned.id, badge="7788"))

    assert answer == Done(planned.id)
    assert room.told == (f.CounterOpened(planned.id, planned.zone, planned.skills, "7788"),)
    assert room.day.counters[planned.id].skills == set(planned.skills)


def test_a_counter_the_branch_does_not_have_cannot_open(room: Reception) -> None:
    assert room.ask(r.OpenCounter("99")) == Refusal("unknown_counter", {"counter": "99"})


def test_a_counter_opens_once(room: Reception) -> None:
    room.open("1")

    assert room.ask(r.OpenCounter("1", badge="7788")) == Refusal("counter_open", {"counter": "1"})


@pytest.mark.parametrize("badge", ["李小姐", "77 88", "-1", "٣", "七"])
def test_a_badge_is_a_number_and_never_a_name(room: Reception, badge: str) -> None:
    assert room.ask(r.OpenCounter("1", badge)) == Refusal("bad_answer", {"code": "badge"})


# Closing


def test_a_counter_that_is_not_open_cannot_close(room: Reception) -> None:
    assert room.ask(r.CloseCounter("1")) == Refusal("counter_closed", {"counter": "1"})


def test_a_counter_with_somebody_in_hand_cannot_close(room: Reception) -> None:
    room.open("1")
    ticket = room.issue().ticket
    room.call()

    assert room.ask(r.CloseCounter("1")) == Refusal("counter_busy", {"counter": "1", "ticket": ticket})


def test_a_closed_counter_may_open_again(room: Reception) -> None:
    room.open("1")

    room.did(r.CloseCounter("1"))

    assert room.told == (f.CounterClosed("1"),)
    assert room.did(r.OpenCounter("1")) == Done("1")


@pytest.mark.row("C1")
def test_whoever_waits_for_a_counter_that_closes_may_go_to_any_other_and_keeps_the_wait(
    room: Reception,
) -> None:
    room.open("1", "2")
    leg = room.issue().leg
    room.step(r.TransferTicket, leg, service="transfer", counter="2")
    room.wait(9)

    room.did(r.CloseCounter("2"))

    service = room.setting.catalogue.services["transfer"]
    assert room.told == (
        f.TicketTransferred(leg, "transfer", service.zone, service.minutes),
        f.CounterClosed("2"),
    )
    assert room.leg(leg).waited_ms(room.now_ms) == 9 * MINUTE_MS
    assert room.call("1").leg == leg


# Calling whom the rules choose


def test_a_closed_counter_calls_nobody(room: Reception) -> None:
    room.issue()

    assert room.ask(r.CallNext("1")) == Refusal("counter_closed", {"counter": "1"})


def test_a_counter_calls_nobody_while_it_has_somebody(room: Reception) -> None:
    room.open("1")
    first = room.issue()
    room.issue()
    room.call()

    assert room.ask(r.CallNext("1")) == Refusal("counter_busy", {"counter": "1", "ticket": first.ticket})


@pytest.mark.parametrize("waiting", [None, "payroll"], ids=["nobody at all", "nobody it can serve"])
def test_a_counter_with_nobody_to_serve_is_told_so(room: Reception, waiting: str | None) -> None:
    room.open("1")
    if waiting:
        room.issue(waiting)

    assert room.ask(r.CallNext("1")) == Refusal("nobody_waiting", {"counter": "1"})


@pytest.mark.row("C1")
def test_a_call_says_who_why_and_who_came_second(room: Reception) -> None:
    room.open("1")
    adult = room.issue()
    room.wait(3)
    elder = room.issue(care_needs=("elderly",))
    room.wait(2)

    answer = room.call()

    adult_score, elder_score = 100 * 5 * MINUTE_MS, 400 * 2 * MINUTE_MS
    assert answer == Called(
        leg=elder.leg,
        ticket=elder.ticket,
        counter="1",
        reason="score",
        score=elder_score,
        runner_up=adult.ticket,
        runner_up_score=adult_score,
    )
    (fact,) = room.told
    assert isinstance(fact, f.TicketCalled)
    assert (fact.runner_up, fact.rule, fact.picked_by) == (adult.leg, "apq-1", "")


def test_a_call_of_the_only_one_waiting_has_no_runner_up(room: Reception) -> None:
    room.open("1")
    room.issue()

    answer = room.call()

    assert (answer.runner_up, answer.runner_up_score) == ("", 0)


# Calling a ticket that a person picked


@pytest.mark.row("C1")
@pytest.mark.parametrize(("badge", "picked_by"), [("", "reception-1"), ("7788", "7788")])
def test_a_picked_ticket_says_who_picked_it_and_whom_the_rules_had_first(
    room: Reception, badge: str, picked_by: str
) -> None:
    room.open("1")
    first, second = room.issue(), room.issue()
    room.wait(6)

    answer = room.ask(r.CallTicket("1", second.leg, leg_version=1), badge=badge)

    assert isinstance(answer, Called)
    assert (answer.ticket, answer.reason, answer.runner_up) == (second.ticket, "picked", first.ticket)
    assert (answer.score, answer.runner_up_score) == (600 * MINUTE_MS, 600 * MINUTE_MS)
    (fact,) = room.told
    assert isinstance(fact, f.TicketCalled)
    assert (fact.picked_by, fact.runner_up) == (picked_by, first.leg)


def test_picking_whom_the_rules_have_first_names_no_runner_up(room: Reception) -> None:
    room.open("1")
    first = room.issue()
    room.issue()

    room.pick(first.leg)

    (fact,) = room.told
    assert isinstance(fact, f.TicketCalled)
    assert (fact.reason, fact.runner_up, fact.runner_up_score) == ("picked", "", 0)


def test_a_person_may_pick_a_ticket_outside_the_skills_of_the_counter(room: Reception) -> None:
    room.open("1")
    leg = room.issue("payroll").leg

    room.pick(leg)

    assert room.leg(leg).counter == "1"


@pytest.mark.row("C3")
@pytest.mark.parametrize("aside", [r.PassTicket, r.ParkTicket])
def test_a_ticket_set_aside_can_be_recalled_with_the_wait_it_had(
    room: Reception, aside: type[r.PassTicket | r.ParkTicket]
) -> None:
    room.open("1")
    leg = room.issue().leg
    room.wait(4)
    room.call()
    room.step(aside, leg)
    room.wait(20)

    room.pick(leg)

    (fact,) = room.told
    assert isinstance(fact, f.TicketCalled)
    assert (fact.reason, fact.score) == ("recall", 100 * 4 * MINUTE_MS)
    assert (fact.credit_ms, room.leg(leg).waited_ms(room.now_ms)) == (4 * MINUTE_MS, 4 * MINUTE_MS)
    assert room.leg(leg).status is LegStatus.CALLED


@pytest.mark.row("D2")
def test_a_recalled_ticket_goes_on_from_what_its_visit_waited_for_another_service(room: Reception) -> None:
    room.open("1")
    first = room.issue()
    room.wait(4)
    room.step(r.ParkTicket, first.leg)
    second = room.did(r.AddService(first.visit, "transfer"))
    assert isinstance(second, Done)
    room.wait(5)
    room.serve(second.about)

    room.pick(first.leg)
    room.step(r.TransferTicket, first.leg, service="wealth")

    assert room.leg(first.leg).waited_ms(room.now_ms) == 9 * MINUTE_MS


def test_a_closed_or_busy_counter_cannot_pick_either(room: Reception) -> None:
    leg = room.issue().leg

    assert room.ask(r.CallTicket("1", leg, 1)) == Refusal("counter_closed", {"counter": "1"})
    room.open("1")
    other = room.issue()
    room.pick(other.leg)
    assert room.ask(r.CallTicket("1", leg, 1)) == Refusal(
        "counter_busy", {"counter": "1", "ticket": other.ticket}
    )


def test_of_two_who_call_the_same_ticket_one_wins_and_the_other_sees_where_it_went(room: Reception) -> None:
    room.open("1", "2")
    ticket = room.issue()
    seen = room.leg(ticket.leg).version
    room.did(r.CallTicket("1", ticket.leg, seen))

    answer = room.ask(r.CallTicket("2", ticket.leg, seen))

    assert answer == Refusal("leg_changed", {"status": "called", "ticket": ticket.ticket, "counter": "1"})


def test_a_customer_is_not_called_twice_at_once(room: Reception) -> None:
    room.open("1", "2")
    first = room.issue()
    room.pick(first.leg, "1")
    room.step(r.ParkTicket, first.leg)
    second = room.did(r.AddService(first.visit, "transfer"))
    assert isinstance(second, Done)
    room.pick(second.about, "2")

    answer = room.ask(r.CallTicket("1", first.leg, room.leg(first.leg).version))

    assert answer == Refusal("visit_busy", {"counter": "2", "ticket": first.ticket})


def test_a_ticket_nobody_knows_cannot_be_called(room: Reception) -> None:
    room.open("1")

    assert room.ask(r.CallTicket("1", "nothing", 1)) == Refusal("unknown_leg")
