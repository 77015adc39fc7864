"""The inbox of PostgreSQL in months of arrival: each month a table of its own, made before it comes.

What no month takes lies in `inbox_other`, so that a clock gone astray or a year without a restart loses nothing.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from kiosk.records.connection import Connection

OTHER: Final = "inbox_other"
_AHEAD: Final = 12

_THERE: Final = "SELECT 1 FROM pg_class WHERE relname = :name AND pg_table_is_visible(oid)"
_TAKEN: Final = f"SELECT 1 FROM {OTHER} WHERE received_ms >= :first AND received_ms < :next LIMIT 1"  # noqa: S608 - our own name


def in_months(ddl: str) -> str:
    """Return the statement that makes the inbox so that it can have months.

    A key must hold what parts the table, so it guards a month alone; the lock of the branch is what guards all of it.
    """
    return ddl.replace("(branch, epoch, seq)", "(branch, epoch, seq, received_ms)") + (
        " PARTITION BY RANGE (received_ms)"
    )


def have_months(conn: Connection, now_ms: int) -> None:
    """Make the months of the coming year that are not there, in a transaction of the caller's.

    A month of which something arrived already stays with what no month takes: nothing is moved, all of it is read.
    """
    if not _is_there(conn, OTHER):
        conn.execute(f"CREATE TABLE {OTHER} PARTITION OF inbox DEFAULT")
    for first in _months(datetime.fromtimestamp(now_ms / 1000, UTC).date()):
        name, low, high = f"inbox_{first:%Y_%m}", _ms(first), _ms(_after(first))
        taken = conn.execute(_TAKEN, {"first": low, "next": high}).fetchone()
        if not taken and not _is_there(conn, name):
            conn.execute(f"CREATE TABLE {name} PARTITION OF inbox FOR VALUES FROM ({low}) TO ({high})")


def _is_there(conn: Connection, table: str) -> bool:
    return conn.execute(_THERE, {"name": table}).fetchone() is not None


def _months(today: date) -> Iterator[date]:
    first = today.replace(day=1)
    for _ in range(_AHEAD + 1):
        yield first
        first = _after(first)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
