"""One ticket looked at closely: what it is about, what can be done with it now, and why it was called."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.catalogue import materials_for
from kiosk.domain.day import Day
from kiosk.domain.visit import Leg, LegStatus, Visit
from kiosk.pages.reception.board import MINUTE_MS, promise_min
from kiosk.pages.reception.care import CareSaid, care_said
from kiosk.pages.reception.names import Choice, Names, TileGroup
from kiosk.pages.reception.paper import Copy, copies_of

ACTIONS: Final[dict[LegStatus, tuple[str, ...]]] = {
    LegStatus.WAITING: (
        "call_ticket", "transfer_ticket", "add_service", "park_ticket", "reprint", "print_guide", "abandon_ticket",
    ),
    LegStatus.CALLED: (
        "start_service", "announce_again", "pass_ticket", "transfer_ticket", "add_service", "park_ticket", "reprint",
        "print_guide", "abandon_ticket",
    ),
    LegStatus.SERVING: (
        "finish_service", "add_service", "transfer_ticket", "park_ticket", "reprint", "print_guide", "abandon_ticket",
    ),
    LegStatus.PASSED: ("return_ticket", "call_ticket", "reprint", "print_guide", "void_ticket", "abandon_ticket"),
    LegStatus.PARKED: ("return_ticket", "call_ticket", "reprint", "print_guide", "abandon_ticket"),
    LegStatus.PLANNED: ("abandon_ticket",),
    LegStatus.FINISHED: ("add_service", "reprint", "print_guide"),
    LegStatus.VOIDED: (),
    LegStatus.ABANDONED: (),
    LegStatus.CLOSED: (),
}  # fmt: skip
"""Kinds of request that fit a leg, the most likely first. The rules have the last word."""


@dataclass(frozen=True, slots=True)
class Quote:
    """People ahead and the waiting range; `low_min` is None when the wait is unknown (C2)."""

    ahead: int
    low_min: int | None
    high_min: int | None


@dataclass(frozen=True, slots=True)
class OtherLeg:
    """Another service of the same visit."""

    leg: str
    version: int
    service: str
    status: str


@dataclass(frozen=True, slots=True)
class TicketView:
    """Everything about one ticket, and what can be done with it now."""

    leg: str
    version: int
    visit: str
    ticket: str
    date: str
    """Business date of the number when it is not today's, else empty."""
    service: str
    service_code: str
    zone: str
    care: str
    status: str
    minutes: int
    """Waited over the whole visit."""
    promise_min: int
    counter: str
    """Name of the counter it is at or waits for, else empty."""
    told: Quote
    """What the customer was told when the number was given."""
    actions: tuple[str, ...]
    counters: tuple[Choice, ...]
    """Idle counters it can be called to; `chosen` marks those with the skill, which come first."""
    answers: tuple[Choice, ...]
    """The question as code, the answer as name."""
    materials: tuple[Choice, ...]
    """`chosen` marks what the customer has in hand."""
    others: tuple[OtherLeg, ...]
    copies: tuple[Copy, ...]
    care_said: CareSaid
    """Who says so: staff, or the customer alone (A3)."""
    going_on: bool
    """It has not ended: what is not known yet of the customer may still help."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a ticket can be sent, or what can be added to its visit."""

    ticket: TicketView
    groups: tuple[TileGroup, ...]
    counters: tuple[Choice, ...]
    """Open counters of the same service it is not at."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a ticket was called (C1), in minutes that count: waited minutes times the weight of the class."""

    ticket: str
    counter: str
    reason: str
    care: str
    minutes: str
    """Waited until the call, to a tenth: beside what it counts for, a whole 0 would look like a mistake."""
    promise_min: int
    weight: str
    """How many minutes each minute counts as, such as `11.11`."""
    points: str
    """Minutes that count, one decimal."""
    second: str
    """Ticket that came second by the rules, or first if a person picked another; empty if nobody else waited."""
    second_points: str


def ticket_view(day: Day, now_ms: int, names: Names, leg_id: str) -> TicketView | None:
    """Return the ticket of a leg of today, None if there is no such leg."""
    leg = day.legs.get(leg_id)
    if leg is None:
        return None
    visit = day.visits[leg.visit]
    return TicketView(
        leg=leg.id, version=leg.version, visit=visit.id, ticket=visit.ticket,
        date="" if visit.date == day.date else visit.date, service=names.service(leg.service),
        service_code=leg.service, zone=names.zone(leg.zone), care=leg.care, status=leg.status.value,
        minutes=leg.waited_ms(now_ms) // MINUTE_MS, promise_min=promise_min(day, leg.care),
        counter=names.counter(leg.counter), told=Quote(visit.ahead, visit.low_min, visit.high_min),
        actions=ACTIONS[leg.status] if day.open else (), counters=_idle_counters(day, names, leg),
        answers=_answers(names, leg, visit), materials=_materials(names, leg, visit),
        others=tuple(
            OtherLeg(other.id, other.version, names.service(other.service), other.status.value)
            for other in day.legs_of(visit.id)
            if other.id != leg.id
        ),
        copies=copies_of(day, visit), care_said=care_said(visit), going_on=leg_id in day.active,
    )  # fmt: skip


def target_view(day: Day, now_ms: int, names: Names, leg_id: str) -> Target | None:
    """Return where the ticket of a leg can go, None if there is no such leg."""
    ticket = ticket_view(day, now_ms, names, leg_id)
    if ticket is None:
        return None
    able = [counter for counter in day.counters.values() if ticket.service_code in counter.skills]
    here = day.legs[leg_id].counter
    skills = frozenset[str]().union(*(counter.skills for counter in day.counters.values()))
    return Target(
        ticket,
        names.tiles(skills),
        tuple(Choice(counter.id, names.counter(counter.id)) for counter in able if counter.id != here),
    )


def why_view(day: Day, names: Names, leg_id: str) -> Why | None:
    """Return why a leg was last called, None if it never was: what the fact of the call says, in minutes that count."""
    leg = day.legs.get(leg_id)
    if leg is None or not leg.periods or day.clockwork is None:
        return None
    weight, period = day.clockwork.weights[leg.care], leg.periods[-1]
    return Why(
        ticket=day.ticket_of(leg.id), counter=names.counter(period.counter), reason=period.reason, care=leg.care,
        minutes=f"{round(leg.credit_ms / MINUTE_MS, 1):g}", promise_min=promise_min(day, leg.care),
        weight=f"{weight / 100:g}",
        points=_points(period.score), second=day.ticket_of(period.runner_up),
        second_points=_points(period.runner_up_score),
    )  # fmt: skip


def _points(score: int) -> str:
    """Return a score, hundredths times ms, as minutes that count."""
    return f"{score / (100 * MINUTE_MS):.1f}"


def _idle_counters(day: Day, names: Names, leg: Leg) -> tuple[Choice, ...]:
    idle = (counter for counter in day.counters.values() if not counter.leg)
    choices = [Choice(one.id, names.counter(one.id), chosen=leg.service in one.skills) for one in idle]
    return tuple(sorted(choices, key=lambda choice: not choice.chosen))


def _answers(names: Names, leg: Leg, visit: Visit) -> tuple[Choice, ...]:
    service = names.catalogue.services.get(leg.service)
    return tuple(
        Choice(names.pick(question.text), names.pick(option.name))
        for question in (service.questions if service else ())
        for option in question.options
        if visit.answers.get(question.code) == option.code
    )


def _materials(names: Names, leg: Leg, visit: Visit) -> tuple[Choice, ...]:
    service = names.catalogue.services.get(leg.service)
    needed = materials_for(service, visit.answers) if service else ()
    return tuple(Choice(one.code, names.pick(one.name), chosen=one.code in visit.ready) for one in needed)
