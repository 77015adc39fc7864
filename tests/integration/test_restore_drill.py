"""A drill restores the newest backup beside the branch, says whether it is good, and leaves nothing but its record."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from typer.testing import CliRunner

from kiosk.app import restore_drill
from kiosk.app.cli import app
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.table import examine
from kiosk.app.folders import Folders
from kiosk.app.restore_drill import RECORD, drill, drill_is_due, last_drill
from kiosk.app.settings import Settings
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.backup import backup
from kiosk.records.database.problems import StoreProblem
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.open(tmp_path) as store:
        write_down(store, two_days(5).recorded)
    return tmp_path


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_good_backup_is_what_the_branch_has_and_what_came_since_is_told(data: Path) -> None:
    sample = two_days(5)
    before = len(sample.recorded)
    made = backup(data, data / "backups")
    sample.go_on(10)
    with Store.open(data) as store:
        write_down(store, sample.recorded[before:])
        files = everything(data)

        done = drill(data, data / "backups", NOW_MS)

    assert (done.outcome, done.backup, done.facts, done.seq) == ("good", made.name, before, before)
    assert done.behind == len(sample.recorded) - before
    assert everything(data) - files == {RECORD, "restore-drill.lock"}
    assert last_drill(data) == done


def test_a_backup_of_another_past_is_noticed(data: Path) -> None:
    backup(data, data / "backups")
    with Store.open(data) as store, store.write() as conn:
        conn.execute("UPDATE journal SET hash = zeroblob(32) WHERE seq = (SELECT seq FROM head)")

    assert drill(data, data / "backups", NOW_MS).outcome == "differs"


@pytest.mark.parametrize(("at", "code"), [(1_000, "other_backup"), (20_000, "bad_backup")])
def test_a_backup_that_cannot_be_restored_is_noted_and_told(data: Path, at: int, code: str) -> None:
    made = backup(data, data / "backups")
    content = bytearray(made.read_bytes())
    content[at] ^= 0xFF
    made.write_bytes(content)

    told = CliRunner().invoke(app, ["restore-drill", "--data", str(data)])

    assert told.exit_code == 2
    assert code in told.output
    last = last_drill(data)
    assert last is not None
    assert not last.well
    assert not list(data.glob("restore-drill-*/"))


def test_a_backup_that_holds_less_than_its_name_says_is_unsound(data: Path) -> None:
    made = backup(data, data / "backups")
    seq = int(made.stem[-9:])
    made.rename(made.with_name(made.name.replace(f"{seq:09d}", f"{seq + 5:09d}")))

    assert drill(data, data / "backups", NOW_MS).outcome == "unsound"


def test_a_drill_does_not_take_the_room_that_the_branch_needs(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(data, data / "backups")
    monkeypatch.setattr(restore_drill, "disk_usage", lambda _: SimpleNamespace(free=200 << 20))

    with pytest.raises(StoreProblem) as told:
        drill(data, data / "backups", NOW_MS)

    assert told.value.code == "disk_full"
    assert not list(data.glob("restore-drill-*/"))


def test_a_drill_that_was_killed_leaves_nothing_for_the_next(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(data, data / "backups")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restore_drill, "restore", killed)
    monkeypatch.setattr(cast("Any", restore_drill).shutil, "rmtree", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        drill(data, data / "backups", NOW_MS)
    monkeypatch.undo()
    assert list(data.glob("restore-drill-*/"))

    assert drill(data, data / "backups", NOW_MS).well
    assert not list(data.glob("restore-drill-*/"))


def test_without_a_backup_there_is_nothing_to_drill(data: Path) -> None:
    with pytest.raises(StoreProblem, match="none yet"):
        drill(data, data / "backups", NOW_MS)


def test_a_drill_is_due_after_ninety_days_and_at_once_after_a_bad_one(data: Path) -> None:
    made = backup(data, data / "backups")
    assert not drill_is_due(data, data / "backups", time.time_ns() // 1_000_000)
    old_s = (NOW_MS - 91 * DAY_MS) / 1_000
    os.utime(made, (old_s, old_s))
    assert drill_is_due(data, data / "backups", NOW_MS)

    drill(data, data / "backups", NOW_MS)

    assert not drill_is_due(data, data / "backups", NOW_MS + 90 * DAY_MS)
    assert drill_is_due(data, data / "backups", NOW_MS + 91 * DAY_MS)


def test_the_doctor_says_when_a_drill_is_due(data: Path) -> None:
    backup(data, data / "backups")
    look = Look(Settings(), Folders(data))

    (fresh,) = examine(look, ["restore_drill"])
    drill(data, data / "backups", time.time_ns() // 1_000_000 - 100 * DAY_MS)
    (due,) = examine(look, ["restore_drill"])

    assert (fresh.state, due.state) == ("good", "warn")
    assert "kiosk restore-drill" in due.fix_zh
    assert "kiosk restore-drill" in CliRunner().invoke(app, ["ready", "--data", str(data)]).output
