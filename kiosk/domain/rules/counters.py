"""Opening and closing counters, and calling tickets to them."""

from typing import Literal

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Called, Decision, Done, Refusal
from kiosk.domain.counter import Counter
from kiosk.domain.dispatch import next_for, score
from kiosk.domain.rules.common import busy_leg, find_leg
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState
from kiosk.domain.visit import Leg, LegStatus


def open_counter(
    day: DayState, request: r.OpenCounter, setting: Setting, moment: Moment
) -> Decision | Refusal:
    """Let a counter of the branch plan serve, under the badge of whoever signed in there, else under the one given.

    A teller who signs in at a counter that is open under another badge takes it over, with whomever it has in hand.
    Refusals: `unknown_counter`, `counter_open`, `bad_answer` for the badge, `unknown_badge` where staff are known,
    `badge_elsewhere` (one person serves at one counter; details: counter).
    """
    planned = next((counter for counter in setting.plan.counters if counter.id == request.counter), None)
    if planned is None:
        return Refusal("unknown_counter", {"counter": request.counter})
    badge = moment.by.badge if moment.by.role == "counter" and moment.by.badge else request.badge
    refusal = _bad_badge(day, badge, planned.id, moment)
    if refusal is not None:
        return refusal
    fact: f.Fact = f.CounterOpened(planned.id, planned.zone, tuple(planned.skills), badge)
    if planned.id in day.counters:
        if moment.by.role != "counter" or day.counters[planned.id].badge == badge:
            return Refusal("counter_open", {"counter": planned.id})
        fact = f.CounterHandedOver(planned.id, badge)
    return Decision((fact,), Done(planned.id))


def _bad_badge(day: DayState, badge: str, counter: str, moment: Moment) -> Refusal | None:
    """Return why a counter may not open under a badge; an empty one is nobody's and may open any."""
    if not badge:
        return None
    if not (badge.isascii() and badge.isdigit()):
        return Refusal("bad_answer", {"code": "badge"})
    if moment.register.staff and not moment.register.roles_of(badge):
        return Refusal("unknown_badge", {"badge": badge})
    elsewhere = next(
        (one.id for one in day.counters.values() if one.badge == badge and one.id != counter), None
    )
    return None if elsewhere is None else Refusal("badge_elsewhere", {"counter": elsewhere})


def close_counter(day: DayState, request: r.CloseCounter, _: Setting, __: Moment) -> Decision | Refusal:
    """Stop a counter; whoever waited for it by name may go to any other. Refusals: `counter_closed`, `counter_busy`."""
    counter = _idle_counter(day, request.counter)
    if isinstance(counter, Refusal):
        return counter
    freed = tuple(
        f.TicketTransferred(leg.id, leg.service, leg.zone, leg.minutes)
        for leg in day.active.values()
        if leg.status is LegStatus.WAITING and leg.counter == counter.id
    )
    return Decision((*freed, f.CounterClosed(counter.id)), Done(counter.id))


def call_next(day: DayState, request: r.CallNext, _: Setting, moment: Moment) -> Decision | Refusal:
    """Call whom the rules choose (C1). Refusals: `counter_closed`, `counter_busy`, `nobody_waiting`."""
    counter = _idle_counter(day, request.counter)
    if isinstance(counter, Refusal):
        return counter
    choice = next_for(day, counter, moment.now_ms)
    if choice is None:
        return Refusal("nobody_waiting", {"counter": counter.id})
    return _called(
        day,
        f.TicketCalled(
            leg=choice.leg,
            period=moment.new_id(),
            counter=counter.id,
            reason=choice.reason,
            score=choice.score,
            runner_up=choice.runner_up,
            runner_up_score=choice.runner_up_score,
        ),
    )


def call_ticket(day: DayState, request: r.CallTicket, _: Setting, moment: Moment) -> Decision | Refusal:
    """Call the ticket a person picked, waiting or set aside; the fact says who picked and whom the rules had first.

    Refusals: `counter_closed`, `counter_busy`, `leg_changed` or `wrong_status` when somebody was faster, `visit_busy`.
    """
    counter = _idle_counter(day, request.counter)
    if isinstance(counter, Refusal):
        return counter
    leg = find_leg(
        day, request.leg, request.leg_version, {LegStatus.WAITING, LegStatus.PASSED, LegStatus.PARKED}
    )
    if isinstance(leg, Refusal):
        return leg
    busy = busy_leg(day, leg.visit)
    if busy is not None and busy.id != leg.id:
        return Refusal("visit_busy", {"counter": busy.counter, "ticket": day.ticket_of(busy.id)})
    return _called(day, _picked(day, leg, counter, moment))


def _picked(day: DayState, leg: Leg, counter: Counter, moment: Moment) -> f.TicketCalled:
    reason: Literal["picked", "recall"] = "picked" if leg.status is LegStatus.WAITING else "recall"
    rule = next_for(day, counter, moment.now_ms)
    other = rule if rule is not None and rule.leg != leg.id else None
    waited_ms, clockwork = day.waited_ms(leg.visit, moment.now_ms), day.clockwork
    weight, express = (clockwork.weights[leg.care], clockwork.express) if clockwork else (0, False)
    return f.TicketCalled(
        leg=leg.id,
        period=moment.new_id(),
        counter=counter.id,
        reason=reason,
        score=score(weight, waited_ms, leg.minutes, express=express),
        runner_up=other.leg if other else "",
        runner_up_score=other.score if other else 0,
        picked_by=moment.by.badge or moment.by.device,
        credit_ms=waited_ms if reason == "recall" else None,
    )


def _idle_counter(day: DayState, counter_id: str) -> Counter | Refusal:
    counter = day.counters.get(counter_id)
    if counter is None:
        return Refusal("counter_closed", {"counter": counter_id})
    if counter.leg:
        return Refusal("counter_busy", {"counter": counter_id, "ticket": day.ticket_of(counter.leg)})
    return counter


def _called(day: DayState, fact: f.TicketCalled) -> Decision:
    return Decision(
        (fact,),
        Called(
            leg=fact.leg,
            ticket=day.ticket_of(fact.leg),
            counter=fact.counter,
            reason=fact.reason,
            score=fact.score,
            runner_up=day.ticket_of(fact.runner_up),
            runner_up_score=fact.runner_up_score,
        ),
    )
