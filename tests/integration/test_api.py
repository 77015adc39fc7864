"""The LAN API over a real store: what each path answers, and that a care need goes no further than the rules."""

from __future__ import annotations

import json
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.app import serve
from kiosk.branch import stream as stream_module
from kiosk.branch.clock import ServiceClock, wall_ms
from kiosk.branch.problems import StoreProblem
from kiosk.branch.store import reading
from kiosk.branch.stream import facts_stream
from kiosk.domain import facts as f
from kiosk.domain.requests import By, IssueTicket
from kiosk.wire import snapshot
from kiosk.wire.codec import decode_recorded
from kiosk.wire.projection import ROLES
from tests.reception import HOUR_MS, contents, shipped_setting
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from kiosk.domain.day import Day


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(serve, "Spool", NoSpool)
    with served(tmp_path) as one:
        yield one


def served_ticket(branch: Served) -> dict[str, Any]:
    """Return the answer to a ticket whose holder was served."""
    ticket = branch.did("issue_ticket", service="deposit")
    branch.ask("open_counter", counter="1")
    branch.did("call_ticket", counter="1", leg=ticket["leg"], leg_version=1)
    branch.did("start_service", leg=ticket["leg"], leg_version=2)
    branch.did("finish_service", leg=ticket["leg"], leg_version=3)
    return ticket


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
    }


@pytest.mark.row("B4")
def test_the_catalogue_comes_with_the_plan_and_the_questions_of_the_exit(branch: Served) -> None:
    told = branch.get("/v1/catalogue").json()

    shipped = shipped_setting()
    assert list(told) == ["catalogue", "plan", "rating_questions"]
    assert list(told["catalogue"]["services"]) == list(shipped.catalogue.services)
    assert [counter["id"] for counter in told["plan"]["counters"]] == [c.id for c in shipped.plan.counters]
    assert [one["code"] for one in told["rating_questions"]] == [q.code for q in shipped.rating_questions]
    assert set(told["rating_questions"][0]["text"]) == {"zh", "en"}


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


@pytest.mark.parametrize("role", ["", "manager", "system", "Reception"])
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


# At the exit


@pytest.mark.row("D3")
def test_the_exit_finds_a_visit_by_ticket_and_check_code(branch: Served) -> None:
    ticket = served_ticket(branch)

    found = branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()

    assert found == {
        "visit": ticket["visit"],
        "ticket": "A001",
        "services": ["deposit"],
        "finished": True,
        "rated": False,
    }
    branch.did("rate_visit", "exit", visit=ticket["visit"], check=ticket["check"], score=4)
    assert branch.get("/v1/exit/visit", ticket="a1", check=ticket["check"]).json()["rated"]


@pytest.mark.row("D3")
@pytest.mark.parametrize(
    ("ticket", "right_check"),
    [
        ("A001", False),
        ("A002", True),
        ("B001", True),
        ("", True),
        ("A", True),
        ("A٠٠١", True),
        ("A" * 5_000, True),
    ],
)
def test_a_wrong_ticket_and_a_wrong_check_code_get_the_same_refusal(
    branch: Served,
    ticket: str,
    right_check: bool,  # noqa: FBT001
) -> None:
    check = served_ticket(branch)["check"]
    wrong = f"{(int(check) + 1) % 10_000:04d}"

    answer = branch.get("/v1/exit/visit", ticket=ticket, check=check if right_check else wrong)

    assert answer.status_code == 404
    assert answer.json() == {"kind": "refused", "code": "wrong_ticket_or_check", "details": {}}


def test_a_visit_still_going_on_is_found_unfinished(branch: Served) -> None:
    ticket = branch.did("issue_ticket", service="deposit")

    found = branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()

    assert (found["finished"], found["services"]) == (False, [])


@pytest.mark.row("D3")
def test_a_ticket_carried_over_is_found_beside_the_one_that_has_its_number_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = wall_ms()
    monkeypatch.setattr(serve, "Spool", NoSpool)
    monkeypatch.setattr(serve, "ServiceClock", partial(ServiceClock, lambda: wall, lambda: wall))
    with served(tmp_path) as branch:
        carried = branch.did("issue_ticket", service="deposit")
        branch.did("park_ticket", leg=carried["leg"], leg_version=1)
        wall += 24 * HOUR_MS
        newcomer = branch.did("issue_ticket", service="deposit")

        found = [
            branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()["visit"]
            for ticket in (carried, newcomer)
        ]

    assert (carried["ticket"], newcomer["ticket"]) == ("A001", "A001")
    assert found == [carried["visit"], newcomer["visit"]]


# Paper


@pytest.mark.parametrize("form", ["png", "pdf", "txt", "png.part"])
def test_a_slip_that_is_not_printed_is_not_there(branch: Served, form: str) -> None:
    slip = branch.did("issue_ticket", service="deposit")["slip"]

    assert branch.get(f"/v1/slips/{slip}.{form}").status_code == 404


def test_only_slips_of_the_day_are_shown(branch: Served, tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    (folder / "somebody.png").write_bytes(b"PNG")

    assert branch.get("/v1/slips/somebody.png").status_code == 404
    assert branch.get("/v1/slips/..%2Fkeys%2Fbranch.png").status_code == 404


def test_a_printed_slip_is_shown_as_picture_and_as_pdf(tmp_path: Path) -> None:
    with served(tmp_path) as branch:
        slip = branch.did("issue_ticket", service="deposit")["slip"]

        branch.wait_until(lambda day: [visit.slips[slip] for visit in day.visits.values()] == ["printed"])

        png, pdf = (branch.get(f"/v1/slips/{slip}.{form}") for form in ("png", "pdf"))
    assert (png.headers["content-type"], png.content[:4]) == ("image/png", b"\x89PNG")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


# The stream


async def read(stream: AsyncIterator[bytes], until_seq: int) -> tuple[list[f.Recorded], list[int]]:
    """Return facts and skips of a stream up to a number."""
    told: list[f.Recorded] = []
    skips: list[int] = []
    async for frames in stream:
        for frame in frames.decode().strip().split("\n\n"):
            name, _, data = frame.removeprefix("event: ").partition("\ndata: ")
            if name == "fact":
                told.append(decode_recorded(data.encode()))
            elif name == "skip":
                skips.append(json.loads(data)["seq"])
        if max([*skips, *(one.seq for one in told)], default=0) >= until_seq:
            break
    return told, skips


@pytest.mark.row("F1")
def test_a_stream_brings_what_was_missed_and_then_what_happens(branch: Served) -> None:
    branch.did("issue_ticket", service="deposit")
    missed = branch.run(branch.service.head()).seq
    stream = facts_stream(branch.service, "reception", 0, "")

    before, _ = branch.run(read(stream, missed))
    branch.did("open_counter", counter="1")
    after, _ = branch.run(read(facts_stream(branch.service, "reception", missed, ""), missed + 1))

    assert [one.seq for one in before] == list(range(1, missed + 1))
    assert [one.fact.kind for one in after] == ["counter_opened"]


@pytest.mark.row("F1")
def test_a_stream_that_stays_open_hears_of_each_fact_and_of_silence(
    branch: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT_S", 0.02)
    begun = branch.run(branch.service.head()).seq

    async def follow() -> tuple[bytes, list[str]]:
        stream = facts_stream(branch.service, "reception", begun, "")
        silence = await anext(stream)
        await branch.service.ask(str(uuid.uuid4()), IssueTicket("deposit"), By("reception", "tablet-1"))
        told, _ = await read(stream, begun + 2)
        return silence, [one.fact.kind for one in told]

    assert branch.run(follow()) == (b": \n\n", ["ticket_issued", "slip_queued"])


def test_a_stream_tells_the_numbers_of_what_it_does_not_show(branch: Served) -> None:
    branch.did("issue_ticket", service="deposit")
    branch.did("call_help", "exit", place="exit")
    last = branch.run(branch.service.head()).seq

    told, skips = branch.run(read(facts_stream(branch.service, "exit", 0, ""), last))

    # born, day opened, ticket and slip together, help called
    assert [one.fact.kind for one in told] == ["epoch_started", "day_opened", "help_called"]
    assert skips == [4]


def test_a_stream_of_another_epoch_is_sent_to_take_a_snapshot(branch: Served) -> None:
    head = branch.run(branch.service.head())

    async def first(after: int, epoch: str) -> bytes:
        return await anext(facts_stream(branch.service, "hall", after, epoch))

    expected = f'event: reset\ndata: {{"epoch":"{head.epoch}","seq":{head.seq}}}\n\n'.encode()
    assert branch.run(first(0, "ff" * 8)) == expected
    assert branch.run(first(head.seq + 1, head.epoch)) == expected


# What a care need leaves behind


@pytest.mark.row("A3")
@pytest.mark.row("F1")
@pytest.mark.parametrize("need", ["disabled", "pregnant"])
def test_a_declared_need_stands_in_no_fact_no_answer_no_table_and_no_log(
    branch: Served, tmp_path: Path, capfd: pytest.CaptureFixture[str], need: str
) -> None:
    request_id = str(uuid.uuid4())
    answers = [
        branch.ask("issue_ticket", "entrance", request_id=request_id, service="deposit", care_needs=[need]),
        branch.ask("issue_ticket", "entrance", request_id=request_id, service="deposit", care_needs=[need]),
        branch.ask("issue_ticket", "entrance", request_id=request_id, service="deposit", care_needs=[]),
        branch.ask("issue_ticket", "hall", service="deposit", care_needs=[need]),
        branch.ask("issue_ticket", "entrance", service="haircut", care_needs=[need]),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 409, 409, 409]
    assert answers[0].json()["care"] == "protected"
    snapshots = [branch.get("/v1/snapshot", role=role).content for role in ROLES]
    told = b"".join([*(answer.content for answer in answers), *snapshots])
    assert need.encode() not in told
    assert need not in everything_stored(tmp_path)
    captured = capfd.readouterr()
    assert need not in captured.out + captured.err


def everything_stored(folder: Path) -> str:
    """Return every value of every table of a branch, as text."""
    with reading(folder) as (_, _, conn):
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = [tuple(row) for table in tables for row in conn.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
    assert len(rows) > 10
    return str(rows)


# Pages and API are one application


def test_the_staff_pages_are_served_beside_the_api(branch: Served) -> None:
    assert branch.get("/reception").status_code == 200


def test_a_service_asked_under_a_foreign_name_answers_nothing(branch: Served) -> None:
    assert branch.get("http://kiosk.example/v1/health").status_code == 400
