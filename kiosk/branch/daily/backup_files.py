"""The backups that pile up by themselves: which there are, and which have been superseded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger()

KEPT: Final = 14
"""Of so many business dates, the newest that have one, the last backup is kept, unless the settings say another number."""
MONTHS: Final = 12
"""Of so many months the last backup is kept."""
_NAME: Final = re.compile(r"(?P<branch>[\w-]+)_(?P<date>\d{4}-\d{2}-\d{2})_(?P<seq>\d{9,})\.kiosk-backup")


@dataclass(frozen=True, slots=True, order=True)
class BackupFile:
    """A backup as its name tells of it: business date (ISO), the seq of its last fact, and the branch's file prefix."""

    date: str
    seq: int
    name: str
    branch: str


def backup_files(folder: Path, branch: str = "") -> list[BackupFile]:
    """Return the backups in a folder, oldest first; a folder that is not there has none. OSError if it cannot be read.

    `branch` is the file prefix of a branch (`kiosk.branch.upkeep.backup.file_prefix`); empty: those of any.
    """
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    found = (file for name in names if (file := file_of(name)))
    return sorted(file for file in found if branch in {"", file.branch})


def file_of(name: str) -> BackupFile | None:
    """Return what the name of a file tells of a backup; None: it is none of ours."""
    found = _NAME.fullmatch(name)
    return BackupFile(found["date"], int(found["seq"]), name, found["branch"]) if found else None


def superseded(files: Sequence[BackupFile], dates: int = KEPT) -> list[BackupFile]:
    """Return the backups of a branch that nobody needs any more.

    Needed are the last of each of the newest `dates` business dates that have any, and of each of `MONTHS` months:
    however many are made of one date, they cost no other date its own.
    """
    last_of_date = {file.date: file for file in sorted(files)}
    last_of_month = {file.date[:7]: file for file in sorted(files)}
    kept = {*list(last_of_date.values())[-dates:], *list(last_of_month.values())[-MONTHS:]}
    return [file for file in sorted(files) if file not in kept]


def prune(folder: Path, newest: Path, dates: int = KEPT) -> None:
    """Delete superseded backups of the branch whose backup `newest` is; never that one. What cannot go, stays."""
    made = file_of(newest.name)
    for file in superseded(backup_files(folder, made.branch), dates) if made else ():
        if file.name != newest.name:
            try:
                (folder / file.name).unlink()
            except OSError as error:
                log.warning("old_backup_not_deleted", name=file.name, reason=str(error))
