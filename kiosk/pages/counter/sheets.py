"""The sheets of the counter page: care that a teller made sure of (A3), and what a customer said (F1)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kiosk.domain.care import CareNeed
from kiosk.domain.day import Day
from kiosk.pages.reception.names import Choice


@dataclass(frozen=True, slots=True)
class CustomerView:
    """Whom a sheet is about."""

    leg: str
    visit: str
    ticket: str


@dataclass(frozen=True, slots=True)
class CareView:
    """What a teller ticked so far, and the request it makes. Nothing is ticked to begin with.

    What the customer declared cannot be read by anybody: the page knows the class alone.
    """

    customer: CustomerView
    care: str
    verified: bool
    needs: tuple[Choice, ...]
    vip: bool
    body: dict[str, object]
    """Body of the mark_care request."""

    @property
    def anything(self) -> bool:
        """Whether anything is ticked; if not, the request says that there is no need."""
        return self.vip or any(need.chosen for need in self.needs)


def customer_view(day: Day, leg_id: str) -> CustomerView | None:
    """Return whom a leg belongs to, None if there is no such leg."""
    leg = day.legs.get(leg_id)
    return None if leg is None else CustomerView(leg.id, leg.visit, day.ticket_of(leg.id))


def care_view(day: Day, leg_id: str, needs: AbstractSet[str], *, vip: bool) -> CareView | None:
    """Return the form for the visit of a leg with `needs` ticked, None if there is no such leg."""
    customer = customer_view(day, leg_id)
    if customer is None:
        return None
    visit = day.visits[customer.visit]
    choices = tuple(
        Choice(need.value, "", chosen=need.value in needs) for need in CareNeed if need is not CareNeed.NONE
    )
    body = {
        "visit": visit.id, "care_needs": [one.code for one in choices if one.chosen], "vip": vip,
    }  # fmt: skip
    return CareView(customer, visit.care, visit.verified, choices, vip, body)
