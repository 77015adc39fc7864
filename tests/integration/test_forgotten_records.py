"""What a customer had deleted stays deleted: no restored backup brings it back, killed wherever."""

from __future__ import annotations

import shutil
import stat
from itertools import count
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.vault import forgotten as forgotten_module
from kiosk.branch.vault import purge
from kiosk.branch.vault import vault as vault_module
from kiosk.branch.vault.forgotten import Forgotten
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
from kiosk.records.database.problems import StoreProblem
from tests.faults.harness import DAY_MS, LONG, Reception, Time, reception
from tests.killing import killed_at_each_line

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.row("F1"), pytest.mark.row("F3")]

STRIDE = 1 if LONG else 5
"""Killed at every so manieth line; `packaging/faults` takes every one."""
DATE = "2026-11-02"


def keep(room: Reception) -> str:
    """Keep a contact and words; return the record of the contact."""
    kept = r.KeepRecord(room.issue().visit, "王女士", "13912345678", words="想开户", consent="2026-11")
    answer = room.ask(kept)
    assert isinstance(answer, Done)
    return answer.about


def forget(room: Reception, record: str) -> None:
    assert isinstance(room.ask(r.ForgetRecord(record, "customer_asks")), Done)


@pytest.fixture
def branch(tmp_path: Path) -> tuple[Path, str, Path]:
    """A data folder with two records, the one of them that is to be forgotten, and a backup that holds both."""
    with reception(tmp_path / "data") as room:
        record = keep(room)
        keep(room)
        return tmp_path / "data", record, backup(tmp_path / "data", tmp_path / "backups")


def test_a_restored_backup_does_not_bring_back_what_was_forgotten(branch: tuple[Path, str, Path]) -> None:
    folder, record, copy = branch
    with reception(folder) as room:
        forget(room, record)
    restore(copy, folder, Time().wall_ms)

    for _ in range(2):
        with reception(folder) as room:
            assert record not in {kept.record for kept in room.desk.vault.find("5678")}
            assert len(room.desk.vault.find("5678")) == 1
            assert room.desk.vault.open(record) is None
            assert room.ask(r.ReadRecord(record, "call_back")) == Refusal("unknown_record")
            told = [one for one in room.desk.journal.all_after(0) if isinstance(one.fact, f.RecordForgotten)]
            assert [(one.fact, one.actor) for one in told] == [
                (f.RecordForgotten(record, "customer_asks"), "system")
            ]
    assert verify(folder).sound


def test_restored_again_it_stays_forgotten(branch: tuple[Path, str, Path]) -> None:
    folder, record, copy = branch
    with reception(folder) as room:
        forget(room, record)
    for _ in range(2):
        restore(copy, folder, Time().wall_ms)
        with reception(folder) as room:
            assert room.desk.vault.open(record) is None


def test_a_backup_without_the_record_says_nothing_more_of_it(branch: tuple[Path, str, Path]) -> None:
    folder, record, _ = branch
    with reception(folder) as room:
        forget(room, record)
    later = backup(folder, folder.parent / "later")
    restore(later, folder, Time().wall_ms)

    with reception(folder) as room:
        assert len(room.happened(f.RecordForgotten)) == 1
        assert len(room.desk.vault.find("5678")) == 1


def test_nothing_is_deleted_that_could_not_be_written_down_first(
    branch: tuple[Path, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, record, _ = branch
    with reception(folder) as room:
        with monkeypatch.context() as patch:
            patch.setattr(forgotten_module, "sync", _failing)
            with pytest.raises(StoreProblem):
                forget(room, record)
        assert room.happened(f.RecordForgotten) == []
        assert room.desk.vault.open(record) is not None


def test_a_list_that_cannot_be_read_lets_no_restored_branch_open(branch: tuple[Path, str, Path]) -> None:
    folder, record, copy = branch
    with reception(folder) as room:
        forget(room, record)
    restore(copy, folder, Time().wall_ms)
    noted = folder / "keys" / "vault" / "forgotten"
    noted.rename(noted.with_name("aside"))
    noted.mkdir()

    with pytest.raises(StoreProblem):
        Reception(folder, Time())


def test_the_list_holds_no_more_than_which_record_and_goes_with_its_key(
    branch: tuple[Path, str, Path],
) -> None:
    folder, record, _ = branch
    noted = folder / "keys" / "vault" / "forgotten"
    with reception(folder) as room:
        forget(room, record)
        assert noted.read_text("utf-8") == f"{DATE} contact {record} customer_asks\n"
        assert stat.S_IMODE(noted.stat().st_mode) == 0o600

        room.desk.vault.keys.destroy(DATE, "words")
        assert noted.exists()
        room.desk.vault.keys.destroy(DATE, "contact")
        assert not noted.exists()


def test_a_list_left_by_a_purge_that_was_killed_is_cut_by_the_next(branch: tuple[Path, str, Path]) -> None:
    folder, record, _ = branch
    at = Time()
    with reception(folder, at) as room:
        forget(room, record)
        room.desk.vault.keys.destroy(DATE, "contact")
        room.desk.vault.keys.forgotten.note(Forgotten(DATE, "contact", record, "mistake"))
        at.pass_by(DAY_MS)
        room.desk.keep_day()
        for date, of in purge.due(room.desk, room.desk.now_ms()).to_purge:
            purge.purge(room.desk, date, of)
        assert room.desk.vault.keys.forgotten.all() == []
        assert not (folder / "keys" / "vault" / "forgotten").exists()


def forget_in(folder: Path, record: str) -> None:
    """Start the branch and forget a record."""
    with reception(folder) as room:
        forget(room, record)


def start(folder: Path, _: str) -> None:
    """Start the branch, as after a restore."""
    with reception(folder):
        pass


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_deletion_killed_at_any_line_never_comes_back_once_it_was_told(
    branch: tuple[Path, str, Path], tmp_path: Path
) -> None:
    source, record, copy = branch
    number = count()

    def begin() -> tuple[Path, str]:
        return shutil.copytree(source, tmp_path / f"run-{next(number)}"), record

    told = []
    for folder, _ in killed_at_each_line((forgotten_module, vault_module), forget_in, begin, STRIDE):
        with reception(folder) as room:
            told.append(bool(room.happened(f.RecordForgotten)))
            assert (room.desk.vault.open(record) is None) is told[-1]
        if told[-1]:
            restore(copy, folder, Time().wall_ms)
            with reception(folder) as room:
                assert room.desk.vault.open(record) is None
        shutil.rmtree(folder)
    assert told[-1]
    assert not told[0]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_start_after_a_restore_killed_at_any_line_forgets_at_the_next(
    branch: tuple[Path, str, Path], tmp_path: Path
) -> None:
    source, record, copy = branch
    forget_in(source, record)
    restore(copy, source, Time().wall_ms)
    number = count()

    def begin() -> tuple[Path, str]:
        return shutil.copytree(source, tmp_path / f"run-{next(number)}"), record

    for folder, _ in killed_at_each_line((forgotten_module, vault_module), start, begin, STRIDE):
        with reception(folder) as room:
            assert room.desk.vault.open(record) is None
            assert len(room.happened(f.RecordForgotten)) == 1
        shutil.rmtree(folder)
    assert next(number) > 1


def _failing(*_: object) -> None:
    raise OSError(5, "the disk fails")
