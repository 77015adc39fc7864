"""Who left after a backup was made is not let in again by a restore of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.restore import restore
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.strict_branch import MANAGER, StrictBranch, strict_branch

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("F3")


def leaves(branch: StrictBranch, badge: str) -> None:
    branch.ask_inside(r.RemoveStaff(badge), r.By("office", "office-pc", MANAGER))


def test_who_left_since_the_backup_is_not_let_in_by_a_restore(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with strict_branch(folder) as branch:
        branch.staff("2001", "teller")
        branch.staff("2002", "teller")
    copy = backup(folder, tmp_path / "usb")
    with strict_branch(folder) as branch:
        leaves(branch, "2001")
    restore(copy, folder)

    for _ in range(2):
        with strict_branch(folder) as branch:
            desk = branch.pair(f"pc-{len(branch.happened(f.DevicePaired))}", "counter", "1")
            assert desk.try_to_sign_in("2001").json()["code"] == "wrong_badge_or_pin"
            assert desk.try_to_sign_in("2002").json()["kind"] == "signed_in"
            assert [one.fact for one in branch.happened(f.StaffLeft)] == [f.StaffLeft("2001")]


def test_who_left_before_the_note_could_be_written_is_noted_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with strict_branch(folder) as branch:
        branch.staff("2001", "teller")
        leaves(branch, "2001")
    (folder / "keys" / "left-staff").unlink()

    with strict_branch(folder):
        pass

    assert (folder / "keys" / "left-staff").read_text() == "2001\n"


def test_a_branch_whose_managers_all_left_is_not_set_up_anew_by_whoever_sits_there(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with strict_branch(folder) as branch:
        branch.staff("1002", "branch_manager")
    copy = backup(folder, tmp_path / "usb")
    with strict_branch(folder) as branch:
        branch.staff("1003", "branch_manager")
        for badge in (MANAGER, "1002"):
            branch.ask_inside(r.RemoveStaff(badge), r.By("office", "office-pc", "1003"))
    restore(copy, folder)

    with strict_branch(folder, with_manager=False) as branch:
        body = {"badge": "3001", "pin": "918273", "device": "office-1"}
        answer = branch.stranger().post("/v1/door/setup", body)
        assert (branch.service.access.register.managers, answer.json()["code"]) == ([], "already_set_up")
