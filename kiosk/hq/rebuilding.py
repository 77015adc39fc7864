"""Emptying the tables of a branch, so that its inbox fills them again."""

from typing import Final

from kiosk.hq.ingest import KEPT
from kiosk.hq.store.schema_rollups import FOLLOWING
from kiosk.records.connection import Connection
from kiosk.records.schema import KEYS

_PORTION: Final = 10_000
"""A statement has its time: one that deletes the rows of years might never come to its end."""

_UP_TO: Final = (
    "SELECT {key} FROM {table} WHERE branch = :branch AND {key} > :after ORDER BY {key} LIMIT 1 OFFSET :most"
)
_DELETE: Final = "DELETE FROM {table} WHERE branch = :branch AND {key} > :after AND {key} <= :up_to"
_DELETE_REST: Final = "DELETE FROM {table} WHERE branch = :branch"
_BEGIN_AGAIN: Final = "UPDATE reached SET applied = first - 1 WHERE branch = :branch"
# The index of what was set aside is used only if the status stands in the statement.
READ_AGAIN: Final = (
    "UPDATE inbox INDEXED BY inbox_aside SET status = :kept WHERE branch = :branch AND status = 'quarantined'"
)
"""What was set aside is read like any fact."""


def empty(conn: Connection, branch: str) -> None:
    """Delete all that was projected of a branch, and let its projector begin anew with all facts; inside a transaction."""
    for table, (_, key, *_) in KEYS.items():
        _delete_in_portions(conn, branch, table, key)
    for table in FOLLOWING:
        conn.execute(_DELETE_REST.format(table=table), {"branch": branch})
    conn.execute(_BEGIN_AGAIN, {"branch": branch})
    conn.execute(READ_AGAIN, {"branch": branch, "kept": KEPT})


def _delete_in_portions(conn: Connection, branch: str, table: str, key: str) -> None:
    """Delete the rows of a branch in the order of `key`, a text and the next column of the table's primary key."""
    up_to, delete = _UP_TO.format(table=table, key=key), _DELETE.format(table=table, key=key)
    span = {"branch": branch, "after": ""}
    while row := conn.execute(up_to, {**span, "most": _PORTION - 1}).fetchone():
        conn.execute(delete, {**span, "up_to": row[0]})
        span["after"] = row[0]
    conn.execute(_DELETE_REST.format(table=table), {"branch": branch})
