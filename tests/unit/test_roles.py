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
    "add_service": {"counter", *STAFF},
    "open_counter": {"counter", *STAFF},
    "close_counter": {"counter", *STAFF},
    "call_next": {"counter", *STAFF},
    "call_ticket": {"counter", *STAFF},
    "announce_again": {"counter", *STAFF},
    "pass_ticket": {"counter", *STAFF},
    "return_ticket": {*STAFF},
    "void_ticket": {*STAFF},
    "abandon_ticket": {*STAFF},
    "park_ticket": {"counter", *STAFF},
    "transfer_ticket": {"counter", *STAFF},
    "start_service": {"counter", *STAFF},
    "finish_service": {"counter", *STAFF},
    "rate_visit": {"exit"},
    "answer_rating": {"manager"},
    "reprint": {"counter", *STAFF},
    "print_guide": {"entrance", *STAFF},
    "call_help": {"entrance", "exit", "counter", "office", "technician", *STAFF},
    "answer_help": {*STAFF},
    "close_day": {*STAFF},
    "reopen_day": {*STAFF},
    "report_print": {"system"},
    "report_printer": {"system"},
    "report_check": {"system"},
    "report_keeping": {"system"},
    "reach_step": {"counter", *STAFF},
    "add_staff": {"office", "door", "system"},
    "change_roles": {"office"},
    "remove_staff": {"office"},
    "set_pin": {"door"},
    "lock_staff": {"door"},
    "sign_in": {"door"},
    "sign_out": {"door"},
    "invite_device": {"office", "technician"},
    "pair_device": {"door"},
    "revoke_device": {"office", "technician"},
    "read_paper": {"door"},
    "do_maintenance": {"door"},
    "mark_care": {"counter", *STAFF},
    "keep_record": {"counter", *STAFF},
    "read_record": {"office", *STAFF},
    "report_search": {"door"},
    "forget_record": {"office", *STAFF},
    "report_purge": {"system"},
    "report_care": {"system"},
}
"""Who may ask what, by kind."""

EVERYBODY: Final = [*ROLES, "system", "door", "teller", ""]


def test_this_table_knows_every_kind_of_request_and_every_role() -> None:
    assert {sample.kind for sample in SAMPLES} == set(MAY) == set(r.request_of_kind)
    assert set(allowed_requests) == {*ROLES, "system", "door"}


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
