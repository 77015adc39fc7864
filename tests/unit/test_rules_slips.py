"""Paper copies: what the spool reports, and asking for another copy."""

from __future__ import annotations

from itertools import product
from typing import Final, get_args

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
from kiosk.domain.facts import PrintStatus
from kiosk.domain.rules.slips import MOST_WAITING
from tests.reception import HOUR_MS, Reception

STATUSES: Final[tuple[PrintStatus, ...]] = get_args(PrintStatus)
FORWARD: Final = {
    ("queued", "sending"),
    ("queued", "failed"),
    ("sending", "printed"),
    ("sending", "unknown"),
    ("sending", "failed"),
}
WAY_TO: Final[dict[PrintStatus, tuple[PrintStatus, ...]]] = {
    "queued": (),
    "sending": ("sending",),
    "printed": ("sending", "printed"),
    "unknown": ("sending", "unknown"),
    "failed": ("failed",),
}


@pytest.fixture
def room() -> Reception:
    return Reception()


@pytest.mark.parametrize(("status", "then"), list(product(STATUSES, STATUSES)))
def test_the_print_status_only_moves_forward(room: Reception, status: PrintStatus, then: PrintStatus) -> None:
    ticket = room.issue()
    for one in WAY_TO[status]:
        room.did(r.ReportPrint(ticket.slip, one), "system")

    answer = room.ask(r.ReportPrint(ticket.slip, then), "system")

    if (status, then) in FORWARD:
        assert answer == Done(ticket.slip)
        assert room.visit(ticket.visit).slips == {ticket.slip: then}
    else:
        assert answer == Refusal("wrong_status", {"status": status})
        assert room.visit(ticket.visit).slips == {ticket.slip: status}


def test_why_a_slip_failed_is_kept(room: Reception) -> None:
    ticket = room.issue()
    room.did(r.ReportPrint(ticket.slip, "sending"), "system")

    room.did(r.ReportPrint(ticket.slip, "failed", "paper_out"), "system")

    assert room.told == (f.SlipStatusChanged(ticket.slip, ticket.visit, "failed", "paper_out"),)


def test_nothing_is_reported_of_paper_nobody_asked_for(room: Reception) -> None:
    assert room.ask(r.ReportPrint("nothing", "sending"), "system") == Refusal("unknown_slip")


def test_a_ticket_is_served_whatever_became_of_its_paper(room: Reception) -> None:
    room.open("1")
    ticket = room.issue()
    room.did(r.ReportPrint(ticket.slip, "failed", "jam"), "system")

    assert room.call().ticket == ticket.ticket


@pytest.mark.parametrize("first", ["queued", "printed", "unknown", "failed"])
def test_a_reprint_is_another_slip_marked_as_such(room: Reception, first: PrintStatus) -> None:
    ticket = room.issue()
    for one in WAY_TO[first]:
        room.did(r.ReportPrint(ticket.slip, one), "system")

    answer = room.did(r.Reprint(ticket.visit))

    assert isinstance(answer, Done)
    assert answer.about != ticket.slip
    assert room.told == (f.SlipQueued(answer.about, ticket.visit, reprint=True),)
    assert room.visit(ticket.visit).slips == {ticket.slip: first, answer.about: "queued"}


def test_paper_for_a_visit_nobody_knows_is_refused(room: Reception) -> None:
    assert room.ask(r.Reprint("somebody")) == Refusal("unknown_visit")


def test_slips_wait_for_the_printer_in_the_order_they_were_asked_for(room: Reception) -> None:
    first, second = room.issue(), room.issue()
    again = room.did(r.Reprint(first.visit))
    assert isinstance(again, Done)
    room.did(r.ReportPrint(first.slip, "sending"), "system")

    assert list(room.day.slips_to_print) == [second.slip, again.about]


def test_paper_is_printed_and_reported_after_closing_too(room: Reception) -> None:
    ticket = room.issue()
    room.did(r.CloseDay())

    assert room.did(r.ReportPrint(ticket.slip, "sending"), "system") == Done(ticket.slip)
    assert isinstance(room.did(r.Reprint(ticket.visit)), Done)


def test_a_ticket_carried_over_gets_paper_again(room: Reception) -> None:
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.wait(ms=24 * HOUR_MS)

    room.did(r.Reprint(ticket.visit))

    assert [type(fact) for fact in room.told] == [f.SlipQueued]


@pytest.mark.row("B1")
def test_guidance_is_printed_for_somebody_who_takes_no_number(room: Reception) -> None:
    answer = room.did(r.PrintGuide(service="deposit", answers={"who": "agent"}, language="en"), "entrance")

    assert isinstance(answer, Done)
    assert room.told == (f.GuideQueued(answer.about, "deposit", {"who": "agent"}, (), "en"),)
    assert list(room.day.slips_to_print) == [answer.about]
    assert not room.day.visits


def test_guidance_for_a_number_says_what_that_visit_is_for(room: Reception) -> None:
    ticket = room.issue()
    visit = room.visit(ticket.visit)

    answer = room.did(r.PrintGuide(ticket.visit))

    assert isinstance(answer, Done)
    guide = room.day.guides[answer.about]
    assert (guide.visit, guide.service, guide.answers) == (visit.id, ticket.service, visit.answers)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (r.PrintGuide("somebody"), "unknown_visit"),
        (r.PrintGuide(service="nothing"), "unknown_service"),
        (r.PrintGuide(service="deposit", answers={"who": "nobody"}), "bad_answer"),
        (r.PrintGuide(service="deposit", ready=("spaceship",)), "bad_answer"),
    ],
)
def test_guidance_for_what_cannot_be_is_refused(room: Reception, wish: r.PrintGuide, code: str) -> None:
    refusal = room.ask(wish, "entrance")

    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_no_guidance_is_taken_on_while_numbers_wait_for_the_printer(room: Reception) -> None:
    for _ in range(MOST_WAITING):
        room.issue()

    assert room.ask(r.PrintGuide(service="deposit")) == Refusal(
        "printer_busy", {"waiting": str(MOST_WAITING)}
    )


def test_the_paper_of_guidance_moves_like_any_other(room: Reception) -> None:
    answer = room.did(r.PrintGuide(service="deposit"))
    assert isinstance(answer, Done)

    room.did(r.ReportPrint(answer.about, "sending"), "system")
    room.did(r.ReportPrint(answer.about, "printed"), "system")

    assert room.day.guides[answer.about].status == "printed"
    assert room.ask(r.ReportPrint(answer.about, "sending"), "system") == Refusal(
        "wrong_status", {"status": "printed"}
    )


def test_guidance_that_was_not_printed_ends_with_the_day(room: Reception) -> None:
    answer = room.did(r.PrintGuide(service="deposit"))
    assert isinstance(answer, Done)
    room.wait(ms=24 * HOUR_MS)

    room.issue()

    assert f.SlipStatusChanged(answer.about, "", "failed", "day_over") in [one.fact for one in room.recorded]
    assert not room.day.guides


def test_a_printer_is_recorded_when_it_is_found_otherwise_than_before(room: Reception) -> None:
    room.did(r.ReportPrinter("main", "near_end"), "system")
    first = room.told
    room.did(r.ReportPrinter("main", "near_end"), "system")

    assert first == (f.PrinterChanged("main", "near_end"),)
    assert room.told == ()
    assert room.day.printers == {"main": "near_end"}


def test_how_a_printer_was_yesterday_says_nothing_of_today(room: Reception) -> None:
    room.did(r.ReportPrinter("main", "paper_out"), "system")
    room.wait(ms=24 * HOUR_MS)

    room.issue()

    assert room.day.printers == {}
