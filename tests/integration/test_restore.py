"""`kiosk restore`: old or new, never between, and headquarters is told."""

from __future__ import annotations

import shutil
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.branch.database import files as files_module
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep import restore as restore_module
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import facts as f
from kiosk.records.database import disk as disk_module
from kiosk.records.database.problems import StoreProblem
from tests.killing import killed_at_each_line
from tests.sample_day import OPENED_MS, two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

LATER_MS = OPENED_MS + 40 * 24 * 3_600_000
NEWER = 7
"""Facts that happened after the backup."""
NO_BACKUPS: Final = {
    "garbage": b"not a database at all" * 1_000,
    "whole pages": b"not a database at all" * 4_096,
    "archive": b"PK\3\4" + Random(7).randbytes(20_480),
    "empty": b"",
}
"""What somebody may take for a backup; an archive begins with noise too, and ends anywhere."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with a few more facts than the backup of it."""
    sample = two_days(5, steps=20)
    with Store.open(tmp_path / "data") as store:
        write_down(store, sample.recorded)
        backup(tmp_path / "data", tmp_path / "usb")
        count = len(sample.recorded)
        while len(sample.recorded) < count + NEWER:
            sample.tell(f.HelpCalled(sample.new(), "hall"))
        write_down(store, sample.recorded[count:])
    return tmp_path / "data"


@pytest.fixture
def copy(folder: Path) -> Path:
    (made,) = (folder.parent / "usb").iterdir()
    return made


def seq_of(folder: Path) -> int:
    with Store.open(folder) as store:
        return Journal(store.conn).head.seq


def test_a_restored_branch_goes_on_behind_the_backup_in_a_new_epoch(folder: Path, copy: Path) -> None:
    with Store.open(folder) as store:
        before = Journal(store.conn)
        at_backup = before.head.seq - NEWER
        old_epoch = before.head.epoch
        kept = before.after(0, at_backup)
        last = store.conn.execute("SELECT hash FROM journal WHERE seq = ?", (at_backup,)).fetchone()
    assert last is not None

    restored = restore(copy, folder, LATER_MS)

    with Store.open(folder) as store:
        journal = Journal(store.conn)
        assert list(journal.all_after(0))[:-1] == kept
        newest = journal.newest
        assert newest is not None
        assert newest.fact == f.EpochStarted("b1", "restored", True, old_epoch, at_backup, last[0].hex())  # noqa: FBT003
        assert (
            (newest.epoch, newest.seq)
            == (restored.epoch, restored.seq)
            == (journal.head.epoch, at_backup + 1)
        )
        assert newest.epoch != old_epoch
        assert (newest.at_ms, newest.date) == (LATER_MS, kept[-1].date)
    assert verify(folder).sound


def test_service_time_does_not_go_back_with_the_wall_clock(folder: Path, copy: Path) -> None:
    restore(copy, folder, now_ms=1_000)

    with Store.open(folder) as store:
        last_two = Journal(store.conn).after(Journal(store.conn).head.seq - 2, 2)
    assert last_two[0].at_ms == last_two[1].at_ms


def test_nothing_is_lost_the_data_from_before_lies_beside(folder: Path, copy: Path) -> None:
    before = seq_of(folder)

    replaced = restore(copy, folder, LATER_MS).replaced

    assert replaced is not None
    aside = folder.parent / "aside"
    shutil.copytree(folder / "keys", aside / "keys")
    shutil.copytree(replaced, aside / "database")
    assert seq_of(aside) == before


def test_restoring_twice_opens_two_epochs_and_keeps_both_old_homes(folder: Path, copy: Path) -> None:
    first = restore(copy, folder, LATER_MS)
    second = restore(copy, folder, LATER_MS)

    assert first.seq == second.seq
    assert first.epoch != second.epoch
    assert first.replaced != second.replaced
    assert verify(folder).sound


def test_a_backup_is_restored_on_a_new_machine_that_has_the_keys(
    folder: Path, copy: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    shutil.copytree(folder / "keys", new / "keys")

    restored = restore(copy, new, LATER_MS)

    assert restored.replaced is None
    assert seq_of(new) == restored.seq


def test_a_backup_is_restored_over_a_damaged_database(folder: Path, copy: Path) -> None:
    (folder / "database" / "branch.db").write_bytes(b"ruined")

    restore(copy, folder, LATER_MS)

    assert verify(folder).sound


def test_a_restore_waits_for_the_service_to_be_stopped(folder: Path, copy: Path) -> None:
    with Store.open(folder), pytest.raises(StoreProblem) as caught:
        restore(copy, folder, LATER_MS)

    assert caught.value.code == "locked"


@pytest.mark.parametrize(
    "kind", ["missing", "garbage", "whole pages", "archive", "empty", "other branch", "altered", "no keys"]
)
def test_a_backup_that_is_no_good_changes_nothing(
    folder: Path, copy: Path, tmp_path: Path, kind: str
) -> None:
    before = seq_of(folder)
    expected = spoil(copy, folder, tmp_path, kind)

    with pytest.raises(StoreProblem) as caught:
        restore(copy, folder, LATER_MS)

    if kind == "no keys":
        (tmp_path / "keys").rename(folder / "keys")
    assert caught.value.code == expected
    assert "kiosk restore" not in str(caught.value)
    assert seq_of(folder) == before
    assert not list(folder.glob("database.replaced*"))


def spoil(copy: Path, folder: Path, tmp_path: Path, kind: str) -> str:
    """Make a backup useless, and return the code it must be refused with."""
    match kind:
        case "missing":
            copy.unlink()
        case "garbage" | "whole pages" | "archive" | "empty":
            copy.write_bytes(NO_BACKUPS[kind])
            return "no_backup"
        case "other branch":
            with Store.open(tmp_path / "other") as other:
                write_down(other, two_days(9).recorded)
            backup(tmp_path / "other", tmp_path / "other backup")
            next((tmp_path / "other backup").iterdir()).replace(copy)
            return "other_backup"
        case "altered":
            altered = tmp_path / "altered"
            shutil.copytree(folder, altered)
            with Store.open(altered) as store, store.write() as conn:
                conn.execute("UPDATE visit SET care = 'vip' WHERE number = 1")
            backup(altered, tmp_path / "altered backup").replace(copy)
        case _:
            (folder / "keys").rename(tmp_path / "keys")
            return "key_missing"
    return "bad_backup"


def test_a_backup_with_one_damaged_page_is_refused_whichever_it_is(folder: Path, copy: Path) -> None:
    contents, codes = copy.read_bytes(), []
    for at in range(1_000, len(contents), 4_096):
        copy.write_bytes(contents[:at] + bytes([contents[at] ^ 1]) + contents[at + 1 :])
        with pytest.raises(StoreProblem) as caught:
            restore(copy, folder, LATER_MS)
        codes.append(caught.value.code)

    assert codes == ["other_backup", *["bad_backup"] * (len(codes) - 1)]
    assert len(codes) > 20
    assert not list(folder.glob("database.replaced*"))


def test_a_backup_without_a_fact_is_refused(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    shutil.copytree(folder / "keys", empty / "keys")
    Store.open(empty).close()

    with pytest.raises(StoreProblem, match="no facts"):
        restore(backup(empty, tmp_path), folder, LATER_MS)


@pytest.mark.slow
def test_a_restore_killed_at_any_line_leaves_old_or_new(folder: Path, copy: Path, tmp_path: Path) -> None:
    old = seq_of(folder)
    new = old - NEWER + 1
    folders = (tmp_path / "runs" / str(n) for n in range(1_000))

    def begin() -> tuple[Path, Path, int]:
        return copy, shutil.copytree(folder, next(folders)), LATER_MS

    found: list[int] = []
    for _, killed, _ in killed_at_each_line((restore_module, files_module, disk_module), restore, begin):
        # Every other folder is looked at by a tool first, which must find the same as the service would.
        report = verify(killed) if len(found) % 2 else None
        found.append(seq_of(killed))
        assert report is None or (report.sound and report.seq == found[-1])

    assert set(found) == {old, new}
    assert found == sorted(found, reverse=True), "once new, it stays new"
    assert found[-1] == new


def test_a_restore_that_was_killed_can_be_done_again(folder: Path, copy: Path) -> None:
    (folder / "database.preparing").mkdir()
    (folder / "database.preparing" / "branch.db").write_bytes(b"half a copy")
    shutil.copytree(folder / "database", folder / "database.restored")

    restore(copy, folder, LATER_MS)

    assert verify(folder).sound
    assert not (folder / "database.preparing").exists()
    assert not (folder / "database.restored").exists()
