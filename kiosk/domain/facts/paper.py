"""Paper copies, the customer's opinion, and what became of it."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

PrintStatus = Literal["queued", "sending", "printed", "unknown", "failed"]
PrinterCondition = Literal[
    "ready", "near_end", "paper_out", "cover_open", "jam", "fault", "offline", "unsure"
]
"""`near_end`: it prints, and paper is about to run out. `unsure`: it can be reached and says nothing of itself."""


@dataclass(frozen=True, slots=True)
class SlipQueued:
    """A paper copy of the ticket was asked for; the ticket is valid without it."""

    kind: ClassVar[str] = "slip_queued"
    version: ClassVar[int] = 1
    slip: str
    visit: str
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class GuideQueued:
    """A guidance slip was asked for: what to bring and what happens (B1), with or without a number."""

    kind: ClassVar[str] = "guide_queued"
    version: ClassVar[int] = 1
    slip: str
    service: str
    answers: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    language: str = "zh"
    visit: str = ""
    """Empty for somebody who only wants to know."""


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    """A printer was found in another condition than before; staff hear of paper that runs low before it is out."""

    kind: ClassVar[str] = "printer_changed"
    version: ClassVar[int] = 1
    printer: str
    condition: PrinterCondition


@dataclass(frozen=True, slots=True)
class SlipStatusChanged:
    """What is known of the paper: sending is written before the first byte, unknown never reprints by itself."""

    kind: ClassVar[str] = "slip_status_changed"
    version: ClassVar[int] = 1
    slip: str
    visit: str
    """Empty for a guidance slip."""
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
    reasons: tuple[str, ...] = ()
    """Codes of the reasons the customer touched, of the branch's own list."""


@dataclass(frozen=True, slots=True)
class RatingAnswered:
    """The lobby manager saw to a low rating. It names the visit, never a person (D3)."""

    kind: ClassVar[str] = "rating_answered"
    version: ClassVar[int] = 1
    visit: str
