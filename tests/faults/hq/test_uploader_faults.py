"""A real branch and a real headquarters, a bad line between them, either killed at any moment: every fact, once."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store, reading
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.upload.enrolment import Enrolment, save_enrolment
from kiosk.hq.projector import Projector
from kiosk.lab.bench.journal import append_past
from kiosk.records.project import rebuild
from tests.faults.harness import LONG, wait_until
from tests.faults.hq.headquarters_process import HeadquartersProcess
from tests.faults.hq.journals import assert_same_tables, inbox
from tests.faults.hq.proxy import Proxy, seeded
from tests.faults.service_process import Branch
from tests.headquarters import public_of

if TYPE_CHECKING:
    from pathlib import Path

FACTS: Final = 300_000 if LONG else 1_500
KILLS: Final = 60 if LONG else 3
LIFE_S: Final = 6.0 if LONG else 1.0
FAULTS: Final = 0.2
_PATIENCE_S: Final = 1_800.0 if LONG else 90.0


def found(folder: Path) -> str:
    """Make a branch with a past in `folder`; return its code."""
    with closing(Store.open(folder)) as store:
        setting = load_setting(store.keys.branch, always_open=True)
        Desk(store, ServiceClock(), setting, lambda _: None).found(demonstration=True)
        append_past(store, FACTS)
        with store.write() as conn:
            rebuild(conn, setting.plan.code, Journal(conn).all_after(0))
    return setting.plan.code


def issue(branch: Branch) -> None:
    """Take a ticket, or not: the branch may be down."""
    try:
        branch.ask("issue_ticket", {"service": "deposit"})
    except OSError:
        return


def written(folder: Path) -> list[tuple[int, bytes]]:
    """Return seq and hash of every fact of a branch."""
    with reading(folder) as (_, _, conn):
        return conn.execute("SELECT seq, hash FROM journal ORDER BY seq").fetchall()


def _ended_with_all_delivered(branch: Branch, headquarters: HeadquartersProcess, code: str) -> bool:
    """Wait for what the branch has, end it, and tell whether it had written nothing meanwhile: it looks after itself."""
    last = branch.seq_at_rest()
    wait_until(lambda: headquarters.durable(code) >= last, _PATIENCE_S)
    branch.kill()
    return headquarters.durable(code) == written(branch.folder)[-1][0]


@pytest.mark.timeout(3_600 if LONG else 400)
@pytest.mark.slow
@pytest.mark.row("F2")
def test_with_a_fifth_of_faults_and_either_side_killed_headquarters_has_every_fact_once(
    tmp_path: Path,
) -> None:
    chance, folder = random.Random(3), tmp_path / "branch"
    code, key = found(folder), Ed25519PrivateKey.generate()
    branch, headquarters = Branch(folder), HeadquartersProcess(tmp_path / "hq")
    signing = headquarters.enrol(code, public_of(key))
    with ExitStack() as ended:
        ended.callback(headquarters.kill)
        ended.callback(branch.kill)
        headquarters.start()
        proxy = ended.enter_context(Proxy(headquarters.port, seeded(3, FAULTS)))
        save_enrolment(BranchFiles(folder).keys, Enrolment(proxy.url, code, key, signing, bytes(32)))
        branch.start()
        for number in range(KILLS):
            time.sleep(chance.uniform(0, LIFE_S))
            issue(branch)
            hit: Branch | HeadquartersProcess = branch if number % 2 else headquarters
            hit.kill()
            hit.start()
        while not _ended_with_all_delivered(branch, headquarters, code):
            branch.start()

    with headquarters.opened() as left:
        Projector(left.store.server_of(code), lambda *_: None).catch_up()
        assert inbox(left, code) == written(folder)
        assert_same_tables(left, folder, code)
    assert verify(folder).sound
