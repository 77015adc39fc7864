"""Headquarters on PostgreSQL: one transaction on one connection, in the way it does things fastest."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import errors, sql

from kiosk.hq.store.connections import CONNECT_S, Connections
from kiosk.hq.store.migrating import have_name, migrate
from kiosk.hq.store.months import have_months, in_months
from kiosk.hq.store.port import StoreBusy, StoreConflict
from kiosk.hq.store.postgres_connection import PostgresConnection
from kiosk.hq.store.problems import OLDEST, Code, ServerProblem
from kiosk.hq.store.schema import for_postgres
from kiosk.records.connection import Connection

_AGAIN: Final = (errors.SerializationFailure, errors.DeadlockDetected)
_AWAY: Final = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    errors.IdleInTransactionSessionTimeout,
)
_ABOUT_DATA: Final = (psycopg.DataError, psycopg.IntegrityError, OverflowError, errors.ProgramLimitExceeded)
"""The last of them: a text too long for an index."""


class PostgresServer:
    """One database of a PostgreSQL server. `name` is what it was called at its birth."""

    def __init__(self, url: str) -> None:
        """Look at the server and make or migrate its tables. ServerProblem: it cannot be used."""
        self.shown = _looked_at(url)
        self._writers = Connections(url, {})
        self._readers = Connections(url, {"default_transaction_read_only": "on"})
        try:
            self.name = self._made()
        except errors.InsufficientPrivilege as error:
            self.close()
            raise ServerProblem("no_rights", self.shown, str(error)) from error
        except BaseException:
            self.close()
            raise

    def _made(self) -> str:
        with self.write() as conn:
            conn.execute("SET LOCAL statement_timeout = 0")
            migrate(conn, _said)
            have_months(conn, time.time_ns() // 1_000_000)
            return have_name(conn)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run the block in one transaction; see the port."""
        try:
            with _busy(), self._writers.one() as conn, conn.transaction():
                yield PostgresConnection(conn)
        except errors.ReadOnlySqlTransaction as error:  # a standby, until somebody promotes it
            raise StoreBusy from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees what is committed and can write nothing."""
        with _busy(), self._readers.one() as conn:
            yield PostgresConnection(conn)

    def lock(self, conn: Connection, branch: str) -> None:
        """Hold the row of the branch until the transaction ends."""
        held = "SELECT 1 FROM site WHERE branch = :branch FOR UPDATE"
        # Who waited for a row that was deleted and made again finds none: the next statement sees the new one.
        conn.execute(held, {"branch": branch}).fetchone() or conn.execute(held, {"branch": branch}).fetchone()

    def copy(
        self, conn: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write many rows with COPY, in its binary form."""
        into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with _raw(conn).cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def unhurried(self, conn: Connection) -> Iterator[None]:
        """Send statements in a pipeline: one way to the server and back for hundreds of them."""
        with _raw(conn).pipeline():
            yield

    def is_about_data(self, error: Exception) -> bool:
        """A constraint, a value no column holds, or a key too long."""
        return isinstance(error, _ABOUT_DATA)

    def close(self) -> None:
        """Close every connection."""
        self._writers.close()
        self._readers.close()


def _raw(conn: Connection) -> psycopg.Connection:
    """Return the connection of psycopg beneath one that `write` gave."""
    if not isinstance(conn, PostgresConnection):
        raise TypeError(type(conn).__name__)
    return conn.raw


def _said(ddl: str) -> str:
    said = for_postgres(ddl)
    return in_months(said) if "CREATE TABLE inbox (" in said else said


def _looked_at(url: str) -> str:
    """Return how the server is called without its password. ServerProblem: it is none that can be used."""
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # Whatever it is, no password in it may be shown.
        address = url.rpartition("@")[2].partition("?")[0] if "://" in url else "--url"
        raise ServerProblem("bad_url", address) from error
    shown = f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_S) as conn:
            version, encoding = conn.info.server_version, conn.execute("SHOW server_encoding").fetchone()
    except psycopg.OperationalError as error:
        raise ServerProblem(_why_not(error), shown, str(error).rpartition("failed:")[2]) from error
    if version < OLDEST * 10_000:
        raise ServerProblem("too_old", shown, f"{version // 10_000}.{version % 10_000}")
    if encoding != ("UTF8",):
        raise ServerProblem("not_utf8", shown, str(encoding and encoding[0]))
    return shown


def _why_not(error: psycopg.OperationalError) -> Code:
    """Tell a server that says no from one that says nothing.

    libpq gives no code for it: only whether a password was asked for, and the severity in the server's language.
    """
    asked = error.pgconn is not None and (error.pgconn.used_password or error.pgconn.needs_password)
    said = asked or "FATAL" in str(error) or "致命错误" in str(error)
    return "refused" if said else "unreachable"


@contextmanager
def _busy() -> Iterator[None]:
    """Say of a server that is away, or in another's way, that it may be asked again."""
    try:
        yield
    except _ABOUT_DATA:
        raise
    except _AGAIN as error:
        raise StoreConflict from error
    except _AWAY as error:
        raise StoreBusy from error
