"""The LAN API over a real store: what each path answers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import reading
from kiosk.records.database.problems import StoreProblem
from kiosk.wire import snapshot
from kiosk.wire.projection import ROLES
from tests.reception import contents, shipped_setting
from tests.served import Served

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.day import Day


def day_of(branch: Served) -> Day:
    """Return the day as the service holds it."""

    async def look() -> Day:
        return await branch.service.look(lambda day, _: day)

    return branch.run(look())


# Reading


def test_health_tells_which_branch_serves_which_day(branch: Served) -> None:
    head = branch.run(branch.service.head())

    health = branch.get("/v1/health").json()

    day = day_of(branch)
    assert health.pop("now_ms") >= day.last_ms
    assert health.pop("version")
    assert health == {
        "status": "serving",
        "branch": "demo",
        "demonstration": True,
        "epoch": head.epoch,
        "seq": head.seq,
        "date": day.date,
        "open": True,
        "simulated": False,
    }


@pytest.mark.row("B4")
def test_the_catalogue_comes_with_the_plan_and_the_questions_of_the_exit(branch: Served) -> None:
    told = branch.get("/v1/catalogue").json()

    shipped = shipped_setting()
    assert list(told) == [
        "catalogue",
        "plan",
        "rating_questions",
        "search",
        "printer",
        "rating_reasons",
        "notices",
    ]
    assert told["rating_reasons"][0]["mood"] == "happy"
    assert set(told["notices"][0]) == {"zh", "en"}
    assert list(told["catalogue"]["services"]) == list(shipped.catalogue.services)
    assert [counter["id"] for counter in told["plan"]["counters"]] == [c.id for c in shipped.plan.counters]
    assert [one["code"] for one in told["rating_questions"]] == [q.code for q in shipped.rating_questions]
    assert set(told["rating_questions"][0]["text"]) == {"zh", "en"}
    assert [keys["service"] for keys in told["search"]] == list(shipped.catalogue.services)


@pytest.mark.row("A5")
def test_the_map_is_a_drawing(branch: Served) -> None:
    answer = branch.get("/v1/map.svg")

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in answer.content


def test_a_snapshot_is_the_day_at_the_head_of_the_journal(branch: Served) -> None:
    branch.did("open_counter", counter="1")
    branch.did("issue_ticket", service="deposit", care_needs=["elderly"])
    branch.did("call_next", counter="1")

    taken = snapshot.decode(branch.get("/v1/snapshot", role="reception").content)

    head = branch.run(branch.service.head())
    assert (taken.epoch, taken.seq) == (head.epoch, head.seq)
    assert contents(taken.day) | {"last_ms": 0} == contents(day_of(branch)) | {"last_ms": 0}


@pytest.mark.parametrize("role", ["", "teller", "system", "Reception"])
def test_nobody_without_a_role_gets_a_snapshot_or_a_stream(branch: Served, role: str) -> None:
    for path in ("/v1/snapshot", "/v1/facts"):
        answer = branch.get(path, role=role, after=0)

        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.row("C2")
def test_a_quote_tells_people_ahead_and_the_range_by_class(branch: Served) -> None:
    unknown = branch.get("/v1/quote", service="deposit").json()
    branch.did("open_counter", counter="1")
    for _ in range(4):
        branch.did("issue_ticket", service="deposit")

    quote = branch.get("/v1/quote", service="deposit", care="ordinary").json()

    assert unknown == {"ahead": 0, "low_min": None, "high_min": None}
    assert quote == {"ahead": 4, "low_min": 14, "high_min": 34}


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"service": "haircut"}, 404, "unknown_service"),
        ({"service": "deposit", "care": "pregnant"}, 422, "malformed"),
        ({}, 422, "malformed"),
    ],
)
def test_a_quote_nobody_can_give_is_refused(
    branch: Served, params: dict[str, str], status: int, code: str
) -> None:
    answer = branch.get("/v1/quote", **params)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


# Asking


@pytest.mark.row("A4")
def test_a_ticket_is_issued_called_served_and_rated_through_the_api(branch: Served) -> None:
    branch.did("open_counter", counter="1", badge="7788")
    ticket = branch.did("issue_ticket", "entrance", service="deposit", care_needs=["elderly"])

    called = branch.did("call_next", counter="1")
    branch.did("start_service", leg=ticket["leg"], leg_version=2)
    finished = branch.did("finish_service", leg=ticket["leg"], leg_version=3)
    rated = branch.did("rate_visit", "exit", visit=ticket["visit"], check=ticket["check"], score=5)

    assert (ticket["kind"], ticket["ticket"], ticket["care"]) == ("issued", "A001", "elderly")
    assert (called["kind"], called["ticket"], called["counter"]) == ("called", "A001", "1")
    assert finished == {"kind": "done", "about": ticket["leg"]}
    assert rated == {"kind": "done", "about": ticket["visit"]}


def test_what_was_answered_is_durable_and_in_the_journal(tmp_path: Path, branch: Served) -> None:
    ticket = branch.did("issue_ticket", service="deposit")

    with reading(tmp_path) as (_, _, conn):
        (row,) = conn.execute("SELECT id, series, number FROM visit").fetchall()
    assert tuple(row) == (ticket["visit"], "A", 1)


def test_a_refusal_is_a_conflict_with_a_code_and_details(branch: Served) -> None:
    answer = branch.ask("call_next", counter="1")

    assert answer.status_code == 409
    assert answer.json() == {"kind": "refused", "code": "counter_closed", "details": {"counter": "1"}}


@pytest.mark.row("F3")
@pytest.mark.parametrize("role", ["entrance", "exit", "hall"])
def test_a_role_that_may_not_is_refused(branch: Served, role: str) -> None:
    answer = branch.ask("open_counter", role, counter="1")

    assert (answer.status_code, answer.json()["code"]) == (409, "role_may_not")


@pytest.mark.parametrize("role", [*ROLES, "system"])
def test_what_only_the_service_itself_asks_cannot_come_over_the_network(branch: Served, role: str) -> None:
    slip = branch.did("issue_ticket", service="deposit")["slip"]

    assert branch.ask("report_print", role, slip=slip, status="failed").status_code == 404


def test_an_unknown_field_is_malformed_and_named(branch: Served) -> None:
    answer = branch.ask("call_next", counter="1", colour="red")

    assert answer.status_code == 422
    assert answer.json() == {
        "kind": "refused",
        "code": "malformed",
        "details": {"reason": "unknown field 'colour'"},
    }


def test_nothing_travels_beside_id_and_body(branch: Served) -> None:
    envelope = {"id": str(uuid.uuid4()), "body": {"counter": "1"}, "badge": "7788"}

    answer = branch.post("call_next", envelope)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "badge" in answer.json()["details"]["reason"]


def test_a_kind_of_request_nobody_knows_is_not_there(branch: Served) -> None:
    assert branch.ask("sell_ticket").status_code == 404


def test_the_same_request_again_gets_the_stored_answer_and_another_under_its_id_is_refused(
    branch: Served,
) -> None:
    request_id = str(uuid.uuid4())
    first = branch.ask("issue_ticket", request_id=request_id, service="deposit")

    again = branch.ask("issue_ticket", request_id=request_id, service="deposit")
    other = branch.ask("issue_ticket", request_id=request_id, service="transfer")

    assert again.content == first.content
    assert (other.status_code, other.json()["code"]) == (409, "request_id_reused")
    assert len(day_of(branch).visits) == 1


def test_a_place_that_cannot_be_written_says_so_and_why(
    branch: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def full(*_: object) -> None:
        raise StoreProblem("disk_full", tmp_path)

    monkeypatch.setattr(branch.service, "ask", full)

    answer = branch.ask("issue_ticket", service="deposit")

    assert answer.status_code == 503
    assert answer.json() == {"kind": "refused", "code": "disk_full", "details": {}}


# Pages and API are one application


def test_the_staff_pages_are_served_beside_the_api(branch: Served) -> None:
    assert branch.get("/reception").status_code == 200


def test_a_service_asked_under_a_foreign_name_answers_nothing(branch: Served) -> None:
    assert branch.get("http://kiosk.example/v1/health").status_code == 400
