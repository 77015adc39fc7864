"""What staff see of paper: what became of each copy of a visit, and what a printer needs of them."""

from dataclasses import dataclass
from typing import Literal

from kiosk.domain.day import Day
from kiosk.domain.printers import needs_a_hand
from kiosk.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Copy:
    """One piece of paper of a visit."""

    slip: str
    kind: Literal["slip", "guide"]
    state: str
    """Its print status, or `saved` where slips are kept as pictures."""
    why: str
    """Code of what kept it from being printed, else empty."""
    again: bool
    """It is the newest slip of the ticket and may be in nobody's hands: a person may want another."""


def copies_of(day: Day, visit: Visit) -> tuple[Copy, ...]:
    """Return the slips of a visit, then the guidance printed for it, each oldest first."""
    newest = next(reversed(visit.slips), "")
    slips = (
        _copy(day, slip, status, "slip", again=slip == newest and status in {"failed", "unknown"})
        for slip, status in visit.slips.items()
    )
    guides = (
        _copy(day, guide.id, guide.status, "guide")
        for guide in day.guides.values()
        if guide.visit == visit.id
    )
    return (*slips, *guides)


def _copy(day: Day, slip: str, status: str, kind: Literal["slip", "guide"], *, again: bool = False) -> Copy:
    reason = day.print_reasons.get(slip, "")
    if status == "printed":
        return Copy(slip, kind, reason or status, "", again)
    return Copy(slip, kind, status, reason, again)


def printer_needs(day: Day) -> tuple[str, ...]:
    """Return what the printers need of the lobby's staff, as codes; none while they are well."""
    return tuple(
        "folder" if name == "folder" else condition
        for name, condition in day.printers.items()
        if needs_a_hand(condition)
    )
