"""The one thing that may never happen, whatever the interleaving: a customer called to two places, or two to one."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain import facts as f

_LEAVES = (
    f.TicketPassed,
    f.TicketParked,
    f.TicketAbandoned,
    f.TicketTransferred,
    f.ServiceFinished,
)
"""Facts after which a leg is at no counter."""


def assert_nobody_is_called_twice(facts: Iterable[f.Fact]) -> None:
    """Fail if a leg is called while it is at a counter, or to a counter that has somebody."""
    at: dict[str, str] = {}
    for fact in facts:
        match fact:
            case f.TicketCalled():
                assert fact.leg not in at, f"{fact.leg} is called to {fact.counter} while at {at[fact.leg]}"
                assert fact.counter not in at.values(), f"{fact.counter} has somebody already"
                at[fact.leg] = fact.counter
            case f.DayClosed():
                at.clear()
            case _ if isinstance(fact, _LEAVES):
                at.pop(fact.leg, None)
            case _:
                pass
