"""What headquarters needs of a database, whichever it is.

Statements are plain SQL with `:named` parameters that both databases understand: no ON CONFLICT, trigger, sequence, LISTEN
or advisory lock, so that the same code can run on PostgreSQL-compatible distributed engines (design.md, Sync).
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol, TypeVar

from kiosk.records.connection import Connection

T = TypeVar("T")

_TRIES: Final = 5


class StoreBusy(Exception):
    """The database cannot take a transaction now: ask again."""


class StoreConflict(StoreBusy):
    """Another transaction was in the way of this one: it may be tried again at once."""


def persistent(work: Callable[[], T]) -> T:
    """Do `work`, one whole transaction, again as long as others are in its way. StoreBusy: they stay there."""
    for _ in range(_TRIES - 1):
        try:
            return work()
        except StoreConflict:
            continue
    return work()


class Server(Protocol):
    """One database server. Any thread may call; a connection belongs to the block it was given in."""

    @property
    def name(self) -> str:
        """What it was called at its birth: it stays the same when it moves or is brought back from a backup."""
        ...

    def write(self) -> AbstractContextManager[Connection]:
        """Run the block in one transaction: durable when the block has been left, or nothing of it at all.

        StoreBusy: it was not, because of another transaction or because the server is away; the whole may be tried again.
        Only of a server lost while it commits nobody can say whether it was: what is tried again must find what is there.
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

    def unhurried(self, conn: Connection) -> AbstractContextManager[None]:
        """Send the statements of the block without waiting for each: how many rows one changed is not told.

        What one of them raises may come at a later one, or at the end of the block.
        """
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
        """Return the server that keeps a branch; the first, if none does. StoreBusy: nobody can say now."""
        ...

    def place(self, branch: str) -> Server:
        """Return the server that keeps a branch, one chosen for good if none does yet. StoreBusy: as above."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
