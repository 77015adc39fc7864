"""The visit and the leg with which a ticket comes into the day."""

from dataclasses import replace

from kiosk.domain import facts as f
from kiosk.domain.care import Care
from kiosk.domain.visit import Leg, LegStatus, Visit


def visit_of(fact: f.TicketIssued | f.TicketCarried, date: str, at_ms: int) -> Visit:
    """Return the visit of a ticket whose number belongs to `date`."""
    begun = Visit(
        id=fact.visit,
        date=date,
        series=fact.series,
        number=fact.number,
        care=fact.care,
        language=fact.language,
        issued_ms=at_ms,
        legs=(fact.leg,),
    )
    match fact:
        case f.TicketCarried():
            return replace(begun, rated=fact.rated, done=fact.done)
        case f.TicketIssued():
            return replace(
                begun,
                answers=fact.answers,
                ready=fact.ready,
                ahead=fact.ahead,
                low_min=fact.low_min,
                high_min=fact.high_min,
                # Whoever of the staff ticks a need when issuing has the customer standing there.
                verified=fact.channel == "staff" and fact.care != Care.ORDINARY,
            )


def leg_of(fact: f.TicketIssued | f.TicketCarried, at_ms: int) -> Leg:
    """Return the leg of a ticket: a new one waits, a carried one is parked with its credit."""
    return Leg(
        fact.leg,
        fact.visit,
        fact.service,
        fact.zone,
        fact.care,
        fact.minutes,
        LegStatus.PARKED if isinstance(fact, f.TicketCarried) else LegStatus.WAITING,
        at_ms,
        fact.credit_ms if isinstance(fact, f.TicketCarried) else 0,
    )
