"""A teller's computer acts on its own counter, on whom that counter has in hand, and under the badge it shows."""

from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.state import DayState


def not_own(day: DayState, request: r.Request, counter: str) -> Refusal | None:
    """Return why the computer of `counter` may not ask this: it is about another one. Refusal: `other_counter`."""
    match request:
        case r.OpenCounter() | r.CloseCounter() | r.CallNext() | r.CallTicket():
            own = request.counter == counter
        case (
            r.AnnounceAgain()
            | r.PassTicket()
            | r.ParkTicket()
            | r.TransferTicket()
            | r.StartService()
            | r.FinishService()
            | r.ReachStep()
        ):
            leg = day.legs.get(request.leg)
            # Of a leg that has changed since, the rule itself says more: how it stands now.
            changed = leg is None or leg.version != request.leg_version
            own = changed or request.leg == _in_hand(day, counter)
        case r.AddService() | r.KeepRecord() | r.MarkCare() | r.Reprint():
            in_hand = day.legs.get(_in_hand(day, counter))
            own = request.visit not in day.visits or (in_hand is not None and in_hand.visit == request.visit)
        case _:
            own = True
    return None if own else Refusal("other_counter", {"counter": counter})


def not_own_badge(day: DayState, request: r.Request, by: r.By) -> Refusal | None:
    """Return why whoever signed in at a counter may not act there yet: it is open under another badge.

    The hall and the slips say who serves, so whoever comes takes the counter over first (OpenCounter). Refusal:
    `other_badge` (details: badge, empty for nobody's).
    """
    known = day.counters.get(by.counter)
    if isinstance(request, r.OpenCounter | r.CallHelp) or not by.badge or known is None:
        return None
    return None if known.badge == by.badge else Refusal("other_badge", {"badge": known.badge})


def _in_hand(day: DayState, counter: str) -> str:
    """Return the leg a counter has in hand, empty for none."""
    known = day.counters.get(counter)
    return known.leg if known is not None else ""
