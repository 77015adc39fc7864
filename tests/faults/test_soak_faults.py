"""The faults of the soak, one by one: each does what it says, and what must not happen under it would be noticed."""

from __future__ import annotations

import random
import threading
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation import Client
from kiosk.lab.soak import faults
from kiosk.lab.soak.footprint import footprint, printing_worker
from kiosk.lab.soak.screens import FOLLOWING, FollowedBadly, Screen
from tests.faults.harness import wait_until
from tests.reception import MINUTE_MS, NINE_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY = "2026-11-02"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("branch")


@pytest.fixture(scope="module")
def branch(home: Path) -> Iterator[RunningBranch]:
    with RunningBranch(home, simulated_from=MONDAY) as running:
        yield running


@pytest.fixture
def client(branch: RunningBranch) -> Iterator[Client]:
    with closing(Client(lambda: branch.url)) as one:
        one.go_to(NINE_MS)
        yield one


@pytest.fixture
def stage(branch: RunningBranch, home: Path) -> Iterator[faults.Stage]:
    screens = [Screen(role, lambda: branch.url) for role in FOLLOWING]
    yield faults.Stage(branch, home, screens, random.Random(5))
    for screen in screens:
        screen.unplug()


def issue(client: Client) -> dict[str, Any]:
    return client.ask("issue_ticket", {"service": "deposit"}, "entrance", "simulated-entrance")


def seq(client: Client) -> int:
    return int(client.look("/v1/health")["seq"])


def slip_status(client: Client, visit: str) -> str:
    seen = {one["id"]: one for one in client.look("/v1/snapshot")["visits"]}
    (status,) = seen[visit]["slips"].values()
    return str(status)


def at_rest(client: Client) -> bool:
    """Say whether every slip has had its turn, so that only requests make facts."""
    slips = [one["slips"].values() for one in client.look("/v1/snapshot")["visits"]]
    return {"queued", "sending"}.isdisjoint(status for some in slips for status in some)


def test_a_killed_service_is_another_process_and_knows_every_number(tmp_path: Path) -> None:
    with (
        RunningBranch(tmp_path, simulated_from=MONDAY) as branch,
        closing(Client(lambda: branch.url)) as client,
    ):
        client.go_to(NINE_MS)
        before, fault = branch.pid, faults.ServiceKilled()
        stage = faults.Stage(branch, tmp_path, (), random.Random(5))

        fault.strike(stage)
        tickets = [issue(client)["ticket"] for _ in range(30)]
        fault.end(stage)

        assert branch.pid != before
    assert client.retries > 0
    assert tickets == [f"A{number:03}" for number in range(1, 31)]


def test_a_service_that_was_stalled_answers_late_and_once(stage: faults.Stage, client: Client) -> None:
    fault = faults.ServiceStalled()

    fault.strike(stage)
    first, second = issue(client), issue(client)
    fault.end(stage)

    assert int(second["ticket"][1:]) == int(first["ticket"][1:]) + 1
    assert max(client.latencies_ms) > 100


def test_a_killed_printing_worker_has_a_successor(stage: faults.Stage, client: Client) -> None:
    issue(client)
    wait_until(lambda: printing_worker(stage.branch.pid))
    before = printing_worker(stage.branch.pid)

    faults.WorkerKilled().strike(stage)
    wait_until(lambda: printing_worker(stage.branch.pid) != before)
    ticket = issue(client)

    wait_until(lambda: slip_status(client, ticket["visit"]) == "printed")
    assert printing_worker(stage.branch.pid) not in {None, before}


def test_a_printer_that_is_gone_costs_the_slip_and_not_the_number(
    stage: faults.Stage, client: Client
) -> None:
    first = issue(client)
    wait_until(lambda: slip_status(client, first["visit"]) == "printed")
    fault = faults.PrinterGone()

    fault.strike(stage)
    without = issue(client)
    wait_until(lambda: slip_status(client, without["visit"]) == "failed")
    fault.end(stage)

    again = issue(client)
    wait_until(lambda: slip_status(client, again["visit"]) == "printed")


def test_a_reader_that_reads_nothing_costs_a_handle_for_as_long_as_it_stays(
    stage: faults.Stage, client: Client
) -> None:
    issue(client)
    wait_until(lambda: at_rest(client))
    fault, before = faults.SlowReader(), handles(stage)

    fault.strike(stage)
    wait_until(lambda: handles(stage) > before)
    issue(client)
    fault.end(stage)

    wait_until(lambda: handles(stage) <= before)


def handles(stage: faults.Stage) -> float:
    return footprint(stage.branch.pid)["handles"]


def told_by_others(home: Path, after: int) -> list[str]:
    """Return the kinds of the facts after one that the branch did not tell by itself."""
    with reading(home) as (_, _, conn):
        return [one.fact.kind for one in Journal(conn).after(after, 100) if one.actor != "system"]


def test_garbage_leaves_no_fact(stage: faults.Stage, client: Client, home: Path) -> None:
    wait_until(lambda: at_rest(client))
    before = seq(client)

    faults.Garbage().strike(stage)
    told = told_by_others(home, before)
    issue(client)

    assert told == []
    assert told_by_others(home, before) == ["ticket_issued", "slip_queued"]


@pytest.fixture
def gullible() -> Iterator[int]:
    """Give the port of a server that takes everything for good."""

    class Yes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the name is that of http.server

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Yes) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_garbage_that_is_taken_would_be_noticed(stage: faults.Stage, gullible: int) -> None:
    elsewhere = replace(stage, branch=cast("RunningBranch", SimpleNamespace(port=gullible)))

    with pytest.raises(faults.WentWrong, match="answered with 200"):
        faults.Garbage().strike(elsewhere)


@pytest.mark.row("F1")
def test_one_call_sent_twice_at_once_is_one_call(stage: faults.Stage) -> None:
    before = helps(stage)

    faults.SameRequestTwice().strike(stage)

    assert helps(stage) == before + 1


def helps(stage: faults.Stage) -> int:
    with reading(stage.folder) as (_, _, conn):
        return int(next(iter(conn.execute("SELECT count(*) FROM help")))[0])


@pytest.mark.row("C3")
def test_screens_that_were_unplugged_for_an_hour_catch_up(stage: faults.Stage, client: Client) -> None:
    fault = faults.ScreensUnplugged()
    for screen in stage.screens:
        screen.plug_in()
    wait_until(lambda: all(screen.day for screen in stage.screens))

    fault.strike(stage)
    client.ask("open_counter", {"counter": "1"}, "reception", "simulated-tablet-1")
    for minute in range(60):
        client.go_to(NINE_MS + minute * MINUTE_MS)
        issue(client)
    client.ask("call_next", {"counter": "1"}, "reception", "simulated-tablet-1")

    fault.end(stage)


def test_a_screen_that_shows_another_day_is_noticed(stage: faults.Stage, client: Client) -> None:
    issue(client)
    hall = next(screen for screen in stage.screens if screen.role == "hall")
    hall.must_show_the_day()
    assert hall.day is not None

    hall.day.visits.popitem()

    with pytest.raises(FollowedBadly, match="visits"):
        hall.must_show_the_day()
