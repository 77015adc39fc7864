"""The front of the tables: what the facts before a business day made of them, for whoever lets those facts go.

A row goes when the fact that put it there goes, so that the tables stay what the rest of the journal makes of them.
"""

import json
from typing import Final, NamedTuple

from kiosk.domain.facts import CarriedDevice, CarriedPerson
from kiosk.records.connection import Connection
from kiosk.records.summary import id_from


class Day(NamedTuple):
    """A business day: its ISO date, and when it was opened (UTC ms)."""

    date: str
    opened_ms: int


_DAYS: Final = "SELECT date, opened_ms FROM day WHERE branch = ? ORDER BY date LIMIT ?"
# Alive into the day: closed by it, in its very ms, is not.
_ALIVE: Final = """
SELECT 1 FROM visit JOIN leg INDEXED BY leg_of_visit ON leg.branch = visit.branch AND leg.visit = visit.id
  WHERE visit.branch = :branch AND visit.date < :date AND (leg.ended_ms IS NULL OR leg.ended_ms > :opened) LIMIT 1"""
_KEPT: Final = """
SELECT 1 FROM record INDEXED BY record_of_day
  WHERE branch = :branch AND date < :date AND gone_ms IS NULL LIMIT 1"""
_BACKUP: Final = (
    "SELECT kept_ms FROM day_keeping WHERE branch = ? AND backup = 'verified' ORDER BY id DESC LIMIT 1"
)
_STAFF: Final = "SELECT badge, roles, added_ms, left_ms, locked FROM staff WHERE branch = ? ORDER BY badge"
_DEVICES: Final = "SELECT name, role, counter, state, changed_ms FROM device WHERE branch = ? ORDER BY name"

_COUNTED: Final = "SELECT DISTINCT date FROM care_count WHERE branch = :branch AND date < :date"

QUERIES: Final = (_DAYS, _ALIVE, _KEPT, _BACKUP, _STAFF, _DEVICES, _COUNTED)
"""Every reading statement of this module."""

_OF_VISITS: Final = (
    "DELETE FROM leg WHERE branch = :branch AND id IN (SELECT leg.id FROM visit"
    " JOIN leg INDEXED BY leg_of_visit ON leg.branch = visit.branch AND leg.visit = visit.id"
    " WHERE visit.branch = :branch AND visit.date < :date)"
)
_BY_DATE: Final = ("visit", "day", "number")
# The id of each is of about the time of its fact: a bound for the search; the time itself decides.
_BY_TIME: Final = {
    "period": "called_ms", "counter_session": "opened_ms", "slip": "queued_ms", "guide": "queued_ms",
    "printer": "found_ms", "help": "called_ms", "branch_check": "checked_ms", "day_keeping": "kept_ms",
    "sign_in": "in_ms", "record": "kept_ms", "record_read": "read_ms", "paper_read": "read_ms",
}  # fmt: skip
_WITHOUT_ID: Final = {"rating": "rated_ms", "purge": "purged_ms"}


def first_days(conn: Connection, branch: str, most: int) -> list[Day]:
    """Return the oldest business days there are, at most so many."""
    return [Day(*row) for row in conn.execute(_DAYS, (branch, most)).fetchall()]


def is_at_rest(conn: Connection, branch: str, day: Day) -> bool:
    """Tell whether nothing from before `day` is open: no ticket was carried into it, no record of a customer is kept."""
    named = {"branch": branch, "date": day.date, "opened": day.opened_ms}
    return conn.execute(_ALIVE, named).fetchone() is None and conn.execute(_KEPT, named).fetchone() is None


def newest_backup_ms(conn: Connection, branch: str) -> int:
    """Return when the newest verified backup was made, UTC ms; 0: there is none."""
    row = conn.execute(_BACKUP, (branch,)).fetchone()
    return 0 if row is None else int(row[0])


def people_of(conn: Connection, branch: str) -> tuple[CarriedPerson, ...]:
    """Return the staff as the tables have it, everybody who ever was included."""
    rows = conn.execute(_STAFF, (branch,)).fetchall()
    return tuple(
        CarriedPerson(badge, tuple(json.loads(roles)), added, left, bool(locked))
        for badge, roles, added, left, locked in rows
    )


def devices_of(conn: Connection, branch: str) -> tuple[CarriedDevice, ...]:
    """Return the devices as the tables have them."""
    return tuple(CarriedDevice(*row) for row in conn.execute(_DEVICES, (branch,)).fetchall())


def drop_front(conn: Connection, branch: str, day: Day, counted: frozenset[str]) -> None:
    """Delete every row that a fact before `day` made, inside the transaction that lets those facts go.

    `counted` are earlier dates whose care needs were counted only on `day` or after it.
    """
    named = {"branch": branch, "date": day.date, "opened": day.opened_ms, "id": id_from(day.opened_ms + 1)}
    conn.execute(_OF_VISITS, named)
    for table in _BY_DATE:
        conn.execute(f"DELETE FROM {table} WHERE branch = :branch AND date < :date", named)  # noqa: S608 - our own words
    for table, time in _BY_TIME.items():
        conn.execute(f"DELETE FROM {table} WHERE branch = :branch AND id < :id AND {time} < :opened", named)  # noqa: S608
    for table, time in _WITHOUT_ID.items():
        conn.execute(f"DELETE FROM {table} WHERE branch = :branch AND {time} < :opened", named)  # noqa: S608 - same
    gone = {date for (date,) in conn.execute(_COUNTED, named).fetchall()} - counted
    for date in gone:
        conn.execute("DELETE FROM care_count WHERE branch = ? AND date = ?", (branch, date))
