"""Paper copies and the customer's opinion."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from kiosk.domain.facts import PrinterCondition, PrintStatus


@dataclass(frozen=True, slots=True)
class RateVisit:
    """A customer's opinion at the exit, proven by the check code of the slip."""

    kind: ClassVar[str] = "rate_visit"
    visit: str
    check: str
    score: int
    answers: dict[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRating:
    """The lobby manager sees to a low rating."""

    kind: ClassVar[str] = "answer_rating"
    visit: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """Ask for another paper copy (补打)."""

    kind: ClassVar[str] = "reprint"
    visit: str


@dataclass(frozen=True, slots=True)
class PrintGuide:
    """Print what to bring and what happens: of a visit, which then says for what, or of a service without a number."""

    kind: ClassVar[str] = "print_guide"
    visit: str = ""
    service: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class ReportPrint:
    """The spool says what it knows of a slip. Only the branch service itself asks this."""

    kind: ClassVar[str] = "report_print"
    slip: str
    status: PrintStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportPrinter:
    """The spool says how a printer is. Only the branch service itself asks this."""

    kind: ClassVar[str] = "report_printer"
    printer: str
    condition: PrinterCondition
