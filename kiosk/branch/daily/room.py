"""Room on the disk: the second place for backups, and what may go when the disk fills. Never the journal."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from kiosk.branch.daily.backup_files import KEPT, backup_files, file_of, prune
from kiosk.branch.daily.places import Keeping, Places
from kiosk.records.database.disk import ReadsOtherwise, copy_anew
from kiosk.records.database.problems import StoreProblem, naming_problems

log = structlog.get_logger()

_MIB: Final = 1 << 20
LEAST_BACKUPS: Final = 2
"""So many business dates keep their backup however full the disk is."""
_LEAST_REPORTS: Final = 31
"""So many of the newest reports stay."""


def copy_to_second(newest: Path, second: Path, dates: int = KEPT) -> Path:
    """Copy a backup to a second place, which must be there, read it back from the medium, and let superseded ones go.

    Raises:
        StoreProblem: `no_folder`, `disk_full` and the like, or `damaged`: what was read back is not what was written. What
            was there before is untouched.
    """
    if not second.is_dir():
        # Never made here: a stick that is not plugged in must not become a folder on the system disk.
        raise StoreProblem("no_folder", second / newest.name, "it is not there")
    target = second / newest.name
    with naming_problems(second):
        for abandoned in _drafts_of_same_branch(newest, second):
            abandoned.unlink()
        try:
            with newest.open("rb") as source:
                copy_anew(source, target)
        except ReadsOtherwise as other:
            raise StoreProblem("damaged", target, str(other)) from other
        prune(second, target, dates)
    return target


def _drafts_of_same_branch(newest: Path, second: Path) -> Iterator[Path]:
    """Give what was left half copied; on a share another branch may be copying just now."""
    made = file_of(newest.name)
    for draft in second.glob("*.kiosk-backup.draft"):
        found = file_of(draft.name.removesuffix(".draft"))
        if made is not None and found is not None and found.branch == made.branch:
            yield draft


class SecondPlace:
    """Takes each backup to the second place, in a thread that nobody waits for: a share that is gone may hang for ever."""

    def __init__(self, keeping: Keeping) -> None:
        """Copy to where `keeping` says; nowhere, if it names no second place."""
        self._keeping = keeping
        self._thread: threading.Thread | None = None

    def take(self, newest: Path) -> None:
        """Begin to copy a backup, unless one is still on its way. The branch has its backup all the same if that fails."""
        if self._keeping.second is None:
            return
        if self._thread is not None and self._thread.is_alive():
            log.warning("no_second_backup", code="still_copying")
            return
        self._thread = threading.Thread(target=self._copy, args=(newest,), name="second-backup", daemon=True)
        self._thread.start()

    def wait(self, timeout_s: float) -> None:
        """Wait until nothing is on its way, for so long at most."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _copy(self, newest: Path) -> None:
        if self._keeping.second is None:
            return
        try:
            copy_to_second(newest, self._keeping.second, self._keeping.dates)
        except StoreProblem as problem:
            log.warning("no_second_backup", code=problem.code)
        else:
            log.info("second_backup_made")


@dataclass(frozen=True, slots=True)
class Made:
    """What went to make room, by kind."""

    backups: int = 0
    reports: int = 0
    logs: int = 0


def make_room(places: Places, branch: str) -> Made:
    """Delete the oldest of what can be had again or matters least, one by one, until enough of the disk is free.

    Backups of `branch`, a prefix as in `backup_files`, go first, down to `LEAST_BACKUPS` business dates; a folder may hold
    those of other branches. Then packed logs, then reports, which `kiosk summary` makes again while the journal has their
    day. Only what lies on a disk that is short goes. Blocks a little; never on the event loop.
    """
    least = places.keeping.free_mb * _MIB
    gone = {
        "backups": _until_free(places.backups, least, _old_backups(places.backups, branch)),
        "logs": _until_free(places.keeping.logs, least, _old_logs(places.keeping.logs)),
        "reports": _until_free(places.reports, least, _old_reports(places.reports)),
    }
    if any(gone.values()):
        log.warning("room_made", **gone)
    return Made(**gone)


def _until_free(folder: Path | None, least: int, old: Iterator[Path]) -> int:
    gone = 0
    with contextlib.suppress(OSError):
        while folder is not None and shutil.disk_usage(folder).free < least and (path := next(old, None)):
            gone += _drop(path)
    return gone


def _old_backups(folder: Path, branch: str) -> Iterator[Path]:
    files = backup_files(folder, branch)
    stay = list({file.date: file for file in files}.values())[-LEAST_BACKUPS:]
    # A clock that was wrong may have dated backups years ahead: what holds the most facts stays, whatever its date.
    stay += sorted(files, key=lambda file: file.seq)[-1:]
    return (folder / file.name for file in files if file not in stay)


def _old_logs(folder: Path | None) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.jsonl.gz"), key=_age) if folder is not None else ())


def _old_reports(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.pdf"), key=_age)[:-_LEAST_REPORTS])


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _drop(path: Path) -> bool:
    try:
        path.unlink()
    except OSError as error:
        log.warning("old_file_not_deleted", reason=type(error).__name__)
        return False
    return True
