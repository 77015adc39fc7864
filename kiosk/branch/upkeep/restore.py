"""`kiosk restore`: a backup takes the place of the present data, whole or not at all, and opens a new epoch.

A new home is made beside the old one, checked and finished. Then two renames: the old home aside, the new one in. Killed
before the first the old data is in place; killed between the two, the next start or tool does the second (`finish_restore`).
"""

import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from kiosk.branch.database.files import BranchFiles, finish_restore
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.schema import is_current, migrate, refuse_newer
from kiosk.branch.upkeep.examine import examine
from kiosk.domain.facts import EpochStarted
from kiosk.records.connection import Connection
from kiosk.records.database.connect import SETTINGS, connect, database, set_up
from kiosk.records.database.disk import move_folder, sync
from kiosk.records.database.ids import Ids
from kiosk.records.database.keys import load_keys
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import Code, StoreProblem, naming_problems

_PAGE: Final = 4_096
"""Bytes of a page of SQLCipher 4, all of which is encrypted."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the new epoch (hex) and the seq it starts at."""

    epoch: str
    seq: int
    replaced: Path | None
    """Where the data from before lies; None: there was none."""


def restore(backup_file: Path, folder: Path, now_ms: int | None = None) -> Restored:
    """Put a backup in the place of the present data of `folder`, whose keys must be there; nothing is deleted.

    `now_ms` is the wall clock in UTC ms. The service must be down.

    Raises:
        StoreProblem: `locked` by a service; `no_backup`, `other_backup`, `bad_backup`, `newer_database`: not that file; or
            the disk. The present data is untouched.
    """
    now_ms = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    files = BranchFiles(folder)
    with naming_problems(folder), FolderLock(files.lock):
        finish_restore(files)
        epoch, seq = _prepare(files, backup_file, now_ms)
        return Restored(epoch, seq, _swap(files, now_ms))


def _prepare(files: BranchFiles, backup_file: Path, now_ms: int) -> tuple[str, int]:
    """Make the new home complete: copied, checked, in its new epoch, and on the disk. Return epoch and seq."""
    key = load_keys(files.keys).database
    if not backup_file.is_file():
        raise StoreProblem("bad_backup", backup_file, "no such file")
    with _blaming(backup_file):
        if backup_file.stat().st_size == 0:  # to SQLite an empty file is an empty database
            raise StoreProblem("no_backup", backup_file)
        connect(backup_file, key, read_only=True).close()
    for leftover in (files.preparing, files.restored):
        shutil.rmtree(leftover, ignore_errors=True)
    files.preparing.mkdir(mode=0o700)
    draft = files.preparing / files.database.name
    shutil.copyfile(backup_file, draft)
    draft.chmod(0o600)
    with _blaming(backup_file):
        conn = connect(draft, key)
        try:
            opened = _make_ours(conn, backup_file, now_ms)
        finally:
            conn.close()
    sync(draft)
    sync(files.preparing)
    move_folder(files.preparing, files.restored)
    return opened


@contextmanager
def _blaming(backup_file: Path) -> Iterator[None]:
    """Say of damage met in the block that the backup is no good, and of a key that does not fit what file this is."""
    try:
        yield
    except StoreProblem as problem:
        if problem.code == "damaged":
            raise StoreProblem("bad_backup", backup_file, problem.detail) from problem
        if problem.code == "wrong_key":
            code: Code = "other_backup" if _is_encrypted(backup_file) else "no_backup"
            raise StoreProblem(code, backup_file) from problem
        raise


def _is_encrypted(file: Path) -> bool:
    """Tell whether a file may be a database under a key that we lack: whole pages, and noise, which nothing compresses."""
    with file.open("rb") as opened:
        first = opened.read(_PAGE)
    return file.stat().st_size % _PAGE == 0 and len(zlib.compress(first)) > len(first)


def _make_ours(conn: Connection, backup_file: Path, now_ms: int) -> tuple[str, int]:
    """Check the copy of the backup, then let a new epoch begin in it."""
    db = database(conn)
    refuse_newer(db, backup_file)
    set_up(conn, SETTINGS, backup_file)
    if not is_current(db):
        migrate(db)
    report = examine(conn)
    if report.findings:
        raise StoreProblem("bad_backup", backup_file, report.findings[0].words("en"))
    return _open_epoch(conn, backup_file, now_ms)


def _open_epoch(conn: Connection, backup_file: Path, now_ms: int) -> tuple[str, int]:
    """Append `epoch_started`: headquarters must see that facts behind this point may be lost (protocol.md)."""
    journal = Journal(conn)
    head, newest = journal.head, journal.newest
    old = next(iter(journal.after(head.epoch_seq - 1, 1)), None)
    if newest is None or old is None or not isinstance(old.fact, EpochStarted):
        raise StoreProblem("bad_backup", backup_file, "it holds no facts")
    fact = EpochStarted(
        head.branch, "restored", old.fact.demonstration, head.epoch, head.seq, head.hash.hex()
    )
    at_ms = max(now_ms, newest.at_ms)  # service time never goes back
    conn.execute("BEGIN IMMEDIATE")
    epoch = journal.begin_epoch()
    journal.append(
        [fact], ids=[Ids().new(at_ms)], date=newest.date, at_ms=at_ms, actor="system", device="restore"
    )
    conn.execute("COMMIT")
    return epoch, head.seq + 1


def _swap(files: BranchFiles, now_ms: int) -> Path | None:
    """Move the present home aside and the new one in; return where the old one is."""
    aside = None
    if files.home.exists():
        aside = _free_name(files, now_ms)
        move_folder(files.home, aside)
    finish_restore(files)
    return aside


def _free_name(files: BranchFiles, now_ms: int) -> Path:
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now_ms / 1000))
    names = (files.folder / f"database.replaced-{moment}-{n}" for n in count(1))
    return next(path for path in names if not path.exists())
