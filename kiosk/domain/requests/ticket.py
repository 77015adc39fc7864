"""Taking a number, calling it, and the steps of its legs."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal


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


@dataclass(frozen=True, slots=True)
class ReachStep:
    """Handling has come to one of its five steps."""

    kind: ClassVar[str] = "reach_step"
    leg: str
    leg_version: int
    step: Literal["apply", "review", "handle", "confirm", "feedback"]


class FinishService(LegStep):
    """The leg is done."""

    __slots__ = ()
    kind: ClassVar[str] = "finish_service"
