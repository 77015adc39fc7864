"""Which backups stay: one of each of the last dates, one of each month, and whatever is not ours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.branch.daily.backup_files import backup_files, prune, superseded

if TYPE_CHECKING:
    from pathlib import Path


def put(folder: Path, days: int) -> list[Path]:
    """Put a backup of every day into a folder."""
    made = []
    for n in range(days):
        path = folder / f"demo_{date(2025, 6, 1) + timedelta(n)}_{100 * (n + 1):09d}.kiosk-backup"
        path.write_bytes(b"")
        made.append(path)
    return made


def test_the_last_fortnight_and_one_of_each_month_are_kept(tmp_path: Path) -> None:
    made = put(tmp_path, 500)

    prune(tmp_path, made[-1])

    left = [file.date for file in backup_files(tmp_path)]
    assert left[-14:] == [str(date(2025, 6, 1) + timedelta(n)) for n in range(486, 500)]
    # Twelve months end with October: eleven more, and the last of September is among the newest anyway.
    assert left[:-14] == [
        *("2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"),
        *("2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31"),
    ]


def test_a_few_backups_are_all_kept(tmp_path: Path) -> None:
    put(tmp_path, 14)

    assert superseded(backup_files(tmp_path)) == []


def test_the_backup_just_made_is_never_deleted_though_its_date_is_old(tmp_path: Path) -> None:
    made = put(tmp_path, 60)

    prune(tmp_path, made[0])

    assert made[0].exists()
    assert not made[1].exists()


def test_what_the_program_did_not_name_is_not_its_to_delete(tmp_path: Path) -> None:
    made = put(tmp_path, 60)
    others = [
        tmp_path / name
        for name in (
            "before-migration-from-1.0.kiosk-backup",
            "demo_2025-01-01_000000001.kiosk-backup.txt",
            "my_2025-01-01_copy.kiosk-backup",
        )
    ]
    for other in others:
        other.write_bytes(b"")

    prune(tmp_path, made[-1])

    assert all(other.exists() for other in others)


def test_backups_made_again_and_again_of_one_date_cost_no_earlier_date_its_own(tmp_path: Path) -> None:
    made = put(tmp_path, 14)
    again = [tmp_path / f"demo_2025-06-14_{1400 + n:09d}.kiosk-backup" for n in range(1, 30)]
    for path in again:
        path.write_bytes(b"")

    prune(tmp_path, again[-1])

    assert {file.name for file in backup_files(tmp_path)} == {path.name for path in (*made[:-1], again[-1])}


def test_backups_of_another_branch_in_the_folder_are_neither_counted_nor_deleted(tmp_path: Path) -> None:
    made = put(tmp_path, 60)
    others = [path.with_name(path.name.replace("demo_", "other-02_")) for path in made]
    later = tmp_path / "other-02_2026-01-01_000009999.kiosk-backup"
    for path in (*others, later):
        path.write_bytes(b"")

    prune(tmp_path, made[-1])

    assert all(path.exists() for path in (*others, later))
    assert [file.date for file in backup_files(tmp_path, "demo")][-14:] == [
        path.name[5:15] for path in made[-14:]
    ]


def test_a_folder_that_is_not_there_holds_no_backups(tmp_path: Path) -> None:
    assert backup_files(tmp_path / "no") == []
