"""One ticket looked at closely: what is shown, what is offered, and why it was called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Called, Refusal
from kiosk.domain.visit import LegStatus
from kiosk.pages.reception.names import Names
from kiosk.pages.reception.ticket import ACTIONS, target_view, ticket_view, why_view
from tests.reception_house import House

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.visit import Leg
    from kiosk.pages.reception.ticket import TicketView


def names(house: House) -> Names:
    return Names(house.catalogue, house.plan, "zh")


def look(house: House, leg: Leg) -> TicketView:
    view = ticket_view(house.day, house.now_ms, names(house), leg.id)
    assert view is not None
    return view


def waiting(house: House) -> Leg:
    return house.ticket()


def called(house: House) -> Leg:
    house.ticket()
    return house.called("1")


def serving(house: House) -> Leg:
    return house.stepped(r.StartService, called(house))


def finished(house: House) -> Leg:
    return house.stepped(r.FinishService, serving(house))


def passed(house: House) -> Leg:
    return house.stepped(r.PassTicket, called(house))


def parked(house: House) -> Leg:
    return house.stepped(r.ParkTicket, waiting(house))


def planned(house: House) -> Leg:
    first = serving(house)
    house.ask(r.AddService(first.visit, "remittance"))
    return house.day.legs_of(first.visit)[-1]


def voided(house: House) -> Leg:
    return house.stepped(r.VoidTicket, passed(house))


def abandoned(house: House) -> Leg:
    return house.stepped(r.AbandonTicket, waiting(house))


def closed(house: House) -> Leg:
    leg = waiting(house)
    house.ask(r.CloseDay())
    house.ask(r.ReopenDay())
    return leg


WAYS = {
    LegStatus(way.__name__): way
    for way in (waiting, called, serving, finished, passed, parked, planned, voided, abandoned, closed)
}


def request_of(kind: str, house: House, leg: Leg) -> r.Request:
    """Make the request a button of the sheet makes."""
    version = house.day.legs[leg.id].version
    fixed: dict[str, r.Request] = {
        "call_ticket": r.CallTicket("2", leg.id, version),
        "transfer_ticket": r.TransferTicket(leg.id, version, "withdrawal"),
        "add_service": r.AddService(leg.visit, "withdrawal"),
        "reprint": r.Reprint(leg.visit),
        "print_guide": r.PrintGuide(leg.visit),
    }
    return fixed.get(kind) or r.request_of_kind[kind](leg.id, version)


def test_every_status_has_a_way_to_it_here() -> None:
    assert WAYS.keys() == set(LegStatus)
    assert ACTIONS.keys() == set(LegStatus)


@pytest.mark.parametrize("status", LegStatus)
def test_whatever_is_offered_the_rules_carry_out(status: LegStatus) -> None:
    for kind in ACTIONS[status]:
        house = House()
        house.open("1", "2")
        leg = WAYS[status](house)
        assert house.day.legs[leg.id].status is status

        answer = house.ask(request_of(kind, house, leg))

        assert not isinstance(answer, Refusal), (kind, answer)


@pytest.mark.parametrize(
    ("way", "first"),
    [
        (waiting, "call_ticket"),
        (called, "start_service"),
        (serving, "finish_service"),
        (passed, "return_ticket"),
    ],
)
def test_the_likely_next_step_comes_first(way: Callable[[House], Leg], first: str) -> None:
    house = House()
    house.open("1")

    assert look(house, way(house)).actions[0] == first


def test_after_the_day_nothing_is_offered() -> None:
    house = House()
    leg = waiting(house)
    house.ask(r.CloseDay())

    assert look(house, leg).actions == ()


def test_a_leg_nobody_knows_has_no_view() -> None:
    house = House()

    assert ticket_view(house.day, house.now_ms, names(house), "nobody") is None
    assert target_view(house.day, house.now_ms, names(house), "nobody") is None
    assert why_view(house.day, names(house), "nobody") is None


def test_free_counters_with_the_skill_are_offered_first() -> None:
    house = House()
    house.open("4", "1", "2")
    leg = waiting(house)
    house.ticket()
    house.called("2")

    counters = look(house, leg).counters

    assert [(counter.code, counter.chosen) for counter in counters] == [("1", True), ("4", False)]


@pytest.mark.row("B1")
def test_a_ticket_tells_what_the_customer_said_has_and_lacks() -> None:
    house = House()
    service = house.catalogue.services["credit_card"]
    question = service.questions[0]
    option = question.options[0]
    answer = house.ask(r.IssueTicket("credit_card", {question.code: option.code}, ("id_card",)))
    leg = house.day.legs[answer.leg]  # type: ignore[union-attr]

    view = look(house, leg)

    assert [(one.code, one.name) for one in view.answers] == [(question.text.zh, option.name.zh)]
    assert [one.code for one in view.materials if one.chosen] == ["id_card"]
    assert [one.code for one in view.materials if not one.chosen]


@pytest.mark.row("D2")
def test_the_services_of_one_visit_are_shown_together() -> None:
    house = House()
    house.open("1")
    leg = planned(house)
    first = house.day.legs_of(leg.visit)[0]

    (other,) = look(house, first).others

    assert (other.leg, other.status) == (leg.id, "planned")


def test_a_transfer_offers_the_other_counters_of_the_same_service() -> None:
    house = House()
    house.open("1", "2", "4")
    leg = called(house)

    target = target_view(house.day, house.now_ms, names(house), leg.id)

    assert target is not None
    assert [counter.code for counter in target.counters] == ["2"]
    assert sum(len(group.tiles) for group in target.groups) == len(house.catalogue.services)


@pytest.mark.row("C1")
def test_why_tells_the_score_the_rules_saw() -> None:
    house = House()
    house.open("1")
    house.ticket()
    house.wait(2)
    elderly = house.ticket("deposit", "elderly")
    house.wait(7.5)

    answer = house.ask(r.CallNext("1"))
    house.wait(30)
    why = why_view(house.day, names(house), elderly.id)

    assert isinstance(answer, Called)
    assert why is not None
    assert (why.reason, why.minutes, why.weight) == ("score", "7.5", "4")
    assert float(why.points) == pytest.approx(answer.score / 6_000_000) == 30.0
    assert (why.second, why.second_points) == ("A001", "9.5")


@pytest.mark.row("C1")
def test_why_tells_that_a_person_picked() -> None:
    house = House()
    house.open("1")
    house.ticket()
    picked = house.ticket()
    house.ask(r.CallTicket("1", picked.id, picked.version))

    why = why_view(house.day, names(house), picked.id)

    assert why is not None
    assert why.reason == "picked"
    assert why.second == "A001"
