"""A purge killed at any of its lines, and one that the disk does not let finish: done at the next glance, told once."""

from __future__ import annotations

import shutil
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.daily.due import GRACE_MS
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.vault import keys, purge
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Issued
from kiosk.records.database.problems import StoreProblem
from tests.faults.harness import DAY_MS, LONG, NINE_ON_A_MONDAY, Reception, Time, reception
from tests.killing import killed_at_each_line

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("F3")

STRIDE = 1 if LONG else 5
"""Killed at every so manieth line; `packaging/faults` takes every one."""
DATE = "2026-11-02"
AFTER_MS = NINE_ON_A_MONDAY + 9 * DAY_MS
PURGED = {
    f.PersonalDataPurged(DATE, "contact", 1),
    f.PersonalDataPurged(DATE, "words", 1),
    f.PersonalDataPurged(DATE, "care", 1),
}


@pytest.fixture
def overdue(tmp_path: Path) -> Path:
    """The data of a branch nine days after it kept a record of each class, with nobody having looked since."""
    with reception(tmp_path / "data") as room:
        issued = room.ask(r.IssueTicket("deposit", care_needs=("elderly",)))
        assert isinstance(issued, Issued)
        kept = r.KeepRecord(issued.visit, "王女士", "13912345678", words="想开户", consent="2026-11")
        assert isinstance(room.ask(kept), Done)
        for _ in range(9):
            room.time.pass_by(DAY_MS)
            room.desk.keep_day()
    return tmp_path / "data"


def purge_contacts(folder: Path) -> None:
    """Start the branch nine days later and purge one class."""
    with reception(folder, Time(AFTER_MS)) as room:
        purge.purge(room.desk, DATE, "contact")


def _purge(room: Reception) -> None:
    now = purge.due(room.desk, room.desk.now_ms() - GRACE_MS)
    for date in now.to_count:
        purge.count_care(room.desk, date)
    for date, of in now.to_purge:
        purge.purge(room.desk, date, of)


def _assert_done(room: Reception) -> None:
    assert Counter(room.happened(f.PersonalDataPurged)) == Counter(PURGED)
    assert len(room.happened(f.CareNeedsCounted)) == 1
    assert room.desk.vault.there() == []
    assert list((room.store.files.keys / "vault").iterdir()) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_purge_killed_at_any_line_is_done_at_the_next_glance_with_one_fact_each(
    overdue: Path, tmp_path: Path
) -> None:
    number = count()

    def copy() -> tuple[Path]:
        target = tmp_path / f"copy-{next(number)}"
        shutil.copytree(overdue, target)
        return (target,)

    for (folder,) in killed_at_each_line((keys, purge), purge_contacts, copy, STRIDE):
        with reception(folder, Time(AFTER_MS)) as room:
            _purge(room)
            _assert_done(room)
        shutil.rmtree(folder)
    assert next(number) > 1


def test_a_purge_whose_fact_finds_no_room_is_told_later(
    overdue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reception(overdue, Time(AFTER_MS)) as room:
        with monkeypatch.context() as patch:
            patch.setattr(room.desk, "handle", _full)
            with pytest.raises(StoreProblem):
                purge.purge(room.desk, DATE, "contact")
        assert room.happened(f.PersonalDataPurged) == []
        assert not (room.store.files.keys / "vault" / f"{DATE}.contact.key").exists()

        _purge(room)

        _assert_done(room)
    assert verify(overdue).sound


def test_a_key_that_cannot_be_deleted_is_used_no_more_and_keeps_its_records_due(
    overdue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reception(overdue, Time(AFTER_MS)) as room:
        (kept,) = room.desk.vault.find("5678")
        with monkeypatch.context() as patch:
            patch.setattr(type(overdue), "unlink", _read_only)
            with pytest.raises(StoreProblem):
                purge.purge(room.desk, DATE, "contact")

        assert room.desk.vault.open(kept.record) is None
        assert (DATE, "contact") in purge.due(room.desk, room.desk.now_ms()).to_purge
        _purge(room)
        _assert_done(room)


def _full(*_: object) -> None:
    raise StoreProblem("disk_full", None)  # type: ignore[arg-type] # nobody asks where


def _read_only(*_: object, **__: object) -> None:
    raise PermissionError(30, "read-only file system")
