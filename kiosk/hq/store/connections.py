"""Connections to one database: opened when they are asked for, kept while they are idle, thrown away after a failure.

Not psycopg_pool: that connects behind the caller's back with pauses of seconds, so that a server which was away for
0.3 s is missed for five, and every request waits through an outage instead of being told to come again.
"""

import selectors
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper
from psycopg.types.string import StrBinaryDumper, StrDumper

from kiosk.hq.store.port import StoreBusy

CONNECT_S: Final = 5
_WAIT_S: Final = 10.0
"""So long a request waits for its turn; then the branch is told to come again."""
_MOST: Final = 8
_SETTINGS: Final = {
    "statement_timeout": "60s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "60s",
    "client_encoding": "UTF8",
}
_NETWORK: Final[dict[str, Any]] = {
    "connect_timeout": CONNECT_S,
    "keepalives_idle": 30,
    "tcp_user_timeout": 60_000,
}
# A type each, whatever the value: the statements stay prepared, and a sum does not overflow because a number was small.
_DUMPERS: Final = ((int, Int8Dumper), (int, Int8BinaryDumper), (str, StrDumper), (str, StrBinaryDumper))


class Connections:
    """At most eight at a time. Any thread may ask; outside a transaction each statement commits by itself."""

    def __init__(self, url: str, settings: Mapping[str, str]) -> None:
        """Connect to `url` when asked, with `settings` of the server beside our own."""
        self._url, self._settings = url, {**_SETTINGS, **settings}
        self._turns = threading.BoundedSemaphore(_MOST)
        self._idle: deque[psycopg.Connection] = deque()

    @contextmanager
    def one(self) -> Iterator[psycopg.Connection]:
        """Give a connection for the block. StoreBusy: all are in use. psycopg.OperationalError: the server is away."""
        if not self._turns.acquire(timeout=_WAIT_S):
            raise StoreBusy("every connection is in use")
        try:
            conn = self._kept() or self._opened()
            try:
                yield conn
            finally:
                if conn.info.transaction_status == TransactionStatus.IDLE:
                    self._idle.append(conn)
                else:
                    conn.close()
        finally:
            self._turns.release()

    def close(self) -> None:
        """Close those that are idle; nobody may ask any more."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> psycopg.Connection | None:
        """Return the connection that was used last, if the server did not hang up meanwhile."""
        while self._idle:
            conn = self._idle.pop()
            if not _was_told_something(conn):
                return conn
            conn.close()
        return None

    def _opened(self) -> psycopg.Connection:
        conn = psycopg.connect(self._url, autocommit=True, **_NETWORK)
        try:
            for setting in self._settings.items():
                conn.execute("SELECT set_config(%s, %s, false)", setting)
        except BaseException:
            conn.close()
            raise
        for of, dumper in _DUMPERS:
            conn.adapters.register_dumper(of, dumper)
        return conn


def _was_told_something(conn: psycopg.Connection) -> bool:
    """Tell whether the server spoke unasked: a farewell, or nothing for ever. Looks here only, and asks nobody."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(conn.fileno(), selectors.EVENT_READ)
        return bool(waiting.select(0))
