"""The business day: opened and closed by the first request after the change time, or closed by hand."""

from typing import Literal

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState
from kiosk.domain.visit import LegStatus

_SKIPPED = 500
"""Numbers left out after a restore, so that none is given out twice on one date."""


def roll(day: DayState, setting: Setting, now_ms: int) -> tuple[f.Fact, ...]:
    """Return the facts that bring the day up to `now_ms`: none, or close the stale day and open the next together.

    The business date never goes back, whatever the clock says.
    """
    schedule = setting.plan.day_at(now_ms)
    if day.date and schedule.date <= day.date:
        return ()
    carried = _carried(day, setting)
    closing = (_closing(day, "stale", carried),) if day.open else ()
    plan, catalogue = setting.plan.dispatch, setting.catalogue.version
    opened = f.DayOpened(
        date=schedule.date,
        opens_ms=schedule.opens_ms,
        closes_ms=schedule.closes_ms,
        cutoff_ms=schedule.cutoff_ms,
        catalogue=catalogue,
        weights=dict(plan.weights),
        promises=dict(plan.promises),
        guard=plan.guard,
        express=plan.express,
        time_quality=day.time_quality,
    )
    return (*_slips_given_up(day), *closing, opened, *carried)


def _slips_given_up(day: DayState) -> tuple[f.SlipStatusChanged, ...]:
    """Return what becomes of the slips of a day that ends: what was not printed never will be."""
    tickets = [
        (slip, visit.id, status) for visit in day.visits.values() for slip, status in visit.slips.items()
    ]
    guides = [(guide.id, "", guide.status) for guide in day.guides.values()]
    return tuple(
        f.SlipStatusChanged(slip, visit, "failed" if status == "queued" else "unknown", "day_over")
        for slip, visit, status in (*tickets, *guides)
        if status in {"queued", "sending"}
    )


def after_restore(day: DayState, setting: Setting, now_ms: int) -> tuple[f.Fact, ...]:
    """Return the facts that bring a restored day up to `now_ms`, and let its numbers go on where none can be out already.

    Together, because the backup may be yesterday's while today's numbers are in customers' hands. No series gives out
    five hundred numbers between a backup and the restore of it on one date.
    """
    rolled = roll(day, setting, now_ms)
    date = next((fact.date for fact in rolled if isinstance(fact, f.DayOpened)), day.date)
    highest = 0 if rolled else max([*day.last_number.values(), day.number_floor])
    return (*rolled, f.NumbersSkipped(date, -(-highest // 100) * 100 + _SKIPPED))


def close(day: DayState, _: r.CloseDay, setting: Setting, __: Moment) -> Decision | Refusal:
    """End the day by hand; parked legs that will be carried stay as they are."""
    return Decision((_closing(day, "by_hand", _carried(day, setting)),), Done(day.date))


def reopen(day: DayState, _: r.ReopenDay, __: Setting, ___: Moment) -> Decision | Refusal:
    """Take a closing back. Refusal: `day_open`."""
    if day.open:
        return Refusal("day_open", {"date": day.date})
    return Decision((f.DayReopened(day.date),), Done(day.date))


def _carried(day: DayState, setting: Setting) -> tuple[f.TicketCarried, ...]:
    if setting.plan.carry_over != "parked":
        return ()
    return tuple(
        f.TicketCarried(
            visit=visit.id,
            leg=leg.id,
            date=visit.date,
            series=visit.series,
            number=visit.number,
            service=leg.service,
            zone=leg.zone,
            care=leg.care,
            minutes=leg.minutes,
            credit_ms=day.waited_ms(visit.id, day.last_ms),
            language=visit.language,
            rated=visit.rated,
            done=day.services_done(visit.id),
        )
        for leg in day.active.values()
        if leg.status is LegStatus.PARKED
        for visit in (day.visits[leg.visit],)
    )


def _closing(
    day: DayState, why: Literal["by_hand", "stale"], carried: tuple[f.TicketCarried, ...]
) -> f.DayClosed:
    finished = sum(leg.status is LegStatus.FINISHED for leg in day.legs.values())
    kept = tuple(fact.leg for fact in carried)
    return f.DayClosed(day.date, why, finished, unfinished=len(day.active) - len(kept), carried=kept)
