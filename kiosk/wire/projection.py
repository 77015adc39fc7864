"""Who may see which fact: each screen and page gets its own projection of the stream (design.md, One idea)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from kiosk.domain import facts as f
from kiosk.domain.care import Care
from kiosk.domain.counter import Counter
from kiosk.domain.day import Day
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.guide import Guide
from kiosk.domain.rating import Rating
from kiosk.domain.visit import Leg, Visit

T = TypeVar("T")
Role = Literal["entrance", "exit", "hall", "counter", "reception", "manager", "office", "technician"]
ROLES: tuple[Role, ...] = (
    "entrance",
    "exit",
    "hall",
    "counter",
    "reception",
    "manager",
    "office",
    "technician",
)

_PUBLIC: frozenset[Role] = frozenset({"entrance", "exit", "hall"})
"""Screens where everybody stands: who did something, and at which device, is nobody's business there."""
_STAFF: frozenset[Role] = frozenset({"reception", "manager"})
_WITH_QUEUE: frozenset[Role] = frozenset({"hall", "counter", *_STAFF})
"""Those who are told of tickets; to everybody else a visit means nothing."""

_HOUSE: tuple[type, ...] = (
    f.EpochStarted,
    f.DayOpened,
    f.DayClosed,
    f.DayReopened,
    f.CounterOpened,
    f.CounterClosed,
    f.CounterHandedOver,
    f.ClockJumped,
)
_PAPER: tuple[type, ...] = (f.SlipQueued, f.GuideQueued, f.SlipStatusChanged, f.PrinterChanged)
_HELP: tuple[type, ...] = (f.HelpCalled, f.HelpAnswered)
_KEEPING: tuple[type, ...] = (f.BranchChecked, f.DayKept)
_OPINION: tuple[type, ...] = (f.VisitRated, f.RatingAnswered)
_QUEUE: tuple[type, ...] = (
    f.TicketCarried,
    f.TicketIssued,
    f.LegAdded,
    f.LegJoined,
    f.TicketCalled,
    f.TicketAnnouncedAgain,
    f.TicketPassed,
    f.TicketReturned,
    f.TicketVoided,
    f.TicketAbandoned,
    f.TicketParked,
    f.TicketTransferred,
    f.ServiceStarted,
    f.StepReached,
    f.ServiceFinished,
)
_CARE: tuple[type, ...] = (f.CareMarked,)
_RECORDS: tuple[type, ...] = (
    f.ConsentGiven,
    f.RecordKept,
    f.RecordRead,
    f.RecordsSearched,
    f.RecordForgotten,
)
_PURGES: tuple[type, ...] = (f.PersonalDataPurged, f.CareNeedsCounted, f.JournalPurged)
_PEOPLE: tuple[type, ...] = (
    f.StaffAdded,
    f.StaffRolesChanged,
    f.StaffLeft,
    f.PinSet,
    f.StaffLocked,
    f.StaffUnlocked,
    f.StaffSignedIn,
    f.StaffSignedOut,
    f.PaperRead,
)
_MAINTENANCE: tuple[type, ...] = (f.MaintenanceDone,)
_DEVICES: tuple[type, ...] = (f.DeviceInvited, f.DevicePaired, f.DeviceRevoked)

_SEEN: dict[Role, tuple[type, ...]] = {
    "entrance": (*_HOUSE, *_PAPER, *_HELP),
    "exit": (*_HOUSE, *_HELP),
    "hall": (*_HOUSE, *_QUEUE),
    "counter": (*_HOUSE, *_QUEUE, *_CARE),
    "reception": (*_HOUSE, *_PAPER, *_HELP, *_QUEUE, *_CARE, *_KEEPING),
    "manager": (*_HOUSE, *_PAPER, *_HELP, *_QUEUE, *_CARE, *_KEEPING, *_OPINION),
    "office": (*_HOUSE, *_KEEPING, *_PEOPLE, *_MAINTENANCE, *_DEVICES, *_RECORDS, *_PURGES),
    "technician": (*_HOUSE, f.PrinterChanged, *_KEEPING, *_MAINTENANCE, *_DEVICES),
}
"""Whatever is not named here is not seen: a new kind of fact is hidden until somebody decides otherwise."""


def seen_by(role: Role, recorded: f.Recorded) -> f.Recorded | None:
    """Return the fact as `role` may see it, or None if it may only know that something happened."""
    if not isinstance(recorded.fact, _SEEN[role]):
        return None
    fact = recorded.fact
    if isinstance(fact, f.TicketCarried) and role != "manager":
        fact = replace(fact, rated=False)
    if role in _PUBLIC:
        public = _in_the_hall(fact) if role == "hall" else _at_a_door(fact)
        return replace(recorded, actor="", device="", fact=public)
    return replace(recorded, fact=fact)


def _in_the_hall(fact: f.Fact) -> f.Fact:
    """Return a fact as everybody in the hall may read it.

    No care class, no reason or promise that tells of one, no answers; nor that staff issued the ticket, as they do for
    whoever needs help with the screen.
    """
    match fact:
        case f.TicketIssued():
            return replace(
                fact,
                channel="kiosk",
                care=Care.ORDINARY,
                answers={},
                ready=(),
                ahead=0,
                low_min=None,
                high_min=None,
            )
        case f.TicketCarried():
            return replace(fact, care=Care.ORDINARY, done=())
        case f.TicketCalled():
            return replace(fact, reason="score", score=0, runner_up="", runner_up_score=0, picked_by="")
        case _:
            return fact


def _at_a_door(fact: f.Fact) -> f.Fact:
    """Return a fact as the entrance and the exit may see it: which counters there are, and not who serves there."""
    return replace(fact, badge="") if isinstance(fact, f.CounterOpened | f.CounterHandedOver) else fact


def day_for(role: Role, day: Day) -> tuple[list[Visit], list[Leg]]:
    """Return the visits and legs of a snapshot that `role` may see, reduced as `seen_by` reduces facts."""
    match role:
        case "entrance" | "exit" | "office" | "technician":
            return [], []
        case "hall":
            visits = [
                replace(
                    visit,
                    care=Care.ORDINARY,
                    answers={},
                    ready=(),
                    ahead=0,
                    low_min=None,
                    high_min=None,
                    slips={},
                    rated=False,
                    verified=False,
                    done=(),
                )
                for visit in day.visits.values()
            ]
            legs = [
                replace(
                    leg,
                    care=Care.ORDINARY,
                    periods=tuple(
                        replace(period, reason="score", score=0, runner_up="", runner_up_score=0)
                        for period in leg.periods
                    ),
                )
                for leg in day.legs.values()
            ]
            return visits, legs
        case "counter":
            known = [replace(visit, slips={}, rated=False) for visit in day.visits.values()]
            return known, list(day.legs.values())
        case "reception":
            return [replace(visit, rated=False) for visit in day.visits.values()], list(day.legs.values())
        case "manager":
            return list(day.visits.values()), list(day.legs.values())


def guides_for(role: Role, day: Day) -> list[Guide]:
    """Return the guidance slips of a snapshot, for those who ask for them: the entrance and staff."""
    return list(day.guides.values()) if role in {"entrance", *_STAFF} else []


def of_known_slips(role: Role, day: Day, told: Mapping[str, T]) -> dict[str, T]:
    """Return what is told of each slip, for the slips that `role` knows of: the entrance knows guidance slips only."""
    match role:
        case "reception" | "manager":
            return dict(told)
        case "entrance":
            return {slip: what for slip, what in told.items() if slip in day.guides}
        case "exit" | "hall" | "counter" | "office" | "technician":
            return {}


def printers_for(role: Role, day: Day) -> dict[str, PrinterCondition]:
    """Return how the printers are, for those who print or mend them: the entrance and staff."""
    return dict(day.printers) if role in {"entrance", "technician", *_STAFF} else {}


def helps_for(role: Role, day: Day) -> dict[str, str]:
    """Return the open calls for help of a snapshot, for those who called or can come."""
    return dict(day.helps) if role in {"entrance", "exit", *_STAFF} else {}


def ratings_for(role: Role, day: Day) -> list[Rating]:
    """Return the opinions of a snapshot: the manager's business and nobody else's (D3)."""
    return list(day.ratings.values()) if role == "manager" else []


def findings_for(role: Role, day: Day) -> tuple[dict[str, str], int]:
    """Return how the branch was found and when, for staff."""
    return (dict(day.findings), day.checked_ms) if role in {*_STAFF, "office", "technician"} else ({}, 0)


def counters_for(role: Role, day: Day) -> list[Counter]:
    """Return the open counters of a snapshot; whom one has in hand only for those who see tickets called and gone.

    The entrance and the exit show no counter, and are not told who serves there.
    """
    if role in {"entrance", "exit"}:
        return [replace(counter, leg="", badge="") for counter in day.counters.values()]
    if role not in _WITH_QUEUE:
        return [replace(counter, leg="") for counter in day.counters.values()]
    return list(day.counters.values())
