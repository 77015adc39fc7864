"""Headquarters killed at any moment while facts come, and its projector too: every fact exactly once, the tables right."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.hq import projector as projector_module
from kiosk.hq.ingest import Taken
from kiosk.hq.projector import Projector
from kiosk.hq.store.sqlite import SqliteServer
from kiosk.wire.chain import NOTHING_BEFORE
from tests.faults.harness import LONG
from tests.faults.hq.headquarters_process import HeadquartersProcess, running
from tests.faults.hq.journals import assert_same_tables, inbox, write_journal
from tests.faults.hq.proxy import Proxy, seeded
from tests.faults.hq.scripted_branch import ScriptedBranch
from tests.headquarters import BRANCH, enrolled, headquarters_in, send

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.wire.sync.upload import StoredFact

FACTS: Final = 300_000 if LONG else 3_000
KILLS: Final = 60 if LONG else 3
BATCH: Final = 1_000 if LONG else 100
LIFE_S: Final = 1.0 if LONG else 0.15
PROJECTED: Final = 20_000 if LONG else 1_500
PROJECTOR_KILLS: Final = 200 if LONG else 4


@pytest.mark.timeout(1_800)
@pytest.mark.row("F2")
@pytest.mark.slow
def test_a_headquarters_killed_at_random_behind_a_bad_line_has_every_fact_once(tmp_path: Path) -> None:
    chance = random.Random(5)
    branch = ScriptedBranch(*write_journal(tmp_path / "branch", FACTS))
    headquarters = HeadquartersProcess(tmp_path / "hq")
    branch.enrol_at(headquarters)

    with running(headquarters), Proxy(headquarters.port, seeded(5, 0.2)) as proxy:
        sending = threading.Thread(target=branch.deliver, args=(proxy.port, BATCH))
        sending.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0, LIFE_S))
            headquarters.kill()
            headquarters.start(wait=bool(chance.randrange(4)))  # every fourth is killed while it starts
        headquarters.kill()
        headquarters.start()
        sending.join()

    assert branch.acked == FACTS
    _look(headquarters, branch, tmp_path / "branch")


def _look(headquarters: HeadquartersProcess, branch: ScriptedBranch, folder: Path) -> None:
    with headquarters.opened() as left:
        Projector(left.store.server_of(BRANCH), lambda *_: None).catch_up()
        assert inbox(left) == [(seq, branch.hashes[seq]) for seq in range(1, FACTS + 1)]
        assert_same_tables(left, folder)


@pytest.mark.timeout(1_800)
@pytest.mark.row("H5")
def test_a_projector_killed_at_random_leaves_the_tables_of_the_branch(tmp_path: Path) -> None:
    chance = random.Random(7)
    epoch, facts = write_journal(tmp_path / "branch", PROJECTED)
    headquarters = headquarters_in(tmp_path / "hq")
    enrolled(headquarters)
    _take_all(headquarters, epoch, facts)
    headquarters.store.close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kiosk.hq.projector", "kiosk.hq.store.sqlite"])

    for _ in range(PROJECTOR_KILLS):
        arguments = (tmp_path / "hq" / "hq.db", chance.uniform(0, LIFE_S))
        child = context.Process(target=_project_until_killed, args=arguments)
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        child.close()

    again = headquarters_in(tmp_path / "hq")
    Projector(again.store.server_of(BRANCH), lambda *_: None).catch_up()
    assert_same_tables(again, tmp_path / "branch")
    again.store.close()


def _take_all(headquarters: Headquarters, epoch: bytes, facts: list[StoredFact]) -> None:
    before = NOTHING_BEFORE
    for start in range(0, len(facts), 1_000):
        taken = send(headquarters.store.server_of(BRANCH), epoch, before, facts[start : start + 1_000])
        assert isinstance(taken, Taken)
        before = bytes.fromhex(taken.acked.hash)


def _project_until_killed(file: Path, life_s: float) -> None:
    """Finish what is left and begin again from nothing, until the power goes after so many seconds."""
    vars(projector_module)["_PORTION"] = 50  # more moments between two transactions
    projector = Projector(SqliteServer(file, b""), lambda *_: None)
    threading.Timer(life_s, os.kill, (os.getpid(), signal.SIGKILL)).start()
    while True:
        projector.catch_up()
        projector.rebuild(BRANCH)
