"""A second place for backups, and what goes first when the disk fills: never the journal, never the newest."""

from __future__ import annotations

import os
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from kiosk.branch.daily.backup_files import backup_files
from kiosk.branch.daily.places import Keeping, Places
from kiosk.branch.daily.room import Made, SecondPlace, copy_to_second, make_room
from kiosk.records.database.problems import StoreProblem

if TYPE_CHECKING:
    from pathlib import Path

MIB: Final = 1 << 20


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Return a data folder with thirty days of everything."""
    for name in ("backups", "reports", "logs", "database"):
        (tmp_path / name).mkdir()
    for n in range(40):
        day = date(2026, 9, 1) + timedelta(n)
        for path in (
            tmp_path / "backups" / f"demo_{day}_{n + 1:09d}.kiosk-backup",
            tmp_path / "reports" / f"{day}.pdf",
            tmp_path / "logs" / f"branch-{n:02}.jsonl.gz",
        ):
            path.write_bytes(b"x")
            os.utime(path, (n, n))
    (tmp_path / "database" / "branch.db").write_bytes(b"x")
    keeping = Keeping(free_mb=100, logs=tmp_path / "logs")
    return Places(tmp_path, tmp_path / "reports", tmp_path / "backups", keeping)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let a disk say that it is short for as many more looks as stand in the list."""
    looks = [0]

    def usage(_: Path) -> Usage:
        looks[0] -= 1
        return Usage(1 << 30, 0, 50 * MIB if looks[0] >= 0 else 200 * MIB)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    return looks


def test_nothing_goes_while_there_is_room(places: Places, short: list[int]) -> None:
    short[0] = 0

    assert make_room(places, "demo") == Made()


def test_the_oldest_backups_go_first_and_only_as_many_as_needed(places: Places, short: list[int]) -> None:
    short[0] = 5

    made = make_room(places, "demo")

    assert made == Made(backups=5)
    assert backup_files(places.backups)[0].date == "2026-09-06"


def test_on_a_full_disk_the_newest_backups_and_reports_and_the_journal_stay(
    places: Places, short: list[int]
) -> None:
    short[0] = 1_000_000

    make_room(places, "demo")

    assert [file.date for file in backup_files(places.backups)] == ["2026-10-09", "2026-10-10"]
    assert len(list(places.reports.iterdir())) == 31
    assert (places.reports / "2026-10-10.pdf").exists()
    assert (places.data / "database" / "branch.db").exists()
    assert not list((places.data / "logs").iterdir())


def test_backups_of_other_branches_in_the_folder_and_the_one_with_most_facts_stay(
    places: Places, short: list[int]
) -> None:
    others = {"west_2026-09-01_000000001.kiosk-backup", "demo_2_2026-09-01_000000001.kiosk-backup"}
    # The clock was years ahead for two days, and was put right.
    ahead = {"demo_2036-01-01_000000003.kiosk-backup", "demo_2036-01-02_000000004.kiosk-backup"}
    for name in others | ahead:
        (places.backups / name).write_bytes(b"x")
    short[0] = 1_000_000

    make_room(places, "demo")

    stayed = {path.name for path in places.backups.iterdir()}
    assert stayed == {*others, *ahead, "demo_2026-10-10_000000040.kiosk-backup"}


def test_a_second_place_gets_a_copy_and_lets_old_ones_go(places: Places, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()

    for file in backup_files(places.backups)[-5:]:
        copy_to_second(places.backups / file.name, second, dates=2)

    assert [file.date for file in backup_files(second)] == ["2026-10-09", "2026-10-10"]
    assert {path.suffix for path in second.iterdir()} == {".kiosk-backup"}


def test_a_stick_that_is_not_there_is_not_made(places: Places, tmp_path: Path) -> None:
    newest = places.backups / backup_files(places.backups)[-1].name

    with pytest.raises(StoreProblem) as told:
        copy_to_second(newest, tmp_path / "stick")

    assert told.value.code == "no_folder"
    assert not (tmp_path / "stick").exists()


def test_a_copy_that_reads_back_as_something_else_is_no_copy(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    newest = places.backups / backup_files(places.backups)[-1].name
    monkeypatch.setattr(shutil, "copyfileobj", lambda _source, target, _piece: target.write(b"y"))

    with pytest.raises(StoreProblem) as told:
        copy_to_second(newest, second)

    assert told.value.code == "damaged"
    assert not list(second.iterdir())


def test_a_backup_goes_to_the_second_place_in_a_thread_of_its_own(places: Places, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    (second / "demo_2026-10-01_000000001.kiosk-backup.draft").write_bytes(b"half a copy")
    others = second / "west_2026-10-10_000000001.kiosk-backup.draft"
    others.write_bytes(b"another branch is copying")
    newest = places.backups / backup_files(places.backups)[-1].name
    taking = SecondPlace(Keeping(second=second))

    taking.take(newest)
    taking.wait(60)

    assert {path.name for path in second.iterdir()} == {newest.name, others.name}
