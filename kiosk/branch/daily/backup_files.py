"""The backups that pile up by themselves: which there are, and which have been superseded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger()

KEPT: Final = 14
"""The newest backups, all of them kept."""
MONTHS: Final = 12
"""Of so many months the last backup is kept."""
_NAME: Final = re.compile(r"[\w-]+_(?P<date>\d{4}-\d{2}-\d{2})_(?P<seq>\d{9,})\.kiosk-backup")


@dataclass(frozen=True, slots=True, order=True)
class BackupFile:
    """A backup as its name tells of it: business date (ISO) and the seq of its last fact."""

    date: str
    seq: int
    name: str


def backup_files(folder: Path) -> list[BackupFile]:
    """Return the backups in a folder, oldest first; a folder that is not there has none. OSError if it cannot be read."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    matches = ((name, _NAME.fullmatch(name)) for name in names)
    return sorted(BackupFile(found["date"], int(found["seq"]), name) for name, found in matches if found)


def superseded(files: Sequence[BackupFile]) -> list[BackupFile]:
    """Return the backups nobody needs any more: not among the newest `KEPT`, nor the last of one of `MONTHS` months."""
    last_of_month = {file.date[:7]: file for file in sorted(files)}
    monthly = [last_of_month[month] for month in sorted(last_of_month)[-MONTHS:]]
    kept = {*sorted(files)[-KEPT:], *monthly}
    return [file for file in sorted(files) if file not in kept]


def prune(folder: Path, newest: Path) -> None:
    """Delete superseded backups, never `newest`, nor any file whose name is not a backup's. What cannot go, stays."""
    for file in superseded(backup_files(folder)):
        if file.name != newest.name:
            try:
                (folder / file.name).unlink()
            except OSError as error:
                log.warning("old_backup_not_deleted", name=file.name, reason=str(error))
