"""What the tables need of a database connection: the little that SQLite libraries agree on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

Row = tuple[Any, ...]
Parameters = Sequence[Any] | Mapping[str, Any]


class Cursor(Protocol):
    """The outcome of one statement."""

    @property
    def rowcount(self) -> int:
        """Rows changed."""

    def fetchone(self) -> Row | None:
        """Return the next row."""

    def fetchall(self) -> list[Row]:
        """Return all rows that are left."""

    def __iter__(self) -> Iterator[Row]: ...


class Connection(Protocol):
    """An open database."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Parameters = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterator[Parameters], /) -> Cursor:
        """Run one statement for each set of parameters."""

    def close(self) -> None:
        """Give the database back."""
