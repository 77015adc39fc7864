"""What a person or a device can ask of the branch service: one frozen request for each action.

Every request travels with an id made once per user action (design.md, Requests). Those that act on a leg carry the
version of the leg that the person saw, so that a page that is behind cannot act on something else.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args

from kiosk.domain.facts import PrinterCondition, PrintStatus


@dataclass(frozen=True, slots=True)
class By:
    """Who asks: the role of the device, its name, and the badge number when a person signed it."""

    role: str
    device: str
    badge: str = ""

    @property
    def actor(self) -> str:
        """`customer`, `system`, or `staff` with the badge number: what the journal keeps."""
        if self.role in {"entrance", "exit", "hall"}:
            return "customer"
        if self.role == "system":
            return "system"
        return f"staff:{self.badge}" if self.badge else "staff"


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """Take a number for a service. `care_needs` are declared needs; they are weighed and then forgotten."""

    kind: ClassVar[str] = "issue_ticket"
    service: str
    answers: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    care_needs: tuple[Literal["elderly", "disabled", "pregnant"], ...] = ()
    vip: bool = False
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class AddService:
    """Another service for a visit that is here already (D2)."""

    kind: ClassVar[str] = "add_service"
    visit: str
    service: str


@dataclass(frozen=True, slots=True)
class LegStep:
    """One step of a leg, taken on the version of it that the person saw."""

    leg: str
    leg_version: int


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """Let a counter serve, with the skills of the branch plan."""

    kind: ClassVar[str] = "open_counter"
    counter: str
    badge: str = ""


@dataclass(frozen=True, slots=True)
class CloseCounter:
    """Stop a counter that has nobody in hand."""

    kind: ClassVar[str] = "close_counter"
    counter: str


@dataclass(frozen=True, slots=True)
class CallNext:
    """Call whom the rules choose to this counter."""

    kind: ClassVar[str] = "call_next"
    counter: str


@dataclass(frozen=True, slots=True)
class CallTicket:
    """Call this very ticket to this counter: a person picked it."""

    kind: ClassVar[str] = "call_ticket"
    counter: str
    leg: str
    leg_version: int


class AnnounceAgain(LegStep):
    """Announce a called ticket once more."""

    __slots__ = ()
    kind: ClassVar[str] = "announce_again"


class PassTicket(LegStep):
    """Nobody came (过号)."""

    __slots__ = ()
    kind: ClassVar[str] = "pass_ticket"


class ReturnTicket(LegStep):
    """The customer of a passed or parked ticket is back."""

    __slots__ = ()
    kind: ClassVar[str] = "return_ticket"


class VoidTicket(LegStep):
    """Declare a passed ticket void (作废)."""

    __slots__ = ()
    kind: ClassVar[str] = "void_ticket"


class AbandonTicket(LegStep):
    """The customer gives up (弃号)."""

    __slots__ = ()
    kind: ClassVar[str] = "abandon_ticket"


class ParkTicket(LegStep):
    """Set a leg aside (挂起)."""

    __slots__ = ()
    kind: ClassVar[str] = "park_ticket"


@dataclass(frozen=True, slots=True)
class TransferTicket:
    """Send a leg to another service, or to one counter of the same service (转号)."""

    kind: ClassVar[str] = "transfer_ticket"
    leg: str
    leg_version: int
    service: str
    counter: str = ""


class StartService(LegStep):
    """The called customer is at the counter."""

    __slots__ = ()
    kind: ClassVar[str] = "start_service"


class FinishService(LegStep):
    """The leg is done."""

    __slots__ = ()
    kind: ClassVar[str] = "finish_service"


@dataclass(frozen=True, slots=True)
class RateVisit:
    """A customer's opinion at the exit, proven by the check code of the slip."""

    kind: ClassVar[str] = "rate_visit"
    visit: str
    check: str
    score: int
    answers: dict[str, int] = field(default_factory=dict)


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
class CallHelp:
    """呼叫人工: a person, please, at this place."""

    kind: ClassVar[str] = "call_help"
    place: str


@dataclass(frozen=True, slots=True)
class AnswerHelp:
    """I am on my way."""

    kind: ClassVar[str] = "answer_help"
    help: str


@dataclass(frozen=True, slots=True)
class CloseDay:
    """End the business day by hand."""

    kind: ClassVar[str] = "close_day"


@dataclass(frozen=True, slots=True)
class ReopenDay:
    """Take a closing of today back."""

    kind: ClassVar[str] = "reopen_day"


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


Request = (
    IssueTicket
    | AddService
    | OpenCounter
    | CloseCounter
    | CallNext
    | CallTicket
    | AnnounceAgain
    | PassTicket
    | ReturnTicket
    | VoidTicket
    | AbandonTicket
    | ParkTicket
    | TransferTicket
    | StartService
    | FinishService
    | RateVisit
    | Reprint
    | PrintGuide
    | CallHelp
    | AnswerHelp
    | CloseDay
    | ReopenDay
    | ReportPrint
    | ReportPrinter
)

request_of_kind: dict[str, type] = {cls.kind: cls for cls in get_args(Request)}
"""Every request by the kind it travels under."""
