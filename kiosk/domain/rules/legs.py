"""What happens to a leg that was called, is being served, or is set aside."""

from typing import Literal

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.rules.common import BUSY, busy_leg, find_leg, next_planned
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState
from kiosk.domain.visit import Leg, LegStatus

_SUSPECT_SHORT_MS = 20_000
_SUSPECT_TIMES_PRIOR = 6
_MINUTE_MS = 60_000


def announce_again(day: DayState, request: r.AnnounceAgain, _: Setting, __: Moment) -> Decision | Refusal:
    """Announce a called ticket once more."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.CALLED})
    if isinstance(leg, Refusal):
        return leg
    return Decision(
        (f.TicketAnnouncedAgain(leg.id, leg.counter, leg.periods[-1].announced + 1),), Done(leg.id)
    )


def start(day: DayState, request: r.StartService, _: Setting, __: Moment) -> Decision | Refusal:
    """The called customer is here: handling begins."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.CALLED})
    if isinstance(leg, Refusal):
        return leg
    return Decision((f.ServiceStarted(leg.id, leg.periods[-1].id, leg.counter),), Done(leg.id))


def reach_step(day: DayState, request: r.ReachStep, _: Setting, __: Moment) -> Decision | Refusal:
    """Say which of the five steps the handling has come to (C2); a step back is a correction."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.SERVING})
    if isinstance(leg, Refusal):
        return leg
    if leg.periods[-1].step == request.step:
        return Decision((), Done(leg.id))
    return Decision((f.StepReached(leg.id, leg.periods[-1].id, request.step),), Done(leg.id))


def finish(day: DayState, request: r.FinishService, _: Setting, moment: Moment) -> Decision | Refusal:
    """The leg is done; a planned leg of the visit begins to wait. Odd durations are marked, for staff forget to press."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.SERVING})
    if isinstance(leg, Refusal):
        return leg
    period = leg.periods[-1]
    taken_ms = moment.now_ms - (period.started_ms or period.called_ms)
    measured = _SUSPECT_SHORT_MS <= taken_ms <= _SUSPECT_TIMES_PRIOR * leg.minutes * _MINUTE_MS
    fact = f.ServiceFinished(leg.id, period.id, leg.counter, "measured" if measured else "suspect")
    return _leaving(day, leg, fact, moment)


def pass_ticket(day: DayState, request: r.PassTicket, _: Setting, moment: Moment) -> Decision | Refusal:
    """Nobody came to the call (过号)."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.CALLED})
    return (
        leg if isinstance(leg, Refusal) else _leaving(day, leg, f.TicketPassed(leg.id, leg.counter), moment)
    )


def park(day: DayState, request: r.ParkTicket, _: Setting, moment: Moment) -> Decision | Refusal:
    """Set a leg aside (挂起), from the line or from the counter."""
    leg = find_leg(day, request.leg, request.leg_version, BUSY)
    return leg if isinstance(leg, Refusal) else _leaving(day, leg, f.TicketParked(leg.id), moment)


def void(day: DayState, request: r.VoidTicket, _: Setting, __: Moment) -> Decision | Refusal:
    """Declare a passed ticket void (作废)."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.PASSED})
    return leg if isinstance(leg, Refusal) else Decision((f.TicketVoided(leg.id),), Done(leg.id))


def abandon(day: DayState, request: r.AbandonTicket, _: Setting, moment: Moment) -> Decision | Refusal:
    """The customer gives the leg up (弃号), at any moment before its end."""
    fit = BUSY | {LegStatus.PASSED, LegStatus.PARKED, LegStatus.PLANNED}
    leg = find_leg(day, request.leg, request.leg_version, fit)
    if isinstance(leg, Refusal):
        return leg
    if leg.status not in BUSY:
        return Decision((f.TicketAbandoned(leg.id),), Done(leg.id))
    return _leaving(day, leg, f.TicketAbandoned(leg.id), moment)


def return_ticket(day: DayState, request: r.ReturnTicket, _: Setting, moment: Moment) -> Decision | Refusal:
    """A passed or parked customer is back and waits with what the visit has waited (顺延). Refusal: `visit_busy`."""
    leg = find_leg(day, request.leg, request.leg_version, {LegStatus.PASSED, LegStatus.PARKED})
    if isinstance(leg, Refusal):
        return leg
    busy = busy_leg(day, leg.visit)
    if busy is not None:
        return Refusal("visit_busy", {"counter": busy.counter, "ticket": day.ticket_of(busy.id)})
    after: Literal["passed", "parked"] = "passed" if leg.status is LegStatus.PASSED else "parked"
    return Decision((f.TicketReturned(leg.id, after, day.waited_ms(leg.visit, moment.now_ms)),), Done(leg.id))


def transfer(day: DayState, request: r.TransferTicket, setting: Setting, _: Moment) -> Decision | Refusal:
    """Send a leg to another service or one counter (转号), credit kept.

    Refusals: `unknown_service`, `counter_closed` when the counter asked for does not serve.
    """
    leg = find_leg(day, request.leg, request.leg_version, BUSY)
    if isinstance(leg, Refusal):
        return leg
    service = setting.catalogue.services.get(request.service)
    if service is None:
        return Refusal("unknown_service", {"service": request.service})
    if request.counter and request.counter not in day.counters:
        return Refusal("counter_closed", {"counter": request.counter})
    fact = f.TicketTransferred(leg.id, service.code, service.zone, service.minutes, request.counter)
    return Decision((fact,), Done(leg.id))


def _leaving(day: DayState, leg: Leg, fact: f.Fact, moment: Moment) -> Decision:
    """Decide a fact after which the leg is no longer busy, so that the visit's planned leg has its turn."""
    return Decision((fact, *next_planned(day, leg, moment.now_ms)), Done(leg.id))
