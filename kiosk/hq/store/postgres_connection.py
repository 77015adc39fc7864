"""A connection of psycopg as our statements want it: `:name` and `?`, and `INDEXED BY` left out."""

from collections.abc import Iterator

import psycopg

from kiosk.hq.store.statements import spoken
from kiosk.records.connection import Cursor, Parameters


class PostgresConnection:
    """A connection of psycopg as our statements want it."""

    def __init__(self, conn: psycopg.Connection) -> None:
        """Speak through `conn`, which commits by itself outside a transaction."""
        self.raw = conn

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self.raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    def execute(self, sql: str, parameters: Parameters = (), /) -> Cursor:
        """Run one statement."""
        return self.raw.execute(spoken(sql).encode(), parameters)

    def executemany(self, sql: str, parameters: Iterator[Parameters], /) -> Cursor:
        """Run one statement for each set of parameters."""
        cursor = self.raw.cursor()
        cursor.executemany(spoken(sql).encode(), parameters)
        return cursor

    def close(self) -> None:
        """Give the connection back to the server."""
        self.raw.close()
