"""Requests that are somebody else's: repeated, from another device, in another's name, and with a token that was stolen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.access.access import DEVICE_COOKIE, PERSON_COOKIE
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.faults.events import Event, events
from tests.faults.harness import new_id
from tests.strict_branch import MANAGER, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    import httpx

OFFICE = r.By("office", "office-pc", MANAGER)
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrictBranch]:
    """One branch with a reception tablet and the computers of two counters, tellers signed in."""
    with strict_branch(tmp_path_factory.mktemp("branch")) as running:
        running.staff("3001", "reception")
        running.staff("2001", "teller")
        running.staff("2002", "teller")
        yield running


@pytest.fixture(scope="module")
def tablet(branch: StrictBranch) -> Client:
    client = branch.pair("tablet-1", "staff")
    client.sign_in("3001")
    return client


@pytest.fixture(scope="module")
def counter_1(branch: StrictBranch) -> Client:
    return _counter(branch, "1", "2001")


@pytest.fixture(scope="module")
def counter_2(branch: StrictBranch) -> Client:
    return _counter(branch, "2", "2002")


@pytest.fixture(scope="module")
def entrance(branch: StrictBranch) -> Client:
    return branch.pair("entrance-1", "entrance")


def test_a_request_repeated_by_its_own_device_is_answered_again_and_nothing_is_doubled(
    branch: StrictBranch, entrance: Client
) -> None:
    request_id, before = new_id(), len(branch.happened(f.TicketIssued))

    answers = [
        entrance.ask("issue_ticket", "entrance", request_id=request_id, service="deposit").content
        for _ in range(3)
    ]

    assert answers == [answers[0]] * 3
    assert len(branch.happened(f.TicketIssued)) == before + 1


def test_a_request_repeated_by_another_device_is_refused_and_tells_nothing_of_the_answer(
    branch: StrictBranch, entrance: Client, tablet: Client
) -> None:
    request_id = new_id()
    issued = entrance.ask("issue_ticket", "entrance", request_id=request_id, service="deposit").json()
    before = _head(branch)

    replayed = tablet.ask("issue_ticket", "reception", request_id=request_id, service="deposit")

    assert (replayed.status_code, replayed.json()["code"]) == (409, "request_id_reused")
    assert issued["check"] not in replayed.text
    assert _head(branch) == before


def test_a_session_is_worth_nothing_at_another_device(branch: StrictBranch, tablet: Client) -> None:
    other = branch.pair("tablet-2", "staff")
    other.http.cookies.set(PERSON_COOKIE, tablet.http.cookies[PERSON_COOKIE])

    told = other.ask("issue_ticket", "reception", service="deposit")

    assert (told.status_code, told.json()["code"]) == (401, "sign_in_needed")
    assert tablet.ask("issue_ticket", "reception", service="deposit").status_code == 200


def test_a_session_is_worth_nothing_without_its_device(branch: StrictBranch, tablet: Client) -> None:
    thief = branch.stranger()
    thief.http.cookies.set(PERSON_COOKIE, tablet.http.cookies[PERSON_COOKIE])

    told = thief.ask("issue_ticket", "reception", service="deposit")

    assert (told.status_code, told.json()["code"]) == (401, "not_paired")


def test_what_a_device_says_of_itself_is_not_believed(branch: StrictBranch, counter_1: Client) -> None:
    headers = {"Kiosk-Role": "counter", "Kiosk-Device": "pc-2", "Kiosk-Counter": "2"}
    body, before = {"id": new_id(), "body": {"counter": "2"}}, _head(branch)

    told = branch.run(counter_1.http.post("/v1/requests/open_counter", json=body, headers=headers))

    assert (told.status_code, told.json()["code"]) == (409, "other_counter")
    assert _head(branch) == before


def test_a_teller_does_not_act_on_whom_another_counter_has_in_hand(
    branch: StrictBranch, entrance: Client, counter_1: Client, counter_2: Client
) -> None:
    for counter, client in (("1", counter_1), ("2", counter_2)):
        client.did("open_counter", "counter", counter=counter)
    entrance.did("issue_ticket", "entrance", service="deposit")
    called = counter_2.did("call_next", "counter", counter="2")
    hers = {"leg": called["leg"], "leg_version": _version(branch, called["leg"])}

    told = [
        counter_1.ask(kind, "counter", **hers)
        for kind in ("announce_again", "pass_ticket", "park_ticket", "start_service", "finish_service")
    ]

    assert {(one.status_code, one.json()["code"]) for one in told} == {(409, "other_counter")}
    counter_2.did("start_service", "counter", **hers)


@pytest.mark.parametrize(
    ("role", "code"),
    [("manager", "role_may_not"), ("office", "role_may_not"), ("counter", "role_may_not"), ("hall", "role_may_not")],
)  # fmt: skip
def test_a_role_that_is_not_ones_own_is_refused_clearly(tablet: Client, role: str, code: str) -> None:
    told = tablet.ask("issue_ticket", role, service="deposit")

    assert (told.status_code, told.json()["code"]) == (403, code)
    assert told.headers["kiosk-door"] == code


def test_a_stolen_token_is_worth_nothing_once_its_device_was_let_go(branch: StrictBranch) -> None:
    kiosk = branch.pair("entrance-2", "entrance")
    branch.ask_inside(r.RevokeDevice("entrance-2"), OFFICE)

    told = [
        kiosk.ask("issue_ticket", "entrance", service="deposit"),
        kiosk.get("/v1/hall"),
        kiosk.get("/v1/snapshot", role="entrance"),
        _with_bearer(branch, kiosk.token),
    ]

    assert {(one.status_code, one.json()["code"]) for one in told} == {(401, "not_paired")}


def test_a_device_that_was_let_go_and_paired_again_leaves_its_old_token_worthless(
    branch: StrictBranch,
) -> None:
    old = branch.pair("entrance-3", "entrance")
    branch.ask_inside(r.RevokeDevice("entrance-3"), OFFICE)
    new = branch.pair("entrance-3", "entrance")

    assert old.get("/v1/hall").json()["code"] == "not_paired"
    assert new.get("/v1/hall").status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/facts?role=reception&after=0", "/reception/events", "/v1/facts?role=hall&after=0"]
)
def test_a_stream_that_is_open_ends_when_its_device_is_let_go(branch: StrictBranch, path: str) -> None:
    name = re.sub(r"\W+", "-", f"leaving{path}")[:40]
    client = branch.pair(name, "hall" if "hall" in path else "staff")
    if "hall" not in path:
        client.sign_in(MANAGER)

    body = _stream_until(branch, client, path, lambda: _let_go(branch, name))

    assert body
    assert name.encode() not in body


def test_a_stream_of_facts_ends_when_its_reader_signs_out_or_the_page_locks(branch: StrictBranch) -> None:
    for number, leave in enumerate((_sign_out, _lock)):
        client = branch.pair(f"signing-out-{number}", "staff")
        branch.staff(f"400{number}", "reception")
        client.sign_in(f"400{number}")

        body = _stream_until(
            branch,
            client,
            "/v1/facts?role=reception&after=0",
            lambda: leave(branch, client),  # noqa: B023
        )

        assert max(one.seq for one in _events(body)) < _head(branch)


def test_a_token_is_asked_for_even_by_the_name_of_a_device_that_exists(branch: StrictBranch) -> None:
    told = branch.stranger().ask("issue_ticket", "entrance", service="deposit")

    assert told.json() == {"kind": "refused", "code": "not_paired", "details": {}}
    assert not branch.stranger().http.cookies.get(DEVICE_COOKIE)


def _counter(branch: StrictBranch, counter: str, badge: str) -> Client:
    client = branch.pair(f"pc-{counter}", "counter", counter)
    client.sign_in(badge)
    return client


def _head(branch: StrictBranch) -> int:
    return branch.run(branch.service.head()).seq


def _version(branch: StrictBranch, leg: str) -> int:
    return branch.run(branch.service.look(lambda day, _: day.legs[leg].version))


def _with_bearer(branch: StrictBranch, token: str) -> httpx.Response:
    return branch.run(branch.stranger().http.get("/v1/hall", headers={"Authorization": f"Bearer {token}"}))


async def _let_go(branch: StrictBranch, name: str) -> None:
    await branch.service.ask(new_id(), r.RevokeDevice(name), OFFICE)


async def _sign_out(branch: StrictBranch, client: Client) -> None:
    ended = branch.service.access.sessions.end(client.http.cookies[PERSON_COOKIE])
    assert ended is not None
    await branch.service.ask(new_id(), r.SignOut(ended.badge), r.By("door", client.device, ended.badge))


async def _lock(branch: StrictBranch, client: Client) -> None:
    branch.service.access.sessions.lock(client.http.cookies[PERSON_COOKIE])
    await branch.service.ask(new_id(), r.CallHelp("entrance"), r.By("reception", client.device))


def _stream_until(
    branch: StrictBranch, client: Client, path: str, leave: Callable[[], Awaitable[None]]
) -> bytes:
    """Open a stream, let its reader leave, and return what came; TimeoutError if it goes on."""

    async def read() -> bytes:
        reading = asyncio.create_task(client.http.get(path))
        await asyncio.sleep(0.2)
        assert not reading.done(), reading.result().text
        await leave()
        return (await asyncio.wait_for(reading, PATIENCE_S)).content

    return branch.run(read())


def _events(body: bytes) -> list[Event]:
    return list(events(body.splitlines(keepends=True)))
