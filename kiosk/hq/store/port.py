"""What headquarters needs of a database, whichever it is.

Statements are plain SQL with `:named` parameters that both databases understand: no ON CONFLICT, trigger, sequence, LISTEN
or advisory lock, so that the same code can run on PostgreSQL-compatible distributed engines (design.md, Sync).
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from kiosk.records.connection import Connection


class StoreBusy(Exception):
    """The database cannot take a transaction now: ask again."""


class Server(Protocol):
    """One database server. Any thread may call; a connection belongs to the block it was given in."""

    def write(self) -> AbstractContextManager[Connection]:
        """Run the block in one transaction: durable when the block has been left, or nothing of it at all.

        StoreBusy: it was not, because of another transaction or because the server is away; the whole may be tried again.
        """
        ...

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees what is committed. StoreBusy: the server is away."""
        ...

    def lock(self, conn: Connection, branch: str) -> None:
        """Let nobody else take facts of this branch until the transaction ends: the authority on duplicates."""
        ...

    def copy(
        self, conn: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write many rows at once, in the way this database does it fastest."""
        ...

    def is_about_data(self, error: Exception) -> bool:
        """Tell whether the database refused a statement for what was in it, so that it would refuse it again."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


class Store(Protocol):
    """All servers of a headquarters. Inbox and cursor of a branch live on one of them (protocol.md, Ingest)."""

    @property
    def servers(self) -> Sequence[Server]:
        """Every server; the first also keeps what is headquarters' own."""
        ...

    def server_of(self, branch: str) -> Server:
        """Return the server that keeps a branch."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
