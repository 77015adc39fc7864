"""A copy of an open database, checked before it gets its name: for backups, and before a migration."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.records.connection import Connection
from kiosk.records.database.connect import connect
from kiosk.records.database.disk import sync
from kiosk.records.database.problems import StoreProblem, naming_problems

_ABANDONED_S = 24 * 3600.0
"""A draft nobody wrote to for this long belongs to a copy that was killed."""


def write_copy(conn: Connection, key: bytes, folder: Path, name: Callable[[Connection], str]) -> Path:
    """Copy the database of `conn` as it stands now into `folder`, under the same key; return the file.

    Others may read and write meanwhile; `conn` must not be in a transaction. Every page of the copy is checked, then
    `name` is given the open copy: it returns the file's name, or raises because the copy is no good. An older file of
    that name is replaced. Other processes may make copies in the same folder meanwhile.

    Raises:
        StoreProblem: `disk_full`, `read_only` and the like, or `damaged` when the copy does not hold.
    """
    draft = folder / f"copy-{os.getpid()}.draft"
    with naming_problems(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        _drop_abandoned(folder)
        try:
            conn.execute("VACUUM INTO ?", (str(draft),))
            draft.chmod(0o600)
            sync(draft)
            target = folder / _checked(draft, key, name)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        sync(folder)
    return target


def _drop_abandoned(folder: Path) -> None:
    for draft in folder.glob("copy-*.draft"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > _ABANDONED_S:
                draft.unlink()


def _checked(draft: Path, key: bytes, name: Callable[[Connection], str]) -> str:
    copy = connect(draft, key, read_only=True)
    try:
        faults = page_faults(copy)
        if faults:
            raise StoreProblem("damaged", draft, faults[0])
        return name(copy)
    finally:
        copy.close()


def page_faults(conn: Connection) -> list[str]:
    """Return what is wrong with the pages of a database (each carries a keyed hash), else with its structure."""
    pages = [str(row[0]) for row in conn.execute("PRAGMA cipher_integrity_check")]
    if pages:
        return pages
    structure = [str(row[0]) for row in conn.execute("PRAGMA integrity_check")]
    return [] if structure == ["ok"] else structure
