"""The disk is full: nothing acknowledged is lost, nothing half done stays, and it goes on when there is room again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.branch.hub import Hub
from kiosk.branch.printing.outlet import Outlet
from kiosk.branch.printing.slip_content import slip_words
from kiosk.branch.printing.spool import Spool
from kiosk.branch.service import BranchService
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from kiosk.records.database.problems import StoreProblem
from tests.faults.full_disk import FillingPrinter, fill, is_full, make_room, small_disk
from tests.faults.harness import (
    PATIENCE_S,
    STAFF,
    Reception,
    Time,
    assert_sound,
    new_id,
    reception,
    wait_until,
)
from tests.faults.service_process import Branch, Told, command, refusal, running_branch

MOST_THAT_FIT_AFTER_ALL = 200
"""Tickets that may still fit into room the write-ahead log has already."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 4) as folder:
        yield folder


def issue_until_full(branch: Reception) -> tuple[str, StoreProblem]:
    """Issue until it is refused; return the id of the refused request and why."""
    for _ in range(MOST_THAT_FIT_AFTER_ALL):
        request_id = new_id()
        try:
            branch.desk.handle(request_id, r.IssueTicket("deposit"), STAFF)
        except StoreProblem as problem:
            return request_id, problem
    raise AssertionError("the disk never got full")


def test_a_full_disk_refuses_the_ticket_and_changes_nothing(disk: Path) -> None:
    with reception(disk) as branch:
        branch.issue()
        fill(disk)

        _, problem = issue_until_full(branch)

        assert problem.code == "disk_full"
        seq, visits = branch.seq(), dict(branch.desk.day.visits)
        for request in (r.IssueTicket("deposit"), r.OpenCounter("1"), r.CallHelp("entrance")):
            with pytest.raises(StoreProblem):
                branch.ask(request)
        assert (branch.seq(), branch.desk.day.visits, branch.desk.day.counters) == (seq, visits, {})


def test_with_room_again_the_same_request_gets_the_next_number(disk: Path) -> None:
    with reception(disk) as branch:
        fill(disk)
        request_id, _ = issue_until_full(branch)
        issued = len(branch.desk.day.visits)
        make_room(disk)

        answer = branch.ask(r.IssueTicket("deposit"), request_id=request_id)

        assert answer.kind == "issued"
        assert len(branch.desk.day.visits) == issued + 1
        assert [one.number for one in branch.happened(f.TicketIssued)] == list(range(1, issued + 2))
    assert_sound(disk)


def test_whoever_had_a_ticket_when_the_disk_got_full_still_has_it_after_a_restart(disk: Path) -> None:
    with reception(disk) as branch:
        fill(disk)
        issue_until_full(branch)
        visits = dict(branch.desk.day.visits)

    make_room(disk)
    with reception(disk) as branch:
        assert branch.desk.day.visits == visits
    assert_sound(disk)


def test_a_start_on_a_full_disk_is_refused_by_name(disk: Path) -> None:
    with reception(disk) as branch:
        branch.issue()
    fill(disk)

    assert refusal(command(disk)).startswith("kiosk: disk_full: ")

    make_room(disk)
    assert_sound(disk)


def test_a_jump_of_the_clock_while_the_disk_was_full_is_recorded_once_there_is_room(disk: Path) -> None:
    time = Time()
    with reception(disk, time) as branch:
        fill(disk)
        issue_until_full(branch)
        time.turn_wall(-600_000)
        with pytest.raises(StoreProblem):
            branch.desk.keep_day()
        make_room(disk)

        branch.issue()

        assert branch.happened(f.ClockJumped) == [f.ClockJumped(-600_000, "running", "doubtful")]


def test_the_service_says_so_goes_on_answering_and_recovers(disk: Path) -> None:
    with running_branch(disk) as branch:
        branch.ask("issue_ticket", {"service": "deposit"})
        branch.seq_at_rest()
        fill(disk)

        refused = [_issue_until_refused(branch), branch.ask("open_counter", {"counter": "1"})]

        assert [(one.status, one.json) for one in refused] == [
            (503, {"kind": "refused", "code": "disk_full", "details": {}})
        ] * 2
        waiting = len(branch.snapshot()["visits"])
        assert branch.get("/v1/health").json["status"] == "serving"
        make_room(disk)
        assert branch.ask("issue_ticket", {"service": "deposit"}).status == 200
        assert len(branch.snapshot()["visits"]) == waiting + 1
        branch.seq_at_rest()
    assert_sound(disk)


def test_a_slip_that_finds_no_room_fails_with_its_reason_and_the_ticket_stands(tmp_path: Path) -> None:
    with small_disk(tmp_path / "slips", 1) as slips, running_branch(tmp_path) as branch:
        fill(slips)

        ticket = branch.ask("issue_ticket", {"service": "deposit"}).json
        branch.seq_at_rest()

        assert branch.snapshot()["visits"][0]["slips"] == {ticket["slip"]: "failed"}
        assert _reasons(tmp_path) == ["disk_full"]
        make_room(slips)
        copy = branch.ask("reprint", {"visit": ticket["visit"]}).json["about"]
        wait_until((slips / f"{copy}.pdf").is_file)
        assert sorted(path.suffix for path in slips.iterdir()) == [".escpos", ".pdf", ".png"]


def test_what_became_of_a_slip_is_told_once_the_disk_that_it_filled_has_room(
    disk: Path, tmp_path: Path
) -> None:
    async def print_on_the_last_room(lane: ThreadPoolExecutor) -> str:
        loop = asyncio.get_running_loop()
        hub = Hub(loop)
        branch = await loop.run_in_executor(lane, lambda: Reception(disk, Time(), publish=hub.publish))
        service = BranchService(branch.desk, lane, hub, tmp_path)
        spool = asyncio.create_task(
            Spool(service, Outlet(FillingPrinter(disk)), slip_words(), tmp_path).run()
        )
        try:
            ticket = await service.ask(new_id(), r.IssueTicket("deposit"), STAFF)
            assert isinstance(ticket, Issued)
            await _until(lambda: is_full(disk))
            await loop.run_in_executor(lane, lambda: issue_until_full(branch))
            make_room(disk)
            await service.ask(new_id(), r.CallHelp("entrance"), STAFF)
            visit = branch.desk.day.visits[ticket.visit]
            await _until(lambda: branch.desk.day.visits[visit.id].slips[ticket.slip] != "sending")
            return branch.desk.day.visits[visit.id].slips[ticket.slip]
        finally:
            hub.close()
            await spool
            await loop.run_in_executor(lane, branch.close)

    with ThreadPoolExecutor(1) as lane:
        assert asyncio.run(print_on_the_last_room(lane)) == "failed"
    assert_sound(disk)


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not done():  # noqa: ASYNC110 - nobody tells of another thread's doing
            await asyncio.sleep(0.01)


def _issue_until_refused(branch: Branch) -> Told:
    for _ in range(MOST_THAT_FIT_AFTER_ALL):
        told = branch.ask("issue_ticket", {"service": "deposit"})
        if told.status != 200:
            return told
    raise AssertionError("the disk never got full")


def _reasons(folder: Path) -> list[str]:
    with reading(folder) as (_, _, conn):
        changes = [
            one.fact for one in Journal(conn).all_after(0) if isinstance(one.fact, f.SlipStatusChanged)
        ]
    return [change.reason for change in changes if change.reason]
