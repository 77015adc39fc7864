"""What the opening check sees of the machine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.daily import probes
from kiosk.branch.daily.probes import closed_in, look_at_machine
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.backup import backup
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A branch with two days in it, the first closed, kept, and backed up."""
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        write_down(store, two_days().recorded)
    backup(folder, folder / "backups")
    return folder


def test_a_sound_branch_with_a_backup_is_well(data: Path) -> None:
    found = look_at_machine(data, data / "backups")

    assert (found["database"], found["backup"]) == ("ok", "ok")


@pytest.mark.row("G1")
def test_a_damaged_page_is_found_anywhere_in_the_database(data: Path) -> None:
    file = data / "database" / "branch.db"
    content = bytearray(file.read_bytes())
    found = set()
    for page in range(1, len(content) // 4096, 7):
        damaged = content[:]
        damaged[page * 4096 + 1000] ^= 1
        file.write_bytes(damaged)
        found.add(look_at_machine(data, data / "backups")["database"])

    assert found == {"unsound"}


def test_a_database_whose_key_is_gone_is_not_sound(data: Path) -> None:
    for key in (data / "keys").iterdir():
        key.unlink()

    found = look_at_machine(data, data / "backups")

    assert (found["database"], found["backup"]) == ("unsound", "ok")


def test_a_check_that_is_cut_short_has_found_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "LOOK_S", 0.0)

    assert look_at_machine(data, data / "backups")["database"] == "ok"


def test_without_a_backup_folder_there_is_no_backup(data: Path) -> None:
    assert look_at_machine(data, data / "elsewhere")["backup"] == "none_yet"


def test_a_disk_that_cannot_be_measured_is_a_finding(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(probes, "disk_usage", fails)

    assert look_at_machine(data, data / "backups")["disk"] == "unreadable"


def test_a_backup_of_another_branch_is_none_of_this_one(data: Path, tmp_path: Path) -> None:
    (tmp_path / "other-02_2026-11-22_000000099.kiosk-backup").touch()

    assert look_at_machine(data, tmp_path)["backup"] == "none_yet"


def test_closed_days_are_looked_back_on(data: Path) -> None:
    assert [day.date for day in closed_in(data)] == ["2026-11-21"]
