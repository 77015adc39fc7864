"""Opening the database: the key first, then the settings that a branch lives by, each read back."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

import sqlcipher3
from sqlite_utils import Database

from kiosk.records.connection import Connection
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.records.schema import migrations as records_migrations

BIRTH_SETTINGS: Final[tuple[tuple[str, str, object], ...]] = (
    ("synchronous", "EXTRA", 3),
    # EXTRA before WAL: without it a fresh write-ahead log came back empty in 277 of 600 power cuts (design.md, Store).
    ("journal_mode", "WAL", "wal"),
)
SETTINGS: Final[tuple[tuple[str, str, object], ...]] = (
    ("journal_mode", "WAL", "wal"),
    # FULL, not NORMAL: a branch that loses power must not reissue a number it has already printed.
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("mmap_size", "0", 0),
    ("busy_timeout", "5000", 5000),
)
"""Name, what is set, and what must be read back."""
READ_ONLY_SETTINGS: Final[tuple[tuple[str, str, object], ...]] = SETTINGS[-3:]

_STATEMENTS_KEPT = 256
"""Prepared statements a connection keeps: more than the hot path has, so none is prepared twice."""


def connect(path: Path, key: bytes, *, read_only: bool = False, any_thread: bool = False) -> Connection:
    """Open a database with its key and nothing set yet; usable by this thread alone, or by any, one at a time.

    An empty key: not encrypted.

    Raises:
        StoreProblem: it cannot be opened, or not with this key.
    """
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    with naming_problems(path):
        conn = sqlcipher3.connect(
            uri,
            uri=True,
            isolation_level=None,
            cached_statements=_STATEMENTS_KEPT,
            check_same_thread=not any_thread,
        )
        try:
            # Its own log goes to stderr and says nothing that the exception does not.
            conn.execute("PRAGMA cipher_log_level = NONE")
            if key:
                conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            conn.close()
            raise
    return cast("Connection", conn)


def set_up(conn: Connection, settings: Sequence[tuple[str, str, object]], path: Path) -> None:
    """Set and read back the settings of a connection to `path`.

    Raises:
        StoreProblem: `wrong_pragma`, one of them did not take.
    """
    with naming_problems(path):
        for name, value, _ in settings:
            conn.execute(f"PRAGMA {name} = {value}").fetchall()
    check_settings(conn, settings, path)


def check_settings(conn: Connection, settings: Sequence[tuple[str, str, object]], path: Path) -> None:
    """Compare the settings of a connection with what they must be.

    Raises:
        StoreProblem: `wrong_pragma`, with the name of the first that differs.
    """
    for name, _, wanted in settings:
        row = conn.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != wanted:
            raise StoreProblem("wrong_pragma", path, f"{name} is {row and row[0]}, must be {wanted}")


def database(conn: Connection) -> Database:
    """Hand a connection to sqlite-utils, which knows no other type than that of the standard library."""
    return Database(cast("sqlite3.Connection", conn), execute_plugins=False)


def file_of(conn: Connection) -> Path:
    """Return the file of an open database; the present folder for one in memory."""
    row = conn.execute("PRAGMA database_list").fetchone()
    return Path(row[2] if row else "")


def tables_in_memory() -> Connection:
    """Return a new database in memory with the empty tables that facts project into."""
    conn = cast("Connection", sqlcipher3.connect(":memory:", isolation_level=None))
    records_migrations.apply(database(conn))
    return conn
