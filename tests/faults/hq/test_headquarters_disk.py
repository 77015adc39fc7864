"""A headquarters whose disk is full: it says so, loses nothing and goes on when there is room."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.hq.projector import Projector
from kiosk.wire.sync.answers import Busy
from tests.faults.full_disk import fill, make_room, small_disk
from tests.faults.hq.headquarters_process import HeadquartersProcess, running
from tests.faults.hq.journals import assert_same_tables, inbox, write_journal
from tests.faults.hq.scripted_branch import ScriptedBranch
from tests.headquarters import BRANCH

if TYPE_CHECKING:
    from pathlib import Path

FACTS: Final = 3_000


def assert_all_there(headquarters: HeadquartersProcess, branch: ScriptedBranch, folder: Path) -> None:
    with headquarters.opened() as left:
        Projector(left.store.server_of(BRANCH), lambda *_: None).catch_up()
        assert inbox(left) == [(seq, branch.hashes[seq]) for seq in range(1, len(branch.facts) + 1)]
        assert_same_tables(left, folder)


@pytest.mark.row("F2")
def test_a_headquarters_whose_disk_is_full_says_so_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    branch = ScriptedBranch(*write_journal(tmp_path / "branch", FACTS))
    with small_disk(tmp_path / "disk", 24) as disk:
        headquarters = HeadquartersProcess(disk)
        branch.enrol_at(headquarters)
        with running(headquarters):
            branch.deliver(headquarters.port, upto=500)
            fill(disk)

            told = [
                branch.post(headquarters.port, branch.body(at, at + 499))
                for at in (501, 501, branch.acked + 1)
            ]

            assert {one.status for one in told} == {HTTPStatus.SERVICE_UNAVAILABLE}
            assert all(isinstance(one.answer, Busy) and int(one.headers["retry-after"]) > 0 for one in told)
            make_room(disk)
            branch.deliver(headquarters.port)
        assert_all_there(headquarters, branch, tmp_path / "branch")
