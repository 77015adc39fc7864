"""Taking a number, and adding a service to a visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.care import Care
from kiosk.domain.check_code import check_code, qr_text
from kiosk.wire.asking import encode_answer
from kiosk.wire.codec import encode_recorded
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS, SECRET, Reception, shipped_setting

Need = Literal["elderly", "disabled", "pregnant"]

CUTOFF_MS = NINE_MS + 7 * HOUR_MS + 45 * MINUTE_MS
"""16:45, fifteen minutes before closing."""
NIGHT_MS = NINE_MS - 2 * HOUR_MS


@pytest.fixture
def room() -> Reception:
    return Reception()


def issued(room: Reception) -> f.TicketIssued:
    """Return the ticket of the last request."""
    ticket = room.told[0]
    assert isinstance(ticket, f.TicketIssued)
    return ticket


# Numbers


def test_every_series_counts_from_one(room: Reception) -> None:
    tickets = [
        room.issue(service).ticket for service in ("deposit", "payroll", "transfer", "payroll", "enquiry")
    ]

    assert tickets == ["A001", "C001", "A002", "C002", "D001"]


def test_a_ticket_comes_with_the_paper_it_is_printed_on(room: Reception) -> None:
    answer = room.issue()

    assert room.told[1:] == (f.SlipQueued(answer.slip, answer.visit, reprint=False),)
    assert room.visit(answer.visit).slips == {answer.slip: "queued"}


@pytest.mark.row("B4")
@pytest.mark.parametrize("service", shipped_setting().catalogue.services)
def test_a_ticket_is_given_for_every_service_with_its_series_zone_and_minutes(service: str) -> None:
    room = Reception()
    known = room.setting.catalogue.services[service]

    answer = room.issue(service)

    fact = issued(room)
    assert (fact.series, fact.number, fact.zone, fact.minutes) == (known.series, 1, known.zone, known.minutes)
    assert (answer.ticket, answer.zone, answer.service) == (f"{known.series}001", known.zone, service)


def test_the_answer_says_what_the_fact_and_the_slip_say(room: Reception) -> None:
    answer = room.issue("transfer", "entrance", language="en")

    fact = issued(room)
    assert (answer.visit, answer.leg, answer.date) == (fact.visit, fact.leg, "2026-11-02")
    assert answer.check == check_code(SECRET, fact.visit)
    assert answer.qr == qr_text(SECRET, "demo", "2026-11-02", fact.visit)
    assert fact.language == "en"


@pytest.mark.row("A4")
@pytest.mark.parametrize(("role", "channel"), [("entrance", "kiosk"), ("reception", "staff")])
def test_a_ticket_remembers_whether_a_person_issued_it(room: Reception, role: str, channel: str) -> None:
    room.issue(role=role)

    assert issued(room).channel == channel


# When


@pytest.mark.parametrize("at_ms", [NINE_MS, CUTOFF_MS - 1])
def test_the_entrance_issues_from_opening_to_the_cutoff(at_ms: int) -> None:
    assert Reception(at_ms=at_ms).issue(role="entrance").ticket == "A001"


def test_the_entrance_issues_nothing_before_opening() -> None:
    room = Reception(at_ms=NINE_MS - 1)

    assert room.ask(r.IssueTicket("deposit"), "entrance") == Refusal(
        "before_opening", {"opens_ms": str(NINE_MS)}
    )


def test_the_entrance_issues_nothing_from_the_cutoff_on() -> None:
    room = Reception(at_ms=CUTOFF_MS)

    assert room.ask(r.IssueTicket("deposit"), "entrance") == Refusal(
        "after_cutoff", {"cutoff_ms": str(CUTOFF_MS)}
    )


@pytest.mark.row("A4")
@pytest.mark.parametrize("at_ms", [NIGHT_MS, CUTOFF_MS, CUTOFF_MS + 2 * HOUR_MS])
def test_staff_issue_at_any_time_of_an_open_day(at_ms: int) -> None:
    assert Reception(at_ms=at_ms).issue(role="reception").ticket == "A001"


# What for


def test_a_service_nobody_offers_gets_no_ticket(room: Reception) -> None:
    assert room.ask(r.IssueTicket("haircut")) == Refusal("unknown_service", {"service": "haircut"})


@pytest.mark.row("B1")
def test_answers_and_materials_in_hand_stay_with_the_ticket(room: Reception) -> None:
    answers = {"account": "have", "who": "self", "amount": "from_50k"}

    room.issue(answers=answers, ready=("cash", "id_card"))

    assert (issued(room).answers, issued(room).ready) == (answers, ("cash", "id_card"))


@pytest.mark.parametrize(
    "answers",
    [{"colour": "red"}, {"who": "nobody"}, {"account": "new", "amount": "from_50k"}],
    ids=["no such question", "no such option", "a question that does not apply"],
)
def test_an_answer_that_cannot_be_is_refused(room: Reception, answers: dict[str, str]) -> None:
    answer = room.ask(r.IssueTicket("deposit", answers=answers))

    assert isinstance(answer, Refusal)
    assert answer.code == "bad_answer"


def test_a_material_that_is_not_asked_for_cannot_be_in_hand(room: Reception) -> None:
    self_service = {"account": "have", "who": "self", "amount": "under_50k"}

    answer = room.ask(r.IssueTicket("deposit", answers=self_service, ready=("cash", "proxy_letter")))

    assert answer == Refusal("bad_answer", {"code": "proxy_letter"})


# Care


@pytest.mark.row("A3")
@pytest.mark.parametrize(
    ("needs", "care"),
    [
        ((), Care.ORDINARY),
        (("elderly",), Care.ELDERLY),
        (("disabled",), Care.PROTECTED),
        (("pregnant",), Care.PROTECTED),
        (("elderly", "pregnant"), Care.PROTECTED),
        (("disabled", "elderly"), Care.PROTECTED),
    ],
)
def test_declared_needs_become_the_class_of_the_largest_weight(
    room: Reception, needs: tuple[Need, ...], care: Care
) -> None:
    answer = room.issue(role="entrance", care_needs=needs)

    assert (answer.care, issued(room).care, room.leg(answer.leg).care) == (care, care, care)


@pytest.mark.row("A3")
def test_the_weights_of_the_day_decide_which_need_counts(room: Reception) -> None:
    plan = room.setting.plan
    weights = {**plan.dispatch.weights, "elderly": 900, "protected": 800}
    ours = Reception(
        replace(room.setting, plan=replace(plan, dispatch=replace(plan.dispatch, weights=weights)))
    )

    assert ours.issue(care_needs=("pregnant", "elderly")).care == Care.ELDERLY


@pytest.mark.row("A3")
@pytest.mark.parametrize("need", ["disabled", "pregnant"])
@pytest.mark.parametrize("role", ["entrance", "reception"])
def test_no_fact_and_no_answer_tells_the_need_itself(need: Need, role: str) -> None:
    room = Reception()

    answer = room.issue("enquiry", role, care_needs=(need, "elderly"))

    written = b"".join(map(encode_recorded, room.recorded)) + encode_answer(answer)
    assert need.encode() not in written
    assert b"elderly" not in b"".join(encode_recorded(one) for one in room.recorded[-2:])


@pytest.mark.row("A3")
def test_disabled_and_pregnant_leave_the_same_facts_behind() -> None:
    disabled, pregnant = Reception(), Reception()

    disabled.issue(care_needs=("disabled",))
    pregnant.issue(care_needs=("pregnant",))

    assert disabled.recorded == pregnant.recorded


def test_only_staff_can_make_somebody_a_vip(room: Reception) -> None:
    assert room.ask(r.IssueTicket("wealth", vip=True), "entrance") == Refusal(
        "role_may_not", {"role": "entrance"}
    )
    assert room.issue("wealth", "reception", vip=True).care == Care.VIP


# How long


@pytest.mark.row("C2")
def test_with_no_counter_open_the_wait_is_unknown_and_the_people_ahead_are_told(room: Reception) -> None:
    room.issue()

    answer = room.issue()

    assert (answer.ahead, answer.low_min, answer.high_min) == (1, None, None)


@pytest.mark.row("C2")
def test_the_ticket_keeps_the_people_ahead_and_the_range_that_were_told(room: Reception) -> None:
    room.open("1")
    for _ in range(4):
        room.issue()

    answer = room.issue()

    # Four of six minutes each at one idle counter, give or take 40 %, rounded outward.
    assert (answer.ahead, answer.low_min, answer.high_min) == (4, 14, 34)
    visit = room.visit(answer.visit)
    assert (visit.ahead, visit.low_min, visit.high_min) == (4, 14, 34)
