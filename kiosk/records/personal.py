"""What the tables know of personal data without opening it: which records a visit has, and how often each need occurred."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.facts import RecordClass
from kiosk.domain.visit import ticket_label
from kiosk.records.connection import Connection


@dataclass(frozen=True, slots=True)
class Unopened:
    """A record that is still kept; when it was, in UTC ms."""

    record: str
    of: RecordClass
    kept_ms: int


# Through the index of those still kept, which are a few days' worth.
_OF_VISIT: Final = """
SELECT id, of, kept_ms FROM record INDEXED BY record_of_day
  WHERE branch = ? AND gone_ms IS NULL AND visit = ? ORDER BY kept_ms, id"""
_TICKET: Final = "SELECT series, number FROM visit WHERE branch = ? AND id = ?"
_CARE: Final = "SELECT need, visits FROM care_count WHERE branch = ? AND date = ?"

QUERIES: Final = (_OF_VISIT, _TICKET, _CARE)
"""Every statement of this module."""


def records_of(conn: Connection, branch: str, visit: str) -> list[Unopened]:
    """Return the records of a visit that are still kept, oldest first. Care needs have none."""
    return [Unopened(*row) for row in conn.execute(_OF_VISIT, (branch, visit))]


def ticket_of(conn: Connection, branch: str, visit: str) -> str:
    """Return the ticket of a visit, such as A012; empty if nobody knows of the visit."""
    row = conn.execute(_TICKET, (branch, visit)).fetchone()
    return ticket_label(*row) if row else ""


def care_counts(conn: Connection, branch: str, date: str) -> dict[str, int]:
    """Return how many visits of a date had each care need, as was counted last; empty before anybody did."""
    return dict(conn.execute(_CARE, (branch, date)).fetchall())
