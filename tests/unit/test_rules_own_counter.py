"""A teller's computer acts on its own counter, and on whom that counter has in hand, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Called, Done, Refusal
from kiosk.domain.rules import decide
from kiosk.domain.setting import Moment
from tests.reception import Reception

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = Refusal("other_counter", {"counter": "1"})
TO_TAKE_OVER = Refusal("other_badge", {"badge": "1021"})


@pytest.fixture
def room() -> Reception:
    room = Reception()
    for counter in ("1", "2"):
        room.did(r.OpenCounter(counter, badge=f"102{counter}"))
    return room


def ask(room: Reception, request: r.Request, counter: str = "1", badge: str = "") -> Answer:
    """Ask as the computer of a counter, under the badge it is open under unless told; what is decided happens."""
    by = r.By("counter", f"counter-{counter}", badge or f"102{counter}", counter)
    moment = Moment(room.now_ms, by, room.new_id)
    decision = decide(room.day, request, room.setting, moment)
    if isinstance(decision, Refusal):
        return decision
    room.happen(decision.facts)
    return decision.answer


def called(room: Reception, counter: str) -> str:
    room.issue()
    answer = ask(room, r.CallNext(counter), counter)
    assert isinstance(answer, Called)
    return answer.leg


@pytest.mark.parametrize(
    "request_of",
    [r.OpenCounter, r.CloseCounter, r.CallNext, lambda counter: r.CallTicket(counter, "any", 1)],
    ids=["open", "close", "call_next", "call_ticket"],
)
def test_no_other_counter_is_opened_closed_or_called_to(
    room: Reception, request_of: Callable[[str], r.Request]
) -> None:
    room.issue()

    assert ask(room, request_of("2")) == FAR


@pytest.mark.parametrize(
    "step",
    [
        r.AnnounceAgain,
        r.PassTicket,
        r.ParkTicket,
        r.StartService,
        r.FinishService,
        lambda leg, version: r.TransferTicket(leg, version, "transfer"),
        lambda leg, version: r.ReachStep(leg, version, "review"),
    ],
    ids=["announce", "pass", "park", "start", "finish", "transfer", "reach"],
)
def test_no_step_is_taken_with_whom_another_counter_has(
    room: Reception, step: Callable[[str, int], r.Request]
) -> None:
    leg = called(room, "2")

    assert ask(room, step(leg, room.leg(leg).version)) == FAR


def test_nobody_who_waits_is_parked_or_sent_on_from_a_counter(room: Reception) -> None:
    leg = room.issue().leg

    assert ask(room, r.ParkTicket(leg, 1)) == FAR
    assert ask(room, r.TransferTicket(leg, 1, "transfer")) == FAR


@pytest.mark.parametrize(
    "request_of",
    [
        lambda visit: r.AddService(visit, "transfer"),
        lambda visit: r.MarkCare(visit, ("elderly",)),
        lambda visit: r.KeepRecord(visit, words="想补登存折"),
        r.Reprint,
    ],
    ids=["add", "care", "words", "reprint"],
)
def test_what_is_about_a_visit_is_about_the_one_in_hand(
    room: Reception, request_of: Callable[[str], r.Request]
) -> None:
    mine, other = room.leg(called(room, "1")).visit, room.leg(called(room, "2")).visit

    assert ask(room, request_of(other)) == FAR
    assert isinstance(ask(room, request_of(mine)), Done)


@pytest.mark.row("C1")
def test_of_two_counters_that_want_one_ticket_one_has_it_and_the_other_is_told_where_it_went(
    room: Reception,
) -> None:
    leg = room.issue().leg
    first = ask(room, r.CallTicket("1", leg, 1), "1")
    second = ask(room, r.CallTicket("2", leg, 1), "2")

    assert isinstance(first, Called)
    assert second == Refusal("leg_changed", {"status": "called", "ticket": "A001", "counter": "1"})


@pytest.mark.row("C1")
def test_a_counter_has_one_ticket_in_hand_however_it_asks_for_a_second(room: Reception) -> None:
    called(room, "1")
    waiting = room.issue()
    busy = Refusal("counter_busy", {"counter": "1", "ticket": "A001"})

    assert ask(room, r.CallNext("1")) == busy
    assert ask(room, r.CallTicket("1", waiting.leg, 1)) == busy
    assert ask(room, r.CloseCounter("1")) == busy


def test_a_person_is_called_from_any_counter(room: Reception) -> None:
    assert isinstance(ask(room, r.CallHelp("counter-1")), Done)


@pytest.mark.row("A1")
@pytest.mark.parametrize(
    "request_of",
    [
        lambda _, __: r.CallNext("1"),
        lambda _, __: r.CloseCounter("1"),
        lambda leg, version: r.CallTicket("1", leg, version),
        r.AnnounceAgain,
        r.PassTicket,
        r.ParkTicket,
        r.StartService,
        r.FinishService,
        lambda leg, version: r.TransferTicket(leg, version, "transfer"),
        lambda leg, version: r.ReachStep(leg, version, "review"),
        lambda leg, _: r.Reprint(leg),
    ],
    ids=[
        *("next", "close", "ticket", "announce", "pass", "park", "start", "finish", "transfer", "reach"),
        "reprint",
    ],
)
def test_nobody_serves_under_the_badge_of_another(
    room: Reception, request_of: Callable[[str, int], r.Request]
) -> None:
    leg = called(room, "1")

    assert ask(room, request_of(leg, room.leg(leg).version), badge="1024") == TO_TAKE_OVER


@pytest.mark.row("A1")
def test_whoever_takes_a_counter_over_goes_on_with_whom_it_has_in_hand(room: Reception) -> None:
    leg = called(room, "1")

    taken = ask(room, r.OpenCounter("1"), badge="1024")

    assert taken == Done("1")
    assert (room.day.counters["1"].badge, room.day.counters["1"].leg) == ("1024", leg)
    assert ask(room, r.StartService(leg, room.leg(leg).version), badge="1024") == Done(leg)
    assert ask(room, r.FinishService(leg, room.leg(leg).version)) == Refusal("other_badge", {"badge": "1024"})
