"""Which role may ask what: every kind of request by every role, allowed or refused."""

from __future__ import annotations

from typing import Final

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.roles import allowed_requests
from kiosk.domain.rules import decide
from kiosk.domain.setting import Moment
from kiosk.wire.projection import ROLES
from tests.reception import SAMPLES, Reception, contents

STAFF: Final = {"reception", "manager"}
MAY: Final = {
    "issue_ticket": {"entrance", *STAFF},
    "add_service": {*STAFF},
    "open_counter": {*STAFF},
    "close_counter": {*STAFF},
    "call_next": {*STAFF},
    "call_ticket": {*STAFF},
    "announce_again": {*STAFF},
    "pass_ticket": {*STAFF},
    "return_ticket": {*STAFF},
    "void_ticket": {*STAFF},
    "abandon_ticket": {*STAFF},
    "park_ticket": {*STAFF},
    "transfer_ticket": {*STAFF},
    "start_service": {*STAFF},
    "finish_service": {*STAFF},
    "rate_visit": {"exit"},
    "answer_rating": {"manager"},
    "reprint": {*STAFF},
    "print_guide": {"entrance", *STAFF},
    "call_help": {"entrance", "exit", *STAFF},
    "answer_help": {*STAFF},
    "close_day": {*STAFF},
    "reopen_day": {*STAFF},
    "report_print": {"system"},
    "report_printer": {"system"},
    "report_check": {"system"},
    "report_keeping": {"system"},
}
"""Who may ask what, by kind."""

EVERYBODY: Final = [*ROLES, "system", "teller", ""]


def test_this_table_knows_every_kind_of_request_and_every_role() -> None:
    assert {sample.kind for sample in SAMPLES} == set(MAY) == set(r.request_of_kind)
    assert set(allowed_requests) == {*ROLES, "system"}


@pytest.mark.row("F3")
@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("request_", SAMPLES, ids=lambda request: request.kind)
def test_a_role_may_ask_what_is_its_business_and_nothing_else(request_: r.Request, role: str) -> None:
    room = Reception()
    before = contents(room.day)

    answer = room.ask(request_, role)

    refused = answer == Refusal("role_may_not", {"role": role})
    assert refused == (role not in MAY[request_.kind])
    assert not refused or contents(room.day) == before


@pytest.mark.row("D3")
def test_nobody_who_serves_can_rate() -> None:
    assert [role for role, kinds in allowed_requests.items() if r.RateVisit in kinds] == ["exit"]


@pytest.mark.parametrize(
    ("by", "actor"),
    [
        (r.By("entrance", "e-1"), "customer"),
        (r.By("exit", "x-1", "7788"), "customer"),
        (r.By("hall", "h-1"), "customer"),
        (r.By("system", "branch"), "system"),
        (r.By("reception", "t-1"), "staff"),
        (r.By("reception", "t-1", "7788"), "staff:7788"),
    ],
)
def test_the_journal_is_told_who_acted_without_a_name(by: r.By, actor: str) -> None:
    assert by.actor == actor


@pytest.mark.parametrize("request_", SAMPLES, ids=lambda request: request.kind)
def test_no_simulated_device_does_anything_at_a_real_branch(request_: r.Request) -> None:
    room = Reception()
    role = min(MAY[request_.kind])
    by = r.By(role, "simulated-tablet")

    decision = decide(room.day, request_, room.setting, Moment(room.now_ms, by, room.new_id))

    assert decision == Refusal("simulated_device", {"device": "simulated-tablet"})
