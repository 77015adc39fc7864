"""Reception records (接待记录) as the page may show them: that there is one and since when, never what it says (F1)."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.catalogue import Text
from kiosk.domain.day import Day
from kiosk.domain.privacy import Privacy
from kiosk.pages.reception.names import Names
from kiosk.records.connection import Connection

_READABLE: Final = "of IN ('contact', 'words') AND gone_ms IS NULL"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One record, unopened."""

    record: str
    of: str
    """`contact` or `words`."""
    date: str
    """Business date on which it was kept."""
    clock: str
    """When, on the wall clock of the branch, such as 14:05."""


@dataclass(frozen=True, slots=True)
class KeepView:
    """Everything the form for a new record shows."""

    leg: str
    visit: str
    ticket: str
    language: str
    """In which the customer reads."""
    version: str
    """Of the text to agree to; empty where the branch promises nothing, and then no contact data is kept."""
    text: Text
    days: int
    """After how many further business days contact data is destroyed."""


def keep_view(day: Day, leg_id: str, privacy: Privacy | None) -> KeepView | None:
    """Return the form for the visit of a leg, None if there is no such leg."""
    leg = day.legs.get(leg_id)
    if leg is None:
        return None
    visit = day.visits[leg.visit]
    promised = privacy or Privacy("", Text("", ""))
    return KeepView(
        leg.id, visit.id, visit.ticket, visit.language, promised.version, promised.text,
        promised.days.get("contact", 0),
    )  # fmt: skip


def kept_of(conn: Connection, branch: str, visit: str, names: Names) -> tuple[KeptLine, ...]:
    """Return the records of a visit that are still there, oldest first. Looks at none that are gone."""
    rows = conn.execute(
        f"SELECT id, of, date, kept_ms FROM record WHERE branch = ? AND {_READABLE} AND visit = ?"  # noqa: S608
        " ORDER BY kept_ms, id",
        (branch, visit),
    )
    return tuple(KeptLine(record, of, date, names.clock(ms)) for record, of, date, ms in rows)


def kept_line(conn: Connection, branch: str, record: str, names: Names) -> KeptLine | None:
    """Return one record, None if there is none that may be read: destroyed, unknown, or a care need."""
    row = conn.execute(
        f"SELECT id, of, date, kept_ms FROM record WHERE branch = ? AND id = ? AND {_READABLE}",  # noqa: S608
        (branch, record),
    ).fetchone()
    return None if row is None else KeptLine(row[0], row[1], row[2], names.clock(row[3]))
