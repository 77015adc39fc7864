"""The store: one encrypted SQLite file, opened by one process, written by one connection on one thread.

sqlite-utils makes the tables, migrates and queries them; what runs while a customer waits is constant SQL on the bare
connection, because sqlite-utils' `insert` reads the schema again on every call.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import sqlcipher3

from kiosk.branch.database.files import BranchFiles, finish_restore
from kiosk.branch.database.schema import is_current, migrate, refuse_newer, version_of
from kiosk.records.database.connect import (
    BIRTH_SETTINGS,
    READ_ONLY_SETTINGS,
    SETTINGS,
    connect,
    database,
    set_up,
)
from kiosk.records.database.copy import write_copy
from kiosk.records.database.disk import move_folder, sync
from kiosk.records.database.keys import Keys, load_keys, make_keys
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import StoreProblem, naming_problems

if TYPE_CHECKING:
    from kiosk.records.connection import Connection


class Store:
    """The open store of a branch. Use it on the thread that opened it; `read_only` may be called from any thread."""

    def __init__(self, files: BranchFiles, keys: Keys, lock: FolderLock, conn: Connection) -> None:
        """Take over what `open` made."""
        self.files, self.keys, self.conn = files, keys, conn
        self._lock = lock

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the store in a data folder, making keys and database at the first start.

        Raises:
            StoreProblem: it cannot be used; the code says why and the words what to do. Nothing stays locked.
        """
        files = BranchFiles(folder)
        with naming_problems(files.database):
            lock = FolderLock(files.lock)
            try:
                keys = _keys_and_home(files)
                return cls(files, keys, lock, _open_home(files, keys))
            except BaseException:
                lock.release()
                raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run the block in one transaction: durable on the disk when the block has been left, or nothing of it at all.

        BEGIN IMMEDIATE, because 900 of 1,200 deferred read-then-write transactions failed (design.md, Store).

        Raises:
            StoreProblem: the disk is full or failing, or the database damaged. Nothing was written.
        """
        with naming_problems(self.files.database):
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.conn
                self.conn.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        """Drop the open transaction, if a full disk has not ended it already."""
        if self.conn.in_transaction:
            with suppress(sqlcipher3.Error):
                self.conn.execute("ROLLBACK")

    def checkpoint(self) -> bool:
        """Move the write-ahead log into the database and cut it to nothing; tell whether that was done.

        Whoever reads or writes elsewhere postpones it: it never waits, for this is the thread that serves.
        """
        with naming_problems(self.files.database):
            self.conn.execute("PRAGMA busy_timeout = 0").fetchall()
            try:
                row = self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                patience = [setting for setting in SETTINGS if setting[0] == "busy_timeout"]
                set_up(self.conn, patience, self.files.database)
        return row is not None and row[0] == 0

    def read_only(self) -> Connection:
        """Open another connection, for the calling thread, that sees what is committed and writes nothing."""
        return _open_read_only(self.files, self.keys)

    def close(self) -> None:
        """Close the connection and let the folder go. Idempotent."""
        self.conn.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def reading(folder: Path) -> Iterator[tuple[BranchFiles, Keys, Connection]]:
    """Give a tool a read-only connection, whether the service runs or not.

    Raises:
        StoreProblem: there is no database, or it cannot be read.
    """
    files = BranchFiles(folder)
    if not files.home.exists() and files.restored.exists():
        with FolderLock(files.lock):
            finish_restore(files)
    if not files.home.exists():
        raise StoreProblem("no_database", folder)
    keys = load_keys(files.keys)
    conn = _open_read_only(files, keys)
    try:
        with naming_problems(files.database):
            yield files, keys, conn
    finally:
        conn.close()


def _keys_and_home(files: BranchFiles) -> Keys:
    finish_restore(files)
    if files.home.exists():
        return load_keys(files.keys)
    keys = make_keys(files.keys)
    _give_birth(files, keys)
    return keys


def _give_birth(files: BranchFiles, keys: Keys) -> None:
    """Make an empty database under another name and move it in whole: there is never half a database."""
    shutil.rmtree(files.preparing, ignore_errors=True)
    files.preparing.mkdir(mode=0o700)
    draft = files.preparing / files.database.name
    conn = connect(draft, keys.database)
    draft.chmod(0o600)
    try:
        set_up(conn, BIRTH_SETTINGS, draft)
        migrate(database(conn))
    finally:
        conn.close()
    sync(draft)
    sync(files.preparing)
    move_folder(files.preparing, files.home)


def _open_home(files: BranchFiles, keys: Keys) -> Connection:
    _refuse_empty(files.database)
    conn = connect(files.database, keys.database)
    try:
        set_up(conn, SETTINGS, files.database)
        _bring_up_to_date(conn, files, keys)
    except BaseException:
        conn.close()
        raise
    return conn


def _open_read_only(files: BranchFiles, keys: Keys) -> Connection:
    _refuse_empty(files.database)
    conn = connect(files.database, keys.database, read_only=True)
    try:
        set_up(conn, READ_ONLY_SETTINGS, files.database)
        refuse_newer(database(conn), files.database)
    except BaseException:
        conn.close()
        raise
    return conn


def _refuse_empty(path: Path) -> None:
    """SQLite would take an empty or missing file for a new database; here it is one that lost its contents."""
    if not path.exists() or path.stat().st_size == 0:
        raise StoreProblem("damaged", path, "the file is empty or missing")


def _bring_up_to_date(conn: Connection, files: BranchFiles, keys: Keys) -> None:
    db = database(conn)
    refuse_newer(db, files.database)
    if not is_current(db):
        major, minor = version_of(db)
        name = f"before-migration-from-{major}.{minor}.kiosk-backup"
        write_copy(conn, keys.database, files.backups, lambda _: name)
        migrate(db)
