"""Care needs at the tablet (A3): what the customer declared, what staff made sure of, and the form that says so."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.care import Care, CareNeed
from kiosk.domain.day import Day
from kiosk.domain.visit import Visit
from kiosk.pages.reception.names import Choice

NEEDS: Final = (CareNeed.ELDERLY, CareNeed.DISABLED, CareNeed.PREGNANT)
CareSaid = Literal["", "declared", "verified"]


@dataclass(frozen=True, slots=True)
class CareView:
    """What is ticked so far, and the request it makes. The form begins empty: nobody can read which need was declared."""

    leg: str
    ticket: str
    care: str
    said: CareSaid
    needs: tuple[Choice, ...]
    none: bool
    vip: bool
    body: dict[str, object] | None
    """Body of the mark_care request; None while nothing is ticked."""


def care_said(visit: Visit) -> CareSaid:
    """Return who says which class a visit has: staff, or the customer alone; empty for an ordinary one nobody looked at."""
    if visit.verified:
        return "verified"
    return "" if visit.care == Care.ORDINARY else "declared"


@dataclass(frozen=True, slots=True)
class CareForm:
    """What is ticked so far. It never leaves the request that says so."""

    needs: Collection[str] = ()
    vip: bool = False
    none: bool = False
    none_before: bool = False
    """`none` was ticked when the form was drawn last."""


def care_form(fields: Collection[tuple[str, str]]) -> CareForm:
    """Return what the fields of a sent form say."""
    given = dict(fields)
    needs = frozenset(value for key, value in fields if key == "need")
    return CareForm(needs, vip="vip" in given, none="none" in given, none_before="none_before" in given)


def care_view(day: Day, leg_id: str, form: CareForm) -> CareView | None:
    """Return the form for the visit of a leg, None if there is no such leg.

    `none` cannot be ticked beside a need: what was ticked last holds, so whichever was there before goes.
    """
    leg = day.legs.get(leg_id)
    if leg is None:
        return None
    visit = day.visits[leg.visit]
    needs, none = [need.value for need in NEEDS if need in form.needs], form.none
    if none and needs:
        none, needs = (False, needs) if form.none_before else (True, [])
    body = {"visit": visit.id, "care_needs": needs, "vip": form.vip}
    return CareView(
        leg=leg.id, ticket=visit.ticket, care=visit.care, said=care_said(visit),
        needs=tuple(Choice(need, "", chosen=need in needs) for need in NEEDS),
        none=none, vip=form.vip, body=body if none or needs or form.vip else None,
    )  # fmt: skip
