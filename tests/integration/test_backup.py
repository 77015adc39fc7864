"""`kiosk backup`: a copy that has been opened and checked before anybody relies on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store, reading
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.examine import examine
from kiosk.records.database import copy as copy_module
from kiosk.records.database.connect import connect
from kiosk.records.database.keys import load_keys
from kiosk.records.database.problems import StoreProblem
from tests.sample_day import give_birth, two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.records.connection import Connection

BACK_UP: Final = """
import pathlib, sys
from kiosk.branch.upkeep.backup import backup
backup(*map(pathlib.Path, sys.argv[1:]))
"""
HOUR_S: Final = 3600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "data") as store:
        write_down(store, two_days(5).recorded)
    return tmp_path / "data"


def test_a_backup_holds_every_fact_and_is_named_by_branch_date_and_seq(folder: Path, tmp_path: Path) -> None:
    told = two_days(5).recorded

    made = backup(folder, tmp_path / "usb" / "backups")

    copy = connect(made, load_keys(folder / "keys").database, read_only=True)
    assert made.name == f"b1_2026-11-22_{len(told):09d}.kiosk-backup"
    assert examine(copy).sound
    assert [one.id for one in Journal(copy).all_after(0)] == [one.id for one in told]
    copy.close()
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_a_backup_can_be_made_while_the_service_writes(folder: Path, tmp_path: Path) -> None:
    sample = two_days(5)
    before = len(sample.recorded)
    sample.go_on(10)
    with Store.open(folder) as store:
        write_down(store, sample.recorded[before:])

        made = backup(folder, tmp_path)

        assert Journal(store.conn).head.seq == len(sample.recorded)
    assert made.name.endswith(f"_{len(sample.recorded):09d}.kiosk-backup")


@pytest.mark.row("F3")
def test_the_keys_are_in_no_backup_and_nothing_can_be_read_without_them(folder: Path, tmp_path: Path) -> None:
    made = backup(folder, tmp_path)

    contents, keys = made.read_bytes(), load_keys(folder / "keys")
    assert keys.database not in contents
    assert keys.branch not in contents
    assert b"ticket_issued" not in contents
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_the_same_moment_takes_the_place_of_the_first(folder: Path, tmp_path: Path) -> None:
    assert backup(folder, tmp_path / "b") == backup(folder, tmp_path / "b")

    assert len(list((tmp_path / "b").iterdir())) == 1


def test_a_branch_without_a_fact_can_be_backed_up(tmp_path: Path) -> None:
    give_birth(tmp_path / "data")

    assert backup(tmp_path / "data", tmp_path).name == "empty.kiosk-backup"


def test_a_damaged_database_gives_no_backup(folder: Path, tmp_path: Path) -> None:
    path = BranchFiles(folder).database
    contents = bytearray(path.read_bytes())
    contents[len(contents) // 2] ^= 1
    path.write_bytes(contents)

    with pytest.raises(StoreProblem) as caught:
        backup(folder, tmp_path / "b")

    assert caught.value.code == "damaged"
    assert list((tmp_path / "b").iterdir()) == []


def test_a_copy_that_the_disk_spoiled_is_not_called_a_backup(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(path: Path) -> None:
        contents = bytearray(path.read_bytes())
        contents[len(contents) // 2] ^= 1
        path.write_bytes(contents)

    monkeypatch.setattr(copy_module, "sync", spoil)

    with pytest.raises(StoreProblem) as caught:
        backup(folder, tmp_path / "b")

    assert caught.value.code == "damaged"
    assert list((tmp_path / "b").iterdir()) == []


def test_a_chain_whose_head_does_not_fit_gives_no_backup(folder: Path, tmp_path: Path) -> None:
    with Store.open(folder) as store, store.write() as conn:
        conn.execute("UPDATE head SET hash = zeroblob(32)")

    with pytest.raises(StoreProblem, match="head of the chain") as caught:
        backup(folder, tmp_path / "b")

    assert caught.value.code == "damaged"
    assert list((tmp_path / "b").iterdir()) == []


def test_a_target_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(StoreProblem) as caught:
        backup(folder, tmp_path / "file" / "backups")

    assert caught.value.code == "no_folder"


def test_two_copies_into_one_folder_at_the_same_time_both_hold(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "b"

    def name_after_another_copy(_: Connection) -> str:
        subprocess.run([sys.executable, "-c", BACK_UP, str(folder), str(target)], check=True)
        return "first"

    with reading(folder) as (_, keys, conn):
        copy_module.write_copy(conn, keys.database, target, name_after_another_copy)

    copies = list(target.iterdir())
    assert sorted(path.suffix for path in copies) == ["", ".kiosk-backup"]
    for path in copies:
        copy = connect(path, keys.database, read_only=True)
        assert examine(copy).sound
        copy.close()


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (25, False)])
def test_a_draft_is_dropped_a_day_after_its_copy_was_killed(
    folder: Path, tmp_path: Path, hours: int, *, stays: bool
) -> None:
    draft = tmp_path / "copy-1.draft"
    draft.touch()
    os.utime(draft, (time.time() - hours * HOUR_S,) * 2)

    backup(folder, tmp_path)

    assert draft.exists() == stays


def test_a_stick_that_is_not_plugged_in_is_no_folder_on_the_system_disk(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "media" / "usb"

    done = CliRunner().invoke(app, ["backup", str(stick), "--data", str(folder)])

    assert done.exit_code == 2
    assert "no_folder" in done.output
    assert not stick.parent.exists()
