"""The board of the reception page: what it shows of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Never

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.day import Day
from kiosk.pages.reception import reception_view
from tests.reception_house import House

if TYPE_CHECKING:
    from kiosk.pages.reception.view import CounterCard, ReceptionView


def board(house: House, language: Literal["zh", "en"] = "zh") -> ReceptionView:
    return reception_view(house.day, house.now_ms, house.catalogue, house.plan, language)


def card(house: House, counter: str) -> CounterCard:
    return next(card for card in board(house).counters if card.id == counter)


def test_before_the_first_day_nothing_is_shown_but_the_closed_counters() -> None:
    house = House()

    view = reception_view(Day(), house.now_ms, house.catalogue, house.plan, "zh")

    assert view.state == "before"
    assert not view.waiting
    assert {card.state for card in view.counters} == {"closed"}


@pytest.mark.row("C1")
def test_those_who_wait_stand_in_the_order_the_rules_would_call_them() -> None:
    house = House()
    first = house.ticket()
    house.wait(4)
    protected = house.ticket("deposit", "pregnant")
    house.wait(1)
    elderly = house.ticket("deposit", "elderly")
    house.wait(1)

    before = [line.leg for line in board(house).waiting]
    house.open("1", "2", "3")
    called = [house.called(counter).id for counter in ("1", "2", "3")]

    assert before == called == [protected.id, first.id, elderly.id]


@pytest.mark.row("C2")
def test_a_wait_is_told_in_minutes_and_what_it_is_over_the_promise() -> None:
    house = House()
    house.ticket("deposit", "elderly")
    house.ticket("deposit")
    house.wait(12.9)

    elderly, ordinary = board(house).waiting

    assert (elderly.minutes, elderly.promise_min, elderly.over_min) == (12, 10, 2)
    assert (ordinary.minutes, ordinary.promise_min, ordinary.over_min) == (12, 20, 0)


def test_the_board_tells_the_weight_class_and_never_the_need() -> None:
    house = House()
    house.ticket("deposit", "pregnant")
    house.ticket("deposit", "disabled")

    view = board(house)

    assert [line.care for line in view.waiting] == ["protected", "protected"]
    assert "pregnant" not in repr(view)
    assert "disabled" not in repr(view)


def test_a_ticket_that_no_open_counter_can_serve_is_marked() -> None:
    house = House()
    house.open("4")
    house.ticket("deposit")
    house.ticket("corporate_deposit")

    marked = {line.service: line.unserved for line in board(house).waiting}

    assert list(marked.values()) == [True, False]


def test_a_closed_counter_tells_how_many_wait_for_what_it_can_do() -> None:
    house = House()
    house.ticket("deposit")
    house.ticket("withdrawal")
    house.ticket("corporate_deposit")

    assert card(house, "1").waiting == 2
    assert card(house, "4").waiting == 1
    assert house.catalogue.services["deposit"].name.zh in card(house, "1").services


@pytest.mark.row("C1")
def test_a_free_counter_shows_whom_it_would_call() -> None:
    house = House()
    house.did(r.OpenCounter("1", "1024"))
    house.ticket("deposit")
    elderly = house.ticket("deposit", "elderly")
    house.wait(3)

    shown = card(house, "1")

    assert (shown.state, shown.badge) == ("idle", "1024")
    assert shown.next_up is not None
    assert shown.next_up.ticket == house.day.ticket_of(elderly.id)
    assert house.called("1").id == elderly.id


def test_a_counter_shows_its_ticket_from_the_call_to_the_finish() -> None:
    house = House()
    house.open("1")
    house.ticket()

    leg = house.called("1")
    house.stepped(r.AnnounceAgain, leg)
    house.wait(2)
    called = card(house, "1")
    house.stepped(r.StartService, leg)
    house.wait(5)
    serving = card(house, "1")
    house.stepped(r.FinishService, leg)

    assert called.in_hand is not None
    assert serving.in_hand is not None
    assert (called.state, called.in_hand.announced, called.in_hand.minutes) == ("called", 2, 2)
    assert (serving.state, serving.in_hand.minutes) == ("serving", 5)
    assert called.in_hand.reason == "score"
    assert card(house, "1").state == "idle"


@pytest.mark.row("D2")
def test_a_service_added_to_the_visit_is_announced_on_the_card() -> None:
    house = House()
    house.open("1")
    house.ticket("deposit")
    leg = house.stepped(r.StartService, house.called("1"))

    house.ask(r.AddService(leg.visit, "remittance"))

    in_hand = card(house, "1").in_hand
    assert in_hand is not None
    assert in_hand.planned == (house.catalogue.services["remittance"].name.zh,)


def test_passed_and_parked_tickets_stand_on_their_shelves_until_they_are_back() -> None:
    house = House()
    house.open("1")
    passed, parked = house.ticket(), house.ticket()
    house.stepped(r.PassTicket, house.called("1"))
    house.stepped(r.ParkTicket, parked)
    house.wait(3)

    view = board(house)
    house.stepped(r.ReturnTicket, passed)
    after = board(house)

    assert [(line.leg, line.minutes) for line in view.passed] == [(passed.id, 3)]
    assert [(line.leg, line.minutes) for line in view.parked] == [(parked.id, None)]
    assert not after.passed
    assert [line.leg for line in after.waiting] == [passed.id]


def test_a_ticket_sent_to_one_counter_tells_which() -> None:
    house = House()
    house.open("1", "2")
    leg = house.ticket()

    house.ask(r.TransferTicket(leg.id, leg.version, "deposit", "2"))

    (line,) = board(house).waiting
    assert line.wish.startswith("2号")
    assert not line.unserved
    assert card(house, "1").next_up is None
    assert card(house, "2").next_up is not None


@pytest.mark.row("A4")
def test_a_call_for_a_person_stands_on_top_until_somebody_goes() -> None:
    house = House()
    house.ask(r.CallHelp("entrance"), role="entrance")

    (help_call,) = board(house).helps
    house.ask(r.AnswerHelp(help_call.id))

    assert help_call.place == next(zone.name.zh for zone in house.plan.zones if zone.code == "entrance")
    assert not board(house).helps


def test_a_ticket_of_the_day_before_says_so() -> None:
    house = House()
    house.happen((f.TicketCarried("v", "l", "2026-11-20", "A", 12, "deposit", "personal", "ordinary", 5, 0),))

    (line,) = board(house).parked

    assert (line.ticket, line.date) == ("A012", "2026-11-20")


def test_a_service_removed_from_the_catalogue_keeps_its_code_while_people_wait_for_it() -> None:
    house = House()
    ticket = f.TicketIssued("v", "l", "A", 1, "gone_service", "gone_zone", "ordinary", 5, "kiosk")
    house.happen((ticket,))

    (line,) = board(house).waiting

    assert line.service == "gone_service"


def test_the_totals_of_the_day_add_up() -> None:
    house = House()
    house.open("1")
    for _ in range(3):
        house.ticket()
    house.stepped(r.FinishService, house.stepped(r.StartService, house.called("1")))
    house.called("1")

    totals = board(house).totals

    assert (totals.issued, totals.waiting, totals.at_counter, totals.ended) == (3, 1, 1, 1)


def test_a_closed_day_shows_no_one_waiting_and_can_be_told_from_an_open_one() -> None:
    house = House()
    house.ticket()
    house.ask(r.CloseDay())

    view = board(house)

    assert view.state == "closed"
    assert not view.waiting


def test_names_come_in_the_language_of_the_page() -> None:
    house = House()
    house.ticket()

    chinese, english = board(house, "zh").waiting[0], board(house, "en").waiting[0]

    name = house.catalogue.services["deposit"].name
    assert (chinese.service, english.service) == (name.zh, name.en)


class _LookUpOnly(dict[str, Any]):
    """A dict nobody may walk through: only single look-ups and its length."""

    def _walked(self, *_: object) -> Never:
        raise AssertionError("walked through everything of the day")

    __iter__ = keys = values = items = _walked


def test_the_board_never_walks_through_what_is_over() -> None:
    house = House()
    house.open("1")
    for _ in range(5):
        house.ticket()
    house.stepped(r.FinishService, house.stepped(r.StartService, house.called("1")))
    house.called("1")
    house.day.legs = _LookUpOnly(house.day.legs)
    house.day.visits = _LookUpOnly(house.day.visits)

    assert board(house).totals.issued == 5
