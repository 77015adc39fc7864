"""Paper copies and the customer's opinion."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

PrintStatus = Literal["queued", "sending", "printed", "unknown", "failed"]


@dataclass(frozen=True, slots=True)
class SlipQueued:
    """A paper copy of the ticket was asked for; the ticket is valid without it."""

    kind: ClassVar[str] = "slip_queued"
    version: ClassVar[int] = 1
    slip: str
    visit: str
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class SlipStatusChanged:
    """What is known of the paper: sending is written before the first byte, unknown never reprints by itself."""

    kind: ClassVar[str] = "slip_status_changed"
    version: ClassVar[int] = 1
    slip: str
    visit: str
    status: PrintStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VisitRated:
    """A customer's opinion of a finished visit. Never reaches a teller's counter (D3)."""

    kind: ClassVar[str] = "visit_rated"
    version: ClassVar[int] = 1
    visit: str
    score: int
    """1 (very dissatisfied) to 5 (very satisfied)."""
    answers: dict[str, int] = field(default_factory=dict)
