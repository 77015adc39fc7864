"""Reception records (接待记录) as the page may show them: that there is one and since when, never what it says (F1)."""

from dataclasses import dataclass

from kiosk.domain.catalogue import Text
from kiosk.domain.day import Day
from kiosk.domain.privacy import Privacy
from kiosk.pages.reception.names import Names
from kiosk.records.connection import Connection
from kiosk.records.personal import records_of


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One record, unopened."""

    record: str
    of: str
    """`contact` or `words`."""
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
    """Return the records of a visit that are still there, oldest first."""
    records = records_of(conn, branch, visit)
    return tuple(KeptLine(one.record, one.of, names.clock(one.kept_ms)) for one in records)
