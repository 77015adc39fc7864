"""What goes on the next day: parked tickets with number and wait, and numbers after a restore."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.domain.rules.days import after_restore, roll
from kiosk.domain.rules.ratings import is_finished
from kiosk.domain.visit import LegStatus
from tests.reception import HOUR_MS, MINUTE_MS, Reception, shipped_setting

DAY_MS: Final = 24 * HOUR_MS


@pytest.fixture
def room() -> Reception:
    return Reception()


# Carry-over


@pytest.mark.row("C1")
@pytest.mark.parametrize("closed_by_hand", [False, True])
def test_a_parked_ticket_goes_on_the_next_day_with_the_number_of_its_own_and_its_wait(
    room: Reception,
    closed_by_hand: bool,  # noqa: FBT001
) -> None:
    ticket = room.issue(care_needs=("elderly",), language="en")
    room.wait(8)
    room.step(r.ParkTicket, ticket.leg)
    if closed_by_hand:
        room.did(r.CloseDay())
    room.wait(ms=DAY_MS)
    room.keep_day()
    newcomer = room.issue()

    carried, other = room.visit(ticket.visit), room.visit(newcomer.visit)
    assert (carried.ticket, carried.date) == ("A001", "2026-11-02")
    assert (other.ticket, other.date) == ("A001", "2026-11-03")
    assert (carried.care, carried.language) == ("elderly", "en")
    leg = room.leg(ticket.leg)
    assert (leg.status, leg.waited_ms(room.now_ms)) == (LegStatus.PARKED, 8 * MINUTE_MS)


def test_a_carried_ticket_is_served_like_any_other(room: Reception) -> None:
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.wait(ms=DAY_MS)
    room.keep_day()
    room.open("1")

    room.step(r.ReturnTicket, ticket.leg)
    assert room.call().ticket == ticket.ticket
    room.step(r.StartService, ticket.leg)
    room.wait(5)
    room.step(r.FinishService, ticket.leg)

    assert room.ask(r.RateVisit(ticket.visit, ticket.check, 5), "exit") == Done(ticket.visit)


def test_only_what_is_parked_is_carried_and_the_closing_says_which(room: Reception) -> None:
    room.open("1")
    parked = room.issue()
    room.step(r.ParkTicket, parked.leg)
    called, passed, planned = room.issue(), room.issue(), room.issue()
    room.did(r.AddService(planned.visit, "wealth"))
    room.pick(passed.leg)
    room.step(r.PassTicket, passed.leg)
    room.pick(called.leg)
    room.wait(ms=DAY_MS)

    facts = roll(room.day, room.setting, room.now_ms)
    closing, opening, *carried = (fact for fact in facts if not isinstance(fact, f.SlipStatusChanged))

    assert isinstance(closing, f.DayClosed)
    assert isinstance(opening, f.DayOpened)
    assert (closing.unfinished, closing.carried) == (4, (parked.leg,))
    assert [fact.leg for fact in carried if isinstance(fact, f.TicketCarried)] == [parked.leg]


def test_a_branch_may_carry_nothing_over() -> None:
    ours = shipped_setting()
    room = Reception(replace(ours, plan=replace(ours.plan, carry_over="none")))
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.wait(ms=DAY_MS)

    room.keep_day()

    assert room.day.visits == {}
    assert f.DayClosed("2026-11-02", "stale", 0, 1) in [one.fact for one in room.recorded]


# After a restore


def test_after_a_restore_numbers_go_on_where_none_can_be_out(room: Reception) -> None:
    for _ in range(3):
        room.issue()
    room.issue("payroll")

    (fact,) = facts = after_restore(room.day, room.setting, room.now_ms)
    room.happen(facts)

    assert fact == f.NumbersSkipped("2026-11-02", floor=600)
    assert [room.issue(service).ticket for service in ("deposit", "deposit", "payroll", "enquiry")] == [
        "A601",
        "A602",
        "C601",
        "D601",
    ]


def test_a_second_restore_of_the_same_day_goes_on_higher_still(room: Reception) -> None:
    for _ in range(2):
        room.happen(after_restore(room.day, room.setting, room.now_ms))

    assert room.issue().ticket == "A1001"


def test_a_restore_of_yesterdays_backup_opens_today_with_numbers_that_are_not_out(room: Reception) -> None:
    room.issue()
    room.wait(ms=DAY_MS)

    facts = after_restore(room.day, room.setting, room.now_ms)
    room.happen(facts)

    assert facts[-1] == f.NumbersSkipped("2026-11-03", floor=500)
    assert room.issue().ticket == "A501"


def test_numbers_begin_at_one_again_the_day_after_a_restore(room: Reception) -> None:
    room.happen(after_restore(room.day, room.setting, room.now_ms))
    room.wait(ms=DAY_MS)

    assert room.issue().ticket == "A001"


@pytest.mark.row("D1")
@pytest.mark.row("D3")
def test_what_was_finished_before_a_visit_was_carried_over_can_still_be_rated() -> None:
    room = Reception()
    ticket = room.served()
    added = room.did(r.AddService(ticket.visit, "transfer"))
    assert isinstance(added, Done)
    room.step(r.ParkTicket, added.about)
    for _ in range(2):
        room.wait(ms=24 * HOUR_MS)
        room.keep_day()
    assert not is_finished(room.day, ticket.visit)

    room.step(r.AbandonTicket, added.about)

    assert room.day.services_done(ticket.visit) == ("deposit",)
    assert is_finished(room.day, ticket.visit)
    assert isinstance(room.ask(r.RateVisit(ticket.visit, ticket.check, 4), "exit"), Done)
