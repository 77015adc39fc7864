"""How a branch stands as of its newest projected fact: how many wait, are served, are open; and how its printers are."""

from typing import Any, Final

from kiosk.domain.facts import PrinterChanged, Recorded
from kiosk.hq.store.schema_rollups import LIVE_COUNTS, insertion
from kiosk.records.connection import Connection

# The partial indexes hold only what is open; SQLite takes them when they are named (records.schema).
_LEGS: Final = (
    "SELECT status, count(*), min(joined_ms - credit_ms) FROM leg INDEXED BY leg_open"
    " WHERE branch = :branch AND ended_ms IS NULL GROUP BY status"
)
_COUNTERS: Final = (
    "SELECT count(DISTINCT counter) FROM counter_session INDEXED BY counter_session_open"
    " WHERE branch = :branch AND closed_ms IS NULL"
)
_PROJECTED: Final = "SELECT date, projected FROM rollup_live WHERE branch = :branch"
_DROP: Final = "DELETE FROM rollup_live WHERE branch = :branch"
_ADD: Final = insertion("rollup_live", ("branch", "date", "at_ms", *LIVE_COUNTS, "since_ms", "projected"))
_LAST_FOUND: Final = (
    "SELECT condition, found_ms FROM printer INDEXED BY printer_of"
    " WHERE branch = :branch AND printer = :printer ORDER BY id DESC LIMIT 1"
)
_DROP_PRINTER: Final = "DELETE FROM rollup_printer WHERE branch = :branch AND printer = :printer"
_ADD_PRINTER: Final = "INSERT INTO rollup_printer VALUES (:branch, :printer, :condition, :found_ms)"

QUERIES: Final = (_LEGS, _COUNTERS, _PROJECTED, _LAST_FOUND)
"""Every reading statement of this module."""


def roll_up_live(conn: Connection, branch: str, recorded: list[Recorded]) -> None:
    """Write how a branch stands now that facts were projected: one at least, in order. Inside their transaction."""
    named = {"branch": branch}
    before = conn.execute(_PROJECTED, named).fetchone() or ("", 0)
    row: dict[str, Any] = {
        **named, **_queue(conn, branch), "at_ms": recorded[-1].at_ms,
        "date": recorded[-1].date or before[0], "projected": before[1] + len(recorded),
    }  # fmt: skip
    conn.execute(_DROP, named)
    conn.execute(_ADD, row)


def _queue(conn: Connection, branch: str) -> dict[str, int | None]:
    named = {"branch": branch}
    legs = {status: (many, since_ms) for status, many, since_ms in conn.execute(_LEGS, named).fetchall()}
    (counters,) = conn.execute(_COUNTERS, named).fetchone() or (0,)
    standing = {
        status: legs.get(status, (0, None))[0] for status in ("waiting", "called", "serving", "parked")
    }
    return {**standing, "counters": counters, "since_ms": legs.get("waiting", (0, None))[1]}


def roll_up_printers(conn: Connection, branch: str, recorded: list[Recorded]) -> None:
    """Write how the printers that facts speak of were found last. Inside their transaction."""
    for printer in sorted({one.fact.printer for one in recorded if isinstance(one.fact, PrinterChanged)}):
        named = {"branch": branch, "printer": printer}
        found = conn.execute(_LAST_FOUND, named).fetchone()
        conn.execute(_DROP_PRINTER, named)
        if found:
            conn.execute(_ADD_PRINTER, {**named, "condition": found[0], "found_ms": found[1]})
