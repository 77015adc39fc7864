"""Everything that can happen at a reception, each as one frozen fact.

A fact says what happened and holds all that replaying it needs: applying one never asks the catalogue, the
clock or a setting. It holds no personal data: the weight class but never the care need, ids but never names
(design.md, vault). Kinds and fields are only ever added (protocol.md, Evolution).
"""

from dataclasses import dataclass
from typing import get_args

from kiosk.domain.facts.counter import CounterClosed, CounterHandedOver, CounterOpened
from kiosk.domain.facts.house import (
    BranchChecked,
    CarriedDevice,
    CarriedPerson,
    ClockJumped,
    DayClosed,
    DayKept,
    DayOpened,
    DayReopened,
    EpochStarted,
    HelpAnswered,
    HelpCalled,
    JournalPurged,
    NumbersSkipped,
    TimeQuality,
)
from kiosk.domain.facts.paper import (
    GuideQueued,
    PrinterChanged,
    PrinterCondition,
    PrintStatus,
    RatingAnswered,
    SlipQueued,
    SlipStatusChanged,
    VisitRated,
)
from kiosk.domain.facts.people import (
    DeviceInvited,
    DevicePaired,
    DeviceRevoked,
    MaintenanceAct,
    MaintenanceDone,
    MaintenanceOutcome,
    PaperRead,
    PinSet,
    SignOutReason,
    StaffAdded,
    StaffLeft,
    StaffLocked,
    StaffRolesChanged,
    StaffSignedIn,
    StaffSignedOut,
    StaffUnlocked,
)
from kiosk.domain.facts.ticket import (
    CareMarked,
    LegAdded,
    LegJoined,
    ServiceFinished,
    ServiceStarted,
    StepReached,
    TicketAbandoned,
    TicketAnnouncedAgain,
    TicketCalled,
    TicketCarried,
    TicketIssued,
    TicketParked,
    TicketPassed,
    TicketReturned,
    TicketTransferred,
    TicketVoided,
)
from kiosk.domain.facts.vault import (
    CareNeedsCounted,
    ConsentGiven,
    ForgetReason,
    PersonalDataPurged,
    ReadReason,
    RecordClass,
    RecordForgotten,
    RecordKept,
    RecordRead,
    RecordsSearched,
)

__all__ = [
    "BranchChecked",
    "CareMarked",
    "CareNeedsCounted",
    "CarriedDevice",
    "CarriedPerson",
    "ClockJumped",
    "ConsentGiven",
    "CounterClosed",
    "CounterHandedOver",
    "CounterOpened",
    "DayClosed",
    "DayKept",
    "DayOpened",
    "DayReopened",
    "DeviceInvited",
    "DevicePaired",
    "DeviceRevoked",
    "EpochStarted",
    "Fact",
    "ForgetReason",
    "GuideQueued",
    "HelpAnswered",
    "HelpCalled",
    "JournalPurged",
    "LegAdded",
    "LegJoined",
    "MaintenanceAct",
    "MaintenanceDone",
    "MaintenanceOutcome",
    "NumbersSkipped",
    "PaperRead",
    "PersonalDataPurged",
    "PinSet",
    "PrintStatus",
    "PrinterChanged",
    "PrinterCondition",
    "RatingAnswered",
    "ReadReason",
    "RecordClass",
    "RecordForgotten",
    "RecordKept",
    "RecordRead",
    "Recorded",
    "RecordsSearched",
    "ServiceFinished",
    "ServiceStarted",
    "SignOutReason",
    "SlipQueued",
    "SlipStatusChanged",
    "StaffAdded",
    "StaffLeft",
    "StaffLocked",
    "StaffRolesChanged",
    "StaffSignedIn",
    "StaffSignedOut",
    "StaffUnlocked",
    "StepReached",
    "TicketAbandoned",
    "TicketAnnouncedAgain",
    "TicketCalled",
    "TicketCarried",
    "TicketIssued",
    "TicketParked",
    "TicketPassed",
    "TicketReturned",
    "TicketTransferred",
    "TicketVoided",
    "TimeQuality",
    "Unknown",
    "VisitRated",
    "type_of_kind",
]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact of a kind or version this program does not know: kept and passed on, never applied."""

    kind: str
    version: int


Fact = (
    EpochStarted
    | DayOpened
    | TicketCarried
    | DayClosed
    | DayReopened
    | TicketIssued
    | LegAdded
    | LegJoined
    | TicketCalled
    | TicketAnnouncedAgain
    | TicketPassed
    | TicketReturned
    | TicketVoided
    | TicketAbandoned
    | TicketParked
    | TicketTransferred
    | ServiceStarted
    | ServiceFinished
    | CounterOpened
    | CounterClosed
    | CounterHandedOver
    | VisitRated
    | RatingAnswered
    | SlipQueued
    | GuideQueued
    | SlipStatusChanged
    | PrinterChanged
    | HelpCalled
    | HelpAnswered
    | BranchChecked
    | DayKept
    | ClockJumped
    | NumbersSkipped
    | JournalPurged
    | DeviceInvited
    | DevicePaired
    | DeviceRevoked
    | MaintenanceDone
    | PaperRead
    | PinSet
    | StaffAdded
    | StaffLeft
    | StaffLocked
    | StaffRolesChanged
    | StaffSignedIn
    | StaffSignedOut
    | StaffUnlocked
    | CareNeedsCounted
    | ConsentGiven
    | PersonalDataPurged
    | RecordForgotten
    | RecordKept
    | RecordRead
    | RecordsSearched
    | CareMarked
    | StepReached
    | Unknown
)

type_of_kind: dict[str, type] = {cls.kind: cls for cls in get_args(Fact) if cls is not Unknown}
"""Every kind of fact that this version knows."""


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
