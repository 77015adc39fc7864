"""Headquarters on one SQLite file: nothing to install, one writer at a time."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from kiosk.hq.store.migrating import have_name, migrate
from kiosk.hq.store.port import StoreBusy
from kiosk.records.connection import Connection
from kiosk.records.database.connect import BIRTH_SETTINGS, READ_ONLY_SETTINGS, SETTINGS, connect, set_up
from kiosk.records.database.problems import StoreProblem, naming_problems

_WAIT_S: Final = 10.0
"""So long a request waits for its turn to write: a rebuild may have it for minutes."""


class SqliteServer:
    """One file, encrypted under `key`. Readers see what is committed and hold up nobody."""

    def __init__(self, file: Path, key: bytes) -> None:
        """Open the file, making or migrating it. StoreProblem: it cannot be used."""
        self._file, self._key = file, key
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # An empty one is of a birth that was cut off.
        is_new = not file.exists() or file.stat().st_size == 0
        # One connection writes, whichever thread has the turn.
        self._writer = connect(file, key, any_thread=True)
        self._turn = threading.Lock()
        file.chmod(0o600)
        if is_new:
            set_up(self._writer, BIRTH_SETTINGS, file)
        set_up(self._writer, SETTINGS, file)
        with self._transaction() as conn:
            migrate(conn)
            self.name = have_name(conn)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run the block in one transaction; see the port."""
        with _busy(), self._transaction() as conn:
            yield conn

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._in_turn(), naming_problems(self._file):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_WAIT_S):
            raise StoreBusy("somebody else writes")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a read-only connection of the calling thread."""
        with _busy(), naming_problems(self._file):
            conn = connect(self._file, self._key, read_only=True)
            try:
                set_up(conn, READ_ONLY_SETTINGS, self._file)
                yield conn
            finally:
                conn.close()

    def lock(self, conn: Connection, branch: str) -> None:
        """Nothing more: BEGIN IMMEDIATE holds everybody else off already."""

    def copy(
        self, conn: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write many rows with one prepared statement."""
        marks = ", ".join("?" * len(columns))
        conn.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", iter(rows))  # noqa: S608

    def unhurried(self, conn: Connection) -> AbstractContextManager[None]:
        """Nothing more: no statement of SQLite waits for a network."""
        del conn
        return nullcontext()

    def is_about_data(self, error: Exception) -> bool:
        """A constraint, a value of the wrong kind, or an integer too large."""
        return isinstance(error, sqlcipher3.IntegrityError | sqlcipher3.DataError | OverflowError)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._writer.close()


class SqliteStore:
    """A headquarters whose only server is one SQLite file."""

    def __init__(self, file: Path, key: bytes) -> None:
        """Open the file. StoreProblem: it cannot be used."""
        self._server = SqliteServer(file, key)

    @property
    def servers(self) -> Sequence[SqliteServer]:
        """The one."""
        return (self._server,)

    def server_of(self, branch: str) -> SqliteServer:
        """The one, whatever the branch."""
        del branch
        return self._server

    def place(self, branch: str) -> SqliteServer:
        """The one, whatever the branch."""
        return self.server_of(branch)

    def close(self) -> None:
        """Close the file."""
        self._server.close()


@contextmanager
def _busy() -> Iterator[None]:
    """Say of a database held by somebody else, and of a full disk, that it may be asked again."""
    try:
        yield
    except StoreProblem as problem:
        if problem.code in {"locked", "disk_full"}:
            raise StoreBusy from problem
        raise
