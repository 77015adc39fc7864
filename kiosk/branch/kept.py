"""What personal data the branch keeps now, what it has destroyed, and how many needed care: counted, never opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.branch.database.journal import Journal
from kiosk.records.connection import Connection

_HELD: Final = "SELECT of, date, count(*) FROM vault GROUP BY date, of ORDER BY date"
_CLOSED: Final = "SELECT date FROM day WHERE branch = ? AND closed_ms IS NOT NULL AND date >= ?"
_PURGED: Final = """
SELECT date, of, records, purged_ms FROM purge WHERE branch = ? ORDER BY date DESC, of LIMIT ?"""
_CARE: Final = """
SELECT date, need, visits FROM care_count
 WHERE branch = :branch AND date >= (SELECT coalesce(min(date), '') FROM
 (SELECT DISTINCT date FROM care_count WHERE branch = :branch ORDER BY date DESC LIMIT :days))
 ORDER BY date DESC, need"""


@dataclass(frozen=True, slots=True)
class Held:
    """The records of one class that are there now."""

    of: str
    records: int
    oldest: str
    """ISO business date of the oldest of them."""
    closed_since: int
    """How many business days after that date have been closed."""


@dataclass(frozen=True, slots=True)
class Purged:
    """Records of one class and date that were destroyed, and when (UTC ms)."""

    date: str
    of: str
    records: int
    purged_ms: int


@dataclass(frozen=True, slots=True)
class Kept:
    """All there is to say of personal data without looking at any."""

    held: tuple[Held, ...]
    """By class, each at most once."""
    purged: tuple[Purged, ...]
    """Newest date first."""
    care: Mapping[str, Mapping[str, int]]
    """Visits by care need, by closed business date, newest first."""


def what_is_kept(conn: Connection, days: int) -> Kept:
    """Return what is kept now, and of the newest `days` what was destroyed and counted."""
    branch = Journal(conn).head.branch
    purged = tuple(Purged(*row) for row in conn.execute(_PURGED, (branch, days)))
    care: dict[str, dict[str, int]] = {}
    for date, need, visits in conn.execute(_CARE, {"branch": branch, "days": days}):
        care.setdefault(date, {})[need] = visits
    return Kept(_held(conn, branch), purged, care)


def _held(conn: Connection, branch: str) -> tuple[Held, ...]:
    rows = conn.execute(_HELD).fetchall()
    oldest = {of: date for of, date, _ in reversed(rows)}
    closed = [row[0] for row in conn.execute(_CLOSED, (branch, min(oldest.values(), default="9")))]
    return tuple(
        Held(of, sum(row[2] for row in rows if row[0] == of), date, sum(day > date for day in closed))
        for of, date in sorted(oldest.items())
    )
