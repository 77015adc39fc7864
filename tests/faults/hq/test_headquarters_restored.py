"""A headquarters brought back from a backup of an hour ago asks for all that is missing, and has everything once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.hq.projector import Projector
from kiosk.wire.sync.answers import Accepted, Gap
from tests.faults.hq.headquarters_process import HeadquartersProcess, running
from tests.faults.hq.journals import assert_same_tables, inbox, write_journal
from tests.faults.hq.scripted_branch import ScriptedBranch
from tests.headquarters import BRANCH

if TYPE_CHECKING:
    from pathlib import Path

FACTS: Final = 3_000


@pytest.mark.row("F2")
def test_a_headquarters_brought_back_from_an_old_backup_asks_for_all_that_is_missing(tmp_path: Path) -> None:
    branch = ScriptedBranch(*write_journal(tmp_path / "branch", FACTS))
    headquarters = HeadquartersProcess(tmp_path / "hq")
    branch.enrol_at(headquarters)
    with running(headquarters):
        branch.deliver(headquarters.port, upto=1_000)
        before = _hq_epoch(branch, headquarters)
        headquarters.stop()
        shutil.copytree(tmp_path / "hq" / "database", tmp_path / "backup")
        headquarters.start()
        branch.deliver(headquarters.port, upto=2_500)
    shutil.rmtree(tmp_path / "hq" / "database")
    shutil.copytree(tmp_path / "backup", tmp_path / "hq" / "database")

    with running(headquarters):
        answer = branch.send(headquarters.port, 2_501, FACTS)

        assert isinstance(answer, Gap)
        assert (answer.acked.seq, answer.acked.hash) == (1_000, branch.hashes[1_000].hex())
        assert answer.hq_epoch > before  # without which no branch would believe it
        branch.deliver(headquarters.port)
        assert _hq_epoch(branch, headquarters) == answer.hq_epoch
    with headquarters.opened() as left:
        Projector(left.store.server_of(BRANCH), lambda *_: None).catch_up()
        assert inbox(left) == [(seq, branch.hashes[seq]) for seq in range(1, FACTS + 1)]
        assert_same_tables(left, tmp_path / "branch")


def _hq_epoch(branch: ScriptedBranch, headquarters: HeadquartersProcess) -> int:
    answer = branch.send(headquarters.port, 1, 1)
    assert isinstance(answer, Accepted)
    return answer.receipt.hq_epoch
