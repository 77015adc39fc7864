"""Tickets and the legs of a visit: issued, carried, called, served, set aside, ended."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal


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
    rated: bool = False
    """The visit was rated before it was carried over: one rating for each visit (D3). Only the manager sees it."""
    done: tuple[str, ...] = ()
    """Codes of the services of the visit that were finished before: they may be rated, and have their aftercare."""


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
    """Weight in hundredths times waiting ms at the moment of the call; under express divided by sqrt(mean minutes)."""
    runner_up: str = ""
    """Leg id of the second in line, empty if nobody else waited for this counter."""
    runner_up_score: int = 0
    rule: str = "apq-1"
    picked_by: str = ""
    credit_ms: int | None = None
    """What the visit of a recalled leg has waited, perhaps for another service; None: the leg's own credit."""


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
    credit_ms: int | None = None
    """What the visit has waited by now, perhaps for another service meanwhile; None: the leg's own credit."""


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
class StepReached:
    """Handling has come to one of its five steps (申请→审核→办理→确认→反馈), for the customer to see (C2)."""

    kind: ClassVar[str] = "step_reached"
    version: ClassVar[int] = 1
    leg: str
    period: str
    step: str


@dataclass(frozen=True, slots=True)
class CareMarked:
    """Staff made sure which weight class a visit has (A3); who, is the actor. The need itself is in the vault."""

    kind: ClassVar[str] = "care_marked"
    version: ClassVar[int] = 1
    visit: str
    care: str


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
