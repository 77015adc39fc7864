"""Everything that can happen at a reception, each as one frozen fact.

A fact says what happened and holds all that replaying it needs: applying one never asks the catalogue, the clock or a
setting. It holds no personal data: the weight class but never the care need, ids but never names (design.md, vault).
Kinds and fields are only ever added (protocol.md, Evolution).
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

PrintStatus = Literal["queued", "sending", "printed", "unknown", "failed"]
TimeQuality = Literal["trusted", "doubtful"]


@dataclass(frozen=True, slots=True)
class EpochStarted:
    """A database was born, or restored from a backup: the chain goes on under a new epoch (protocol.md)."""

    kind: ClassVar[str] = "epoch_started"
    version: ClassVar[int] = 1
    branch: str
    why: Literal["born", "restored"]
    demonstration: bool
    previous_epoch: str = ""
    """Hex of the epoch before, empty at birth."""
    last_seq: int = 0
    last_hash: str = ""


@dataclass(frozen=True, slots=True)
class DayOpened:
    """A business day began; holds the rules that will explain every call of this day."""

    kind: ClassVar[str] = "day_opened"
    version: ClassVar[int] = 1
    date: str
    """ISO date in the branch's time zone."""
    opens_ms: int
    closes_ms: int
    cutoff_ms: int
    """From here on the entrance issues no more tickets."""
    catalogue: str
    weights: dict[str, int]
    """Weight in hundredths by care class (queueing.md b_k)."""
    promises: dict[str, int]
    """Promised minutes by care class (queueing.md T_k)."""
    guard: bool = False
    express: bool = False


@dataclass(frozen=True, slots=True)
class TicketCarried:
    """A parked ticket of the day before goes on today, with its waiting credit."""

    kind: ClassVar[str] = "ticket_carried"
    version: ClassVar[int] = 1
    visit: str
    leg: str
    date: str
    """Business date of issue: the number belongs to that date."""
    series: str
    number: int
    service: str
    zone: str
    care: str
    minutes: int
    credit_ms: int
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The business day ended: every leg still open is closed at day end, except the carried ones."""

    kind: ClassVar[str] = "day_closed"
    version: ClassVar[int] = 1
    date: str
    why: Literal["by_hand", "stale"]
    finished: int
    unfinished: int
    carried: tuple[str, ...] = ()
    """Ids of the legs that go on the next day."""


@dataclass(frozen=True, slots=True)
class DayReopened:
    """Staff took back a closing of the same date. Tickets closed by it stay closed."""

    kind: ClassVar[str] = "day_reopened"
    version: ClassVar[int] = 1
    date: str


@dataclass(frozen=True, slots=True)
class TicketIssued:
    """A customer holds a number: the visit and its first leg begin."""

    kind: ClassVar[str] = "ticket_issued"
    version: ClassVar[int] = 1
    visit: str
    leg: str
    series: str
    number: int
    service: str
    zone: str
    care: str
    minutes: int
    """Prior mean of the service in minutes, as the catalogue said at issue."""
    channel: Literal["kiosk", "staff"]
    language: str = "zh"
    answers: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    """Codes of the materials the customer ticked as in hand."""
    ahead: int = 0
    """People ahead as told to the customer, classes counted."""
    low_min: int | None = None
    high_min: int | None = None
    """The waiting range as told to the customer; None means `unknown` was said."""


@dataclass(frozen=True, slots=True)
class LegAdded:
    """The visit gets another service without a new queue start (D2). It waits only once `leg_joined` follows."""

    kind: ClassVar[str] = "leg_added"
    version: ClassVar[int] = 1
    visit: str
    leg: str
    service: str
    zone: str
    minutes: int


@dataclass(frozen=True, slots=True)
class LegJoined:
    """A planned leg begins to wait, with the visit's summed waiting as credit."""

    kind: ClassVar[str] = "leg_joined"
    version: ClassVar[int] = 1
    leg: str
    credit_ms: int


@dataclass(frozen=True, slots=True)
class TicketCalled:
    """A counter called a ticket, and why this one (C1)."""

    kind: ClassVar[str] = "ticket_called"
    version: ClassVar[int] = 1
    leg: str
    period: str
    counter: str
    reason: Literal["score", "guard", "picked", "recall", "express"]
    score: int
    """Weight in hundredths times waiting ms, at the moment of the call."""
    runner_up: str = ""
    """Leg id of the second in line, empty if nobody else waited for this counter."""
    runner_up_score: int = 0
    rule: str = "apq-1"
    picked_by: str = ""


@dataclass(frozen=True, slots=True)
class TicketAnnouncedAgain:
    """The same call was announced once more; nothing else changes."""

    kind: ClassVar[str] = "ticket_announced_again"
    version: ClassVar[int] = 1
    leg: str
    counter: str
    times: int


@dataclass(frozen=True, slots=True)
class TicketPassed:
    """Nobody came to the call (过号)."""

    kind: ClassVar[str] = "ticket_passed"
    version: ClassVar[int] = 1
    leg: str
    counter: str


@dataclass(frozen=True, slots=True)
class TicketReturned:
    """A passed or parked ticket waits again with its credit kept (顺延)."""

    kind: ClassVar[str] = "ticket_returned"
    version: ClassVar[int] = 1
    leg: str
    after: Literal["passed", "parked"]


@dataclass(frozen=True, slots=True)
class TicketVoided:
    """A passed ticket was declared void (作废)."""

    kind: ClassVar[str] = "ticket_voided"
    version: ClassVar[int] = 1
    leg: str


@dataclass(frozen=True, slots=True)
class TicketAbandoned:
    """The customer gave the ticket up (弃号)."""

    kind: ClassVar[str] = "ticket_abandoned"
    version: ClassVar[int] = 1
    leg: str


@dataclass(frozen=True, slots=True)
class TicketParked:
    """The leg is set aside (挂起), for instance while a form is filled in; it earns no waiting meanwhile."""

    kind: ClassVar[str] = "ticket_parked"
    version: ClassVar[int] = 1
    leg: str


@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """The leg goes on at another service or counter (转号) and keeps its waiting credit."""

    kind: ClassVar[str] = "ticket_transferred"
    version: ClassVar[int] = 1
    leg: str
    service: str
    zone: str
    minutes: int
    counter: str = ""
    """The only counter that may call it next; empty for any with the skill."""


@dataclass(frozen=True, slots=True)
class ServiceStarted:
    """The customer sits at the counter; handling began."""

    kind: ClassVar[str] = "service_started"
    version: ClassVar[int] = 1
    leg: str
    period: str
    counter: str


@dataclass(frozen=True, slots=True)
class ServiceFinished:
    """The leg is done (办结)."""

    kind: ClassVar[str] = "service_finished"
    version: ClassVar[int] = 1
    leg: str
    period: str
    counter: str
    quality: Literal["measured", "suspect"] = "measured"
    """`suspect`: shorter than 20 s or longer than six times the prior mean, so reports can leave it out."""


@dataclass(frozen=True, slots=True)
class CounterOpened:
    """A counter serves from now on, with these skills."""

    kind: ClassVar[str] = "counter_opened"
    version: ClassVar[int] = 1
    counter: str
    zone: str
    skills: tuple[str, ...]
    """Codes of the services it can do."""
    badge: str = ""
    """Staff badge number (工号) shown wherever a person serves."""


@dataclass(frozen=True, slots=True)
class CounterClosed:
    """A counter stopped serving."""

    kind: ClassVar[str] = "counter_closed"
    version: ClassVar[int] = 1
    counter: str


@dataclass(frozen=True, slots=True)
class VisitRated:
    """A customer's opinion of a finished visit. Never reaches a teller's counter (D3)."""

    kind: ClassVar[str] = "visit_rated"
    version: ClassVar[int] = 1
    visit: str
    score: int
    """1 (very dissatisfied) to 5 (very satisfied)."""
    answers: dict[str, int] = field(default_factory=dict)


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
class HelpCalled:
    """Somebody asks for a person (呼叫人工, A4)."""

    kind: ClassVar[str] = "help_called"
    version: ClassVar[int] = 1
    help: str
    place: str


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """A person took the call for help."""

    kind: ClassVar[str] = "help_answered"
    version: ClassVar[int] = 1
    help: str


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The wall clock left the service clock by more than the tolerance (design.md, Journal)."""

    kind: ClassVar[str] = "clock_jumped"
    version: ClassVar[int] = 1
    by_ms: int
    """Wall clock minus service time; negative when the wall clock went back."""
    when: Literal["start", "running"]
    quality: TimeQuality
    """What the service time is worth from here on."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact of a kind or version this program does not know: kept and passed on, never applied."""

    kind: str
    version: int


type_of_kind: dict[str, type] = {
    cls.kind: cls
    for cls in (
        EpochStarted, DayOpened, TicketCarried, DayClosed, DayReopened, TicketIssued, LegAdded, LegJoined,
        TicketCalled, TicketAnnouncedAgain, TicketPassed, TicketReturned, TicketVoided, TicketAbandoned,
        TicketParked, TicketTransferred, ServiceStarted, ServiceFinished, CounterOpened, CounterClosed,
        VisitRated, SlipQueued, SlipStatusChanged, HelpCalled, HelpAnswered, ClockJumped,
    )
}  # fmt: skip

Fact = (
    EpochStarted | DayOpened | TicketCarried | DayClosed | DayReopened | TicketIssued | LegAdded | LegJoined
    | TicketCalled | TicketAnnouncedAgain | TicketPassed | TicketReturned | TicketVoided | TicketAbandoned
    | TicketParked | TicketTransferred | ServiceStarted | ServiceFinished | CounterOpened | CounterClosed
    | VisitRated | SlipQueued | SlipStatusChanged | HelpCalled | HelpAnswered | ClockJumped | Unknown
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact as the journal holds it: with its place in the chain, its service time and who caused it."""

    epoch: str
    """Hex of the eight random bytes of the epoch."""
    seq: int
    id: str
    """UUIDv7, canonical text."""
    date: str
    """Business date, never goes back."""
    at_ms: int
    """Service time, UTC milliseconds."""
    actor: str
    device: str
    fact: Fact
