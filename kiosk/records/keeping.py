"""Which days were closed, and what was kept of each: for whoever keeps what is not kept yet."""

from dataclasses import dataclass
from typing import Final

from kiosk.records.connection import Connection
from kiosk.records.summary import id_from


@dataclass(frozen=True, slots=True)
class Keeping:
    """What was kept of a day, and when (UTC ms)."""

    kept_ms: int
    backup: str
    summary: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that has ended, when (UTC ms) and how, and the last that was kept of it."""

    date: str
    closed_ms: int
    why: str
    """`by_hand` or `stale`."""
    kept: Keeping | None
    """The last, though the day may have been reopened and closed again after it."""

    @property
    def stands(self) -> Keeping | None:
        """What was kept of the day as it was closed last, if anything."""
        return self.kept if self.kept is not None and self.kept.kept_ms >= self.closed_ms else None

    @property
    def backed_up(self) -> bool:
        """Whether a verified backup holds the day as it was closed last."""
        return self.stands is not None and self.stands.backup == "verified"

    @property
    def summed_up(self) -> bool:
        """Whether there is a summary of the day as it was closed last."""
        return self.stands is not None and self.stands.summary == "written"


_CLOSED: Final = """
SELECT date, closed_ms, closed_why FROM (SELECT * FROM day WHERE branch = :branch ORDER BY date DESC LIMIT :days)
  WHERE closed_ms IS NOT NULL ORDER BY date"""
# Rows of one id after the other: the last of a date is what holds.
_KEPT: Final = """
SELECT date, kept_ms, backup, summary, reason FROM day_keeping
  WHERE branch = :branch AND id >= :first ORDER BY id"""

_CLOSED_FROM: Final = """
SELECT count(*) FROM day
  WHERE branch = :branch AND date >= :date AND closed_ms IS NOT NULL
    AND (closed_why <> 'by_hand' OR closed_ms <= :settled)"""

QUERIES: Final = (_CLOSED, _KEPT, _CLOSED_FROM)
"""Every statement of this module."""


def closed_days(conn: Connection, branch: str, days: int) -> tuple[ClosedDay, ...]:
    """Return those of the newest `days` business dates that are closed, oldest first, with what was kept of each."""
    closed = conn.execute(_CLOSED, {"branch": branch, "days": days}).fetchall()
    if not closed:
        return ()
    first = id_from(min(closed_ms for _, closed_ms, _ in closed))
    rows = conn.execute(_KEPT, {"branch": branch, "first": first}).fetchall()
    kept = {row[0]: Keeping(*row[1:]) for row in rows}
    return tuple(ClosedDay(date, closed_ms, why, kept.get(date)) for date, closed_ms, why in closed)


def closed_from(conn: Connection, branch: str, date: str, settled_ms: int) -> int:
    """Return how many business dates from `date` on are closed, itself included; days that never were do not count.

    One closed by hand counts if that was at `settled_ms` (UTC) or before: until then it may be taken back.
    """
    named = {"branch": branch, "date": date, "settled": settled_ms}
    (days,) = conn.execute(_CLOSED_FROM, named).fetchone() or (0,)
    return int(days)
