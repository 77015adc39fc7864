"""Which role may ask what: every kind of request by every role, allowed or refused."""

from __future__ import annotations

from typing import Final

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.roles import allowed_requests
from kiosk.wire.projection import ROLES
from tests.reception import SAMPLES, Reception, contents

MAY: Final = {
    "issue_ticket": {"entrance", "reception"},
    "add_service": {"reception"},
    "open_counter": {"reception"},
    "close_counter": {"reception"},
    "call_next": {"reception"},
    "call_ticket": {"reception"},
    "announce_again": {"reception"},
    "pass_ticket": {"reception"},
    "return_ticket": {"reception"},
    "void_ticket": {"reception"},
    "abandon_ticket": {"reception"},
    "park_ticket": {"reception"},
    "transfer_ticket": {"reception"},
    "start_service": {"reception"},
    "finish_service": {"reception"},
    "rate_visit": {"exit"},
    "reprint": {"reception"},
    "print_guide": {"entrance", "reception"},
    "call_help": {"entrance", "exit", "reception"},
    "answer_help": {"reception"},
    "close_day": {"reception"},
    "reopen_day": {"reception"},
    "report_print": {"system"},
    "report_printer": {"system"},
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
