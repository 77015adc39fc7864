"""The same request more than once: after a lost answer, by a double tap, over a restart, and with another body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from tests.faults.harness import Time, assert_sound, new_id, reception, wait_until
from tests.faults.service_process import Branch, Told, running_branch

DEPOSIT = {"service": "deposit"}


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with running_branch(tmp_path_factory.mktemp("branch")) as running:
        yield running


def test_the_same_request_twice_is_one_ticket_and_the_same_answer(branch: Branch) -> None:
    before, request_id = issued(branch), new_id()

    answers = [branch.ask("issue_ticket", DEPOSIT, request_id=request_id) for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0].status == 200
    assert issued(branch) == before + 1


def test_the_same_id_in_capitals_or_without_dashes_is_the_same_request(branch: Branch) -> None:
    request_id = new_id()
    forms = (request_id, request_id.upper(), request_id.replace("-", ""), f"urn:uuid:{request_id}")

    answers = [branch.ask("issue_ticket", DEPOSIT, request_id=form) for form in forms]

    assert answers == [answers[0]] * len(forms)


def test_the_same_body_written_differently_is_the_same_request(branch: Branch) -> None:
    request_id = new_id()
    bodies = (
        {"service": "deposit", "vip": False, "ready": []},
        {"ready": [], "language": "zh", "service": "deposit"},
    )

    answers = [branch.ask("issue_ticket", body, request_id=request_id) for body in bodies]

    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("issue_ticket", {"service": "withdrawal"}),
        ("issue_ticket", {"service": "deposit", "care_needs": ["pregnant"]}),
        ("call_help", {"place": "deposit"}),
        ("close_day", {}),
    ],
)
def test_the_same_id_with_another_body_is_refused_and_changes_nothing(
    branch: Branch, kind: str, body: dict[str, Any]
) -> None:
    request_id = new_id()
    first = branch.ask("issue_ticket", DEPOSIT, request_id=request_id)
    seq = branch.seq_at_rest()

    second = branch.ask(kind, body, request_id=request_id)

    assert (second.status, second.code) == (409, "request_id_reused")
    assert branch.seq_at_rest() == seq
    assert branch.ask("issue_ticket", DEPOSIT, request_id=request_id) == first


def test_a_double_tap_is_one_ticket(branch: Branch) -> None:
    for _ in range(10):
        before, request_id = issued(branch), new_id()

        answers = together(8, lambda: branch.ask("issue_ticket", DEPOSIT, request_id=request_id))  # noqa: B023

        assert answers == [answers[0]] * 8
        assert issued(branch) == before + 1


def test_an_answer_that_got_lost_is_there_when_asked_for_again(branch: Branch) -> None:
    request_id, before = new_id(), issued(branch)
    branch.tell("issue_ticket", DEPOSIT, request_id)
    wait_until(lambda: issued(branch) == before + 1)

    answer = branch.ask("issue_ticket", DEPOSIT, request_id=request_id)

    assert answer.status == 200
    assert issued(branch) == before + 1


def test_calling_the_next_twice_with_one_id_calls_one_person(tmp_path: Path) -> None:
    with reception(tmp_path) as desk:
        desk.issue()
        desk.issue()
        desk.ask(r.OpenCounter("1"))
        request_id = new_id()

        first = desk.ask(r.CallNext("1"), request_id=request_id)
        second = desk.ask(r.CallNext("1"), request_id=request_id)

        assert first == second
        assert first.kind == "called"
        assert len(desk.happened(f.TicketCalled)) == 1


def test_a_stored_answer_outlives_restart_and_closed_day(tmp_path: Path) -> None:
    request_id, request, time = new_id(), r.IssueTicket("deposit"), Time()
    with reception(tmp_path, time) as desk:
        first = desk.ask(request, request_id=request_id)
        desk.ask(r.CloseDay())

    time.pass_by(60_000)
    with reception(tmp_path, time) as desk:
        assert desk.ask(request, request_id=request_id) == first
        assert len(desk.happened(f.TicketIssued)) == 1
    assert_sound(tmp_path)


def test_a_refusal_is_not_remembered_so_that_the_same_tap_works_once_the_reason_is_gone(
    tmp_path: Path,
) -> None:
    with reception(tmp_path) as desk:
        desk.issue()
        request_id = new_id()

        refused = desk.ask(r.CallNext("1"), request_id=request_id)
        desk.ask(r.OpenCounter("1"))

        assert refused == Refusal("counter_closed", {"counter": "1"})
        assert desk.ask(r.CallNext("1"), request_id=request_id).kind == "called"


def issued(branch: Branch) -> int:
    """Return how many tickets of the day there are."""
    return len(branch.snapshot()["visits"])


def together(count: int, act: Callable[[], Told]) -> list[Told]:
    """Do something in so many threads at once."""
    with ThreadPoolExecutor(count) as pool:
        return [done.result() for done in [pool.submit(act) for _ in range(count)]]
