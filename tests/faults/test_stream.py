"""The stream of facts: whatever happens to reader or service, every fact arrives once, in order, without a gap."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.branch.hub import Hub
from kiosk.branch.service import BranchService
from kiosk.branch.stream import facts_stream
from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.wire.codec import decode_recorded
from kiosk.wire.projection import ROLES, Role, seen_by
from tests.faults.events import Event, events
from tests.faults.harness import STAFF, Reception, Time, new_id
from tests.faults.service_process import Branch, running_branch

ROUNDS = 15
MORE_THAN_A_READER_MAY_LAG = 1_100


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with running_branch(tmp_path_factory.mktemp("branch")) as running:
        running.ask("open_counter", {"counter": "1"})
        yield running


@pytest.mark.parametrize("role", ROLES)
def test_a_reader_that_reconnects_after_every_event_gets_every_fact_once(branch: Branch, role: Role) -> None:
    heard: list[Event] = []
    with ThreadPoolExecutor(1) as writer:
        work = writer.submit(_work, branch)
        while not work.done():
            _hear(branch, role, heard, _end(branch))
        work.result()

    _hear(branch, role, heard, _end(branch))

    _assert_gap_free(branch.folder, role, heard)


def test_a_reader_that_stays_gets_every_fact_once(branch: Branch) -> None:
    with ThreadPoolExecutor(1) as writer, branch.stream("reception", 0) as stream:
        writer.submit(_work, branch).result()
        end, heard = _end(branch), []
        for event in events(stream):
            heard.append(event)
            if event.seq >= end:
                break

    _assert_gap_free(branch.folder, "reception", heard)


def test_a_reader_of_a_killed_service_goes_on_where_it_was(tmp_path: Path) -> None:
    heard: list[Event] = []
    with running_branch(tmp_path) as branch:
        _work(branch)
        epoch = branch.snapshot()["epoch"]
        _hear(branch, "reception", heard, _end(branch))

        branch.kill()
        branch.start()
        _work(branch)

        _hear(branch, "reception", heard, _end(branch), epoch)
    _assert_gap_free(tmp_path, "reception", heard)


@pytest.mark.parametrize(("after", "epoch"), [(0, "00" * 8), (10**9, ""), (10**30, ""), (0, "no hex")])
def test_a_reader_from_elsewhere_is_told_to_start_over(branch: Branch, after: int, epoch: str) -> None:
    _work(branch)
    seq = _end(branch)

    with branch.stream("reception", after, epoch.replace(" ", "%20")) as stream:
        told = list(events(stream))

    assert [event.name for event in told] == ["reset"]
    assert json.loads(told[0].data)["epoch"] == branch.snapshot()["epoch"]
    assert told[0].seq >= seq


def test_a_reader_that_lags_too_far_is_let_go_and_misses_nothing_when_it_comes_back(tmp_path: Path) -> None:
    async def read_slowly(lane: ThreadPoolExecutor) -> list[Event]:
        loop = asyncio.get_running_loop()
        hub = Hub(loop)
        desk = await loop.run_in_executor(lane, lambda: Reception(tmp_path, Time(), publish=hub.publish))
        service = BranchService(desk.desk, lane, hub, tmp_path)
        try:
            slow = facts_stream(service, "reception", 0, "")
            heard = _parse(await anext(slow))
            next_one = asyncio.ensure_future(anext(slow))
            await asyncio.sleep(0)  # it asks the journal once more, in vain, and then waits for what is new
            await _call_for_help(service, 2)
            heard += _parse(await next_one)
            await _call_for_help(service, MORE_THAN_A_READER_MAY_LAG)
            heard += await _rest(slow)
            assert heard[-1].seq < (await service.head()).seq
            again = facts_stream(service, "reception", heard[-1].seq, "")
            while heard[-1].seq < (await service.head()).seq:
                heard += _parse(await anext(again))
            hub.close()
            return heard
        finally:
            await loop.run_in_executor(lane, desk.close)

    with ThreadPoolExecutor(1) as lane:
        heard = asyncio.run(read_slowly(lane))

    _assert_gap_free(tmp_path, "reception", heard)


def test_an_orderly_stop_ends_the_streams_and_the_service(tmp_path: Path) -> None:
    with running_branch(tmp_path) as branch, branch.stream("reception", 0) as stream:
        told = events(stream)
        next(told)

        assert branch.stop() == 0

        list(told)
        assert not (tmp_path / "service.json").exists()


def _work(branch: Branch) -> None:
    """Make facts that some roles see and others do not."""
    ticket = branch.ask("issue_ticket", {"service": "deposit"}, role="entrance")
    branch.ask("call_ticket", {"counter": "1", "leg": ticket.json["leg"], "leg_version": 1})
    branch.ask("pass_ticket", {"leg": ticket.json["leg"], "leg_version": 2})
    for _ in range(ROUNDS):
        called = branch.ask("call_help", {"place": "exit"}, role="exit")
        branch.ask("answer_help", {"help": called.json["about"]})


def _hear(branch: Branch, role: Role, heard: list[Event], end: int, epoch: str = "") -> None:
    """Read on up to `end`, with a connection for every single event."""
    cursor = heard[-1].seq if heard else 0
    while cursor < end:
        with branch.stream(role, cursor, epoch) as stream:
            heard.append(next(events(stream)))
        cursor = heard[-1].seq


def _end(branch: Branch) -> int:
    return int(branch.get("/v1/health").json["seq"])


def _assert_gap_free(folder: Path, role: Role, heard: list[Event]) -> None:
    """Fail unless events are the whole journal as a role may see it, each fact once, the rest as skipped."""
    with reading(folder) as (_, _, conn):
        facts = list(Journal(conn).all_after(0))
    cursor = 0
    for event in heard:
        passed = [seen_by(role, one) for one in facts[cursor : event.seq]]
        if event.name == "fact":
            assert passed == [decode_recorded(event.data)]
        else:
            assert event.name == "skip"
            assert passed
            assert not any(passed)
        cursor = event.seq


async def _call_for_help(service: BranchService, facts: int) -> None:
    for _ in range(facts // 2):
        called = await service.ask(new_id(), r.CallHelp("entrance"), STAFF)
        assert isinstance(called, Done)
        await service.ask(new_id(), r.AnswerHelp(called.about), STAFF)


async def _rest(stream: AsyncIterator[bytes]) -> list[Event]:
    return [event async for frames in stream for event in _parse(frames)]


def _parse(frames: bytes) -> list[Event]:
    return list(events(frames.splitlines(keepends=True)))
