"""PostgreSQL killed at any moment while facts are taken: each is there exactly once, and what was acknowledged stays."""

from __future__ import annotations

import random
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.ingest import Taken
from kiosk.hq.projector import Projector
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.lab.postgres import Postgres
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.upload import chained
from tests.faults.harness import LONG
from tests.headquarters import enrolled, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.hq.store.port import Server
    from kiosk.wire.sync.upload import StoredFact

KILLS = 50 if LONG else 5
PORTION = 40


def kill_again_and_again(postgres: Postgres, done: threading.Event, failed: list[BaseException]) -> None:
    chance = random.Random(6)
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.005, 0.15))
            postgres.kill()
            postgres.start()
    except BaseException as error:  # noqa: BLE001 - told by the test, whatever it is
        failed.append(error)
    finally:
        done.set()


@contextmanager
def killed(postgres: Postgres) -> Iterator[threading.Event]:
    """Kill it in the background; the event is set when that has an end."""
    done, failed = threading.Event(), list[BaseException]()
    killer = threading.Thread(target=kill_again_and_again, args=(postgres, done, failed))
    killer.start()
    try:
        yield done
    finally:
        killer.join()
    assert failed == []


def patiently(work: Callable[[], Taken]) -> Taken:
    while True:
        try:
            return work()
        except StoreBusy:
            time.sleep(0.01)


def uploaded(server: Server, branch: str, epoch: bytes, facts: list[StoredFact]) -> int:
    """Upload a journal as a branch does and return how many of its facts were said to be new."""
    hashes, new = [NOTHING_BEFORE, *chained(epoch, NOTHING_BEFORE, facts)], 0
    for first in range(0, len(facts), PORTION):
        part = facts[first : first + PORTION]

        def ask(first: int = first, part: list[StoredFact] = part) -> Taken:
            outcome = send(server, epoch, hashes[first], part, branch=branch)
            assert isinstance(outcome, Taken)
            assert outcome.acked.hash == hashes[outcome.acked.seq].hex()
            return outcome

        new += patiently(ask).new
    return new


@pytest.mark.row("F2")
@pytest.mark.timeout(1_200 if LONG else 120)
def test_a_server_killed_while_facts_are_taken_has_each_exactly_once(tmp_path: Path) -> None:
    with BranchStore.open(tmp_path / "branch") as branch:
        write_down(branch, two_days().recorded)
        epoch, (first, *others) = stored_facts(branch.conn)
    told: dict[str, int] = {}

    with Postgres(settings=("fsync=off",)) as postgres, closing(PostgresStore([postgres.url])) as store:
        headquarters = Headquarters(store, have_identity(tmp_path / "keys", 1), demonstration=True)
        with killed(postgres) as done:
            while not done.is_set() or len(told) < 2:
                name = f"b{len(told)}"
                start = first._replace(body=first.body.replace(b'"b1"', f'"{name}"'.encode()))
                try:
                    enrolled(headquarters, name)
                except StoreBusy:
                    continue
                told[name] = uploaded(store.servers[0], name, epoch, [start, *others])
        Projector(store.servers[0], lambda *_: None).catch_up()

        with store.servers[0].read() as conn:
            kept: dict[str, int] = dict(
                conn.execute("SELECT branch, count(*) FROM inbox GROUP BY branch").fetchall()
            )
            ends = set(conn.execute("SELECT seq, applied FROM reached").fetchall())
            visits = {
                count for (count,) in conn.execute("SELECT count(*) FROM visit GROUP BY branch").fetchall()
            }
    assert kept == dict.fromkeys(told, len(others) + 1)
    assert ends == {(len(others) + 1, len(others) + 1)}
    assert len(visits) == 1
    # An answer lost behind its commit makes facts old that were never told to be new; never the other way.
    assert all(new <= len(others) + 1 for new in told.values())
