"""What really goes over the wire to each role, after a visit with everything in it that is nobody else's business."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

import pytest

from kiosk.domain.facts import type_of_kind
from kiosk.wire.projection import ROLES, Role
from tests.faults.events import events
from tests.faults.service_process import Branch, running_branch

HOUSE: Final = {"epoch_started", "day_opened", "counter_opened", "counter_closed"}
HELP: Final = {"help_called", "help_answered"}
PAPER: Final = {"slip_queued", "slip_status_changed", "printer_changed"}
QUEUE: Final = {
    "ticket_issued",
    "ticket_called",
    "ticket_announced_again",
    "service_started",
    "service_finished",
}
HEARS: Final[dict[Role, set[str]]] = {
    "entrance": HOUSE | HELP | PAPER,
    "exit": HOUSE | HELP,
    "hall": HOUSE | QUEUE,
    "reception": HOUSE | HELP | PAPER | QUEUE,
    "manager": HOUSE | HELP | PAPER | QUEUE | {"visit_rated"},
    "counter": HOUSE | QUEUE,
    "office": HOUSE,
    "technician": HOUSE | {"printer_changed"},
}
"""Of the kinds that the visit below makes."""
OPINION: Final = ("visit_rated", '"rated":true', "long_wait", '"score":1,')
NEVER: Final[dict[Role, tuple[str, ...]]] = {
    "entrance": (*OPINION, "1024", '"care":', '"answers":{"', "agent", "payee_details", "A001"),
    "exit": (
        *OPINION,
        "1024",
        '"care":',
        '"answers":{"',
        "agent",
        "payee_details",
        "A001",
        '"visit":',
        '"leg":"0',
        '"slips":{"',
        "slip_",
    ),
    "hall": (
        *OPINION,
        '"care":"protected"',
        '"answers":{"',
        "agent",
        "payee_details",
        '"picked_by":"test-1"',
        '"reason":"picked"',
        '"slips":{"',
        "slip_",
    ),
    "reception": OPINION,
    "manager": (),
    "counter": (*OPINION, '"slips":{"', "slip_"),
    "office": (*OPINION, '"care":', '"answers":{"', "agent", "payee_details", "A001", '"visit":', "slip_"),
    "technician": (
        *OPINION,
        '"care":',
        '"answers":{"',
        "agent",
        "payee_details",
        "A001",
        '"visit":',
        "slip_",
    ),
}
NEVER_PUBLIC: Final = ("test-1", '"actor":"staff', '"channel":"staff"')
"""On no screen where everybody stands: who did something, at which device, and that staff issued a ticket."""
NEVER_ANYBODY: Final = ("pregnant", "disabled")


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    """Give a branch where a customer declared a need, answered questions, was picked, served, and rated the visit."""
    with running_branch(tmp_path_factory.mktemp("branch")) as running:
        _visit(running)
        running.seq_at_rest()
        yield running


@pytest.mark.parametrize("role", ROLES)
def test_a_stream_carries_the_kinds_of_its_role_and_no_word_more(branch: Branch, role: Role) -> None:
    end = branch.seq_at_rest()
    told = []
    with branch.stream(role, 0) as stream:
        for event in events(stream):
            told.append(event)
            if event.seq >= end:
                break

    assert {json.loads(event.data)["kind"] for event in told if event.name == "fact"} == HEARS[role]
    _assert_silent(role, "\n".join(event.data.decode() for event in told))


@pytest.mark.parametrize("role", ROLES)
def test_a_snapshot_carries_what_is_its_role_s_and_no_word_more(branch: Branch, role: Role) -> None:
    snapshot = branch.get(f"/v1/snapshot?role={role}").json

    # The day's rules name every class; they are about nobody.
    del snapshot["clockwork"]

    assert bool(snapshot["visits"]) == (role in {"hall", "counter", "reception", "manager"})
    _assert_silent(role, json.dumps(snapshot, ensure_ascii=False, separators=(",", ":")))


@pytest.mark.row("D3")
@pytest.mark.parametrize("role", ROLES)
def test_only_the_exit_can_look_up_a_visit_and_whether_it_was_rated(branch: Branch, role: Role) -> None:
    told = branch.get("/v1/exit/visit?ticket=A001&check=0000", role=role)

    if role == "exit":
        assert told == (404, {"kind": "refused", "code": "wrong_ticket_or_check", "details": {}})
    else:
        assert told == (403, {"kind": "refused", "code": "role_may_not", "details": {"role": role}})


@pytest.mark.row("D3")
@pytest.mark.parametrize("role", ROLES)
def test_only_the_manager_may_have_the_summary_of_a_day(branch: Branch, role: Role) -> None:
    told = branch.get(f"/v1/reports/2026-11-02.pdf?role={role}", role=role)

    assert told == (_absent() if role == "manager" else _refused(role))


@pytest.mark.row("G1")
@pytest.mark.parametrize("role", ROLES)
def test_only_staff_may_have_the_opening_check(branch: Branch, role: Role) -> None:
    told = branch.get(f"/v1/reports/readiness-2026-11-02.pdf?role={role}", role=role)

    assert told == (_absent() if role in {"reception", "manager"} else _refused(role))


def test_who_says_no_role_gets_no_report(branch: Branch) -> None:
    assert branch.get("/v1/reports/2026-11-02.pdf").status == HTTPStatus.UNPROCESSABLE_ENTITY


def _absent() -> tuple[int, dict[str, Any]]:
    return 404, {"kind": "refused", "code": "unknown_report", "details": {}}


def _refused(role: Role) -> tuple[int, dict[str, Any]]:
    return 403, {"kind": "refused", "code": "role_may_not", "details": {"role": role}}


def test_the_kinds_looked_at_here_are_kinds_of_facts() -> None:
    assert set().union(*HEARS.values()) <= set(type_of_kind)


def _assert_silent(role: Role, text: str) -> None:
    public = NEVER_PUBLIC if role in {"entrance", "exit", "hall"} else ()
    assert [word for word in (*NEVER[role], *public, *NEVER_ANYBODY) if word in text] == []


def _visit(branch: Branch) -> None:
    """Let the customer come and go."""
    _did(branch, "open_counter", {"counter": "1", "badge": "1024"})
    wish = {
        "service": "deposit",
        "answers": {"account": "have", "who": "agent"},
        "ready": ["payee_details"],
        "care_needs": ["pregnant"],
    }
    ticket = _did(branch, "issue_ticket", wish, "entrance")
    _did(branch, "issue_ticket", {"service": "deposit"})
    leg = ticket["leg"]
    _did(branch, "call_ticket", {"counter": "1", "leg": leg, "leg_version": 1})
    for version, kind in enumerate(("announce_again", "start_service", "finish_service"), 2):
        _did(branch, kind, {"leg": leg, "leg_version": version})
    rating = {"visit": ticket["visit"], "check": ticket["check"], "score": 1, "reasons": ["long_wait"]}
    _did(branch, "rate_visit", rating, "exit")
    called = _did(branch, "call_help", {"place": "exit"}, "exit")
    _did(branch, "answer_help", {"help": called["about"]})
    _did(branch, "close_counter", {"counter": "1"})


def _did(branch: Branch, kind: str, body: dict[str, Any], role: str = "reception") -> dict[str, Any]:
    told = branch.ask(kind, body, role=role)
    assert told.status == HTTPStatus.OK, told
    return told.json
