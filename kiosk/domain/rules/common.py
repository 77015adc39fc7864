"""What several rules ask of the day: the leg a request means, and what its visit is doing."""

from collections.abc import Collection

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.catalogue import Service, bad_answers, materials_for
from kiosk.domain.state import DayState
from kiosk.domain.visit import AT_COUNTER, Leg, LegStatus

BUSY = AT_COUNTER | {LegStatus.WAITING}


def wrong_choice(service: Service | None, request: r.IssueTicket | r.PrintGuide) -> Refusal | None:
    """Return what cannot be in a choice of service, answers and ticks: `unknown_service`, `bad_answer` (details: code)."""
    if service is None:
        return Refusal("unknown_service", {"service": request.service})
    wrong = bad_answers(service, request.answers)
    if wrong is not None:
        return Refusal("bad_answer", {"code": wrong})
    needed = {material.code for material in materials_for(service, request.answers)}
    if not needed.issuperset(request.ready):
        return Refusal("bad_answer", {"code": min(set(request.ready) - needed)})
    return None


def find_leg(day: DayState, leg_id: str, version: int, fit: Collection[LegStatus]) -> Leg | Refusal:
    """Return the leg a request means, if it is as the person saw it and in one of the `fit` statuses.

    Refusals: `unknown_leg`; `leg_changed` when somebody was faster, `wrong_status` when the step does not fit
    (details of both: status, ticket and counter as they are now).
    """
    leg = day.legs.get(leg_id)
    if leg is None:
        return Refusal("unknown_leg")
    details = {"status": leg.status.value, "ticket": day.ticket_of(leg.id), "counter": leg.counter}
    if leg.version != version:
        return Refusal("leg_changed", details)
    if leg.status not in fit:
        return Refusal("wrong_status", details)
    return leg


def busy_leg(day: DayState, visit: str) -> Leg | None:
    """Return the leg of the visit that waits or is at a counter: a customer does one thing at a time."""
    return next((leg for leg in day.legs_of(visit) if leg.status in BUSY), None)


def next_planned(day: DayState, leaving: Leg, now_ms: int) -> tuple[f.LegJoined, ...]:
    """Return the fact by which the visit's next planned leg joins the queue when `leaving` stops being busy (D2)."""
    for leg in day.legs_of(leaving.visit):
        if leg.status is LegStatus.PLANNED and leg.id != leaving.id:
            return (f.LegJoined(leg.id, day.waited_ms(leaving.visit, now_ms)),)
    return ()
