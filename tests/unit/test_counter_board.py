"""The board of one counter: what it shows of the day, and what the next right thing is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

from kiosk.domain import requests as r
from kiosk.domain.catalogue import STEPS
from kiosk.pages.counter.board import MOST_COMING, chooser_view, counter_view
from kiosk.pages.reception.names import Names
from tests.reception_house import House

if TYPE_CHECKING:
    from kiosk.domain.visit import Leg
    from kiosk.pages.counter.view import CounterView, InHand


def board(
    house: House, counter: str = "1", badge: str = "", language: Literal["zh", "en"] = "zh"
) -> CounterView:
    view = counter_view(house.day, house.now_ms, names(house, language), counter, badge)
    assert view is not None
    return view


def names(house: House, language: Literal["zh", "en"] = "zh") -> Names:
    return Names(house.catalogue, house.plan, language)


def in_hand(house: House) -> InHand:
    customer = board(house).in_hand
    assert customer is not None
    return customer


def serving(house: House) -> Leg:
    """Return a leg that counter 1 serves."""
    house.open("1")
    house.ticket()
    return house.stepped(r.StartService, house.called())


def reach(house: House, leg: Leg, step: Literal["apply", "review", "handle", "confirm", "feedback"]) -> None:
    house.did(r.ReachStep(leg.id, house.leg(leg.id).version, step))


def test_a_counter_the_branch_does_not_have_has_no_page() -> None:
    house = House()

    assert counter_view(house.day, house.now_ms, names(house), "99", "") is None


def test_the_next_right_thing_leads_through_a_whole_customer() -> None:
    house = House()
    acts = [board(house).act]
    house.open("1")
    acts.append(board(house).act)
    house.ticket()
    acts.append(board(house).act)
    leg = house.called()
    acts.append(board(house).act)
    house.stepped(r.StartService, leg)
    for step in ("review", "handle", "confirm", "feedback"):
        customer = in_hand(house)
        assert customer.next_step is not None
        assert customer.next_step.code == step
        acts.append(board(house).act)
        reach(house, leg, step)
    acts.append(board(house).act)
    house.stepped(r.FinishService, leg)
    acts.append(board(house).act)

    assert acts == [
        "open_counter", "none", "call_next", "start_service",
        "reach_step", "reach_step", "reach_step", "reach_step", "finish_service", "none",
    ]  # fmt: skip


@pytest.mark.row("C2")
def test_the_track_shows_what_is_done_what_is_now_and_what_is_to_come() -> None:
    house = House()
    leg = serving(house)
    begun = in_hand(house).track

    reach(house, leg, "handle")

    assert [step.name for step in begun] == ["申请", "审核", "办理", "确认", "反馈"]
    assert [step.place for step in begun] == ["here", "todo", "todo", "todo", "todo"]
    assert [step.place for step in in_hand(house).track] == ["done", "done", "here", "todo", "todo"]


def test_a_service_that_was_removed_meanwhile_still_has_its_steps() -> None:
    house = House()
    leg = serving(house)
    left = {code: one for code, one in house.catalogue.services.items() if code != leg.service}
    house.setting = replace(house.setting, catalogue=replace(house.catalogue, services=left))

    customer = in_hand(house)

    assert [step.code for step in customer.track] == list(STEPS)
    assert all(step.name for step in customer.track)


@pytest.mark.row("C1")
def test_those_who_come_next_stand_in_the_order_in_which_this_counter_would_call_them() -> None:
    house = House()
    house.ticket()
    house.ticket("wealth")  # not for this counter
    house.wait(5)
    house.ticket("deposit", "pregnant")
    house.wait(2)
    house.open("1")

    view = board(house)

    assert [one.ticket for one in view.coming] == ["A003", "A001"]
    assert [one.care for one in view.coming] == ["protected", "ordinary"]
    assert view.waiting == 2
    assert house.day.ticket_of(house.called().id) == "A003"


def test_of_two_hundred_who_wait_only_the_next_are_listed() -> None:
    house = House()
    house.open("1")
    for _ in range(200):
        house.ticket()

    view = board(house)

    assert view.waiting == 200
    assert len(view.coming) == MOST_COMING


@pytest.mark.row("C2")
def test_minutes_of_handling_stand_beside_the_usual_ones() -> None:
    house = House()
    leg = serving(house)
    house.wait(3)
    early = in_hand(house)
    house.wait(leg.minutes)
    late = in_hand(house)

    assert (early.minutes, early.expected_min, early.over_min) == (3, leg.minutes, 0)
    assert (late.minutes, late.over_min) == (leg.minutes + 3, 3)


def test_a_customer_on_the_way_is_never_late() -> None:
    house = House()
    house.open("1")
    leg = house.ticket()
    house.called()
    house.wait(leg.minutes + 10)

    assert in_hand(house).over_min == 0
    assert in_hand(house).minutes == leg.minutes + 10


@pytest.mark.row("A3")
def test_the_class_is_shown_and_whether_staff_made_sure_of_it() -> None:
    house = House()
    house.open("1")
    issued = house.issue(role="entrance", care_needs=("pregnant",))
    house.called()
    before = in_hand(house)

    house.did(r.MarkCare(issued.visit, ("elderly",)))

    after = in_hand(house)
    assert (before.ticket.care, before.ticket.care_said) == ("protected", "declared")
    assert (after.ticket.care, after.ticket.care_said) == ("elderly", "verified")


@pytest.mark.row("D2")
def test_a_service_added_to_the_visit_is_named_as_what_follows() -> None:
    house = House()
    leg = serving(house)

    house.did(r.AddService(leg.visit, "remittance"))

    assert in_hand(house).planned == ("汇款",)


@pytest.mark.row("C3")
def test_who_was_missed_or_put_on_hold_may_be_called_again_by_a_counter_that_can_help() -> None:
    house = House()
    house.open("1", "3")
    house.ticket("remittance")
    missed = house.called("1")
    house.stepped(r.PassTicket, missed)
    house.wait(1)
    parked = house.ticket("wealth")
    house.stepped(r.ParkTicket, parked)

    assert [(one.leg, one.status) for one in board(house).aside] == [(missed.id, "passed")]
    assert [one.leg for one in board(house, "3").aside] == [parked.id, missed.id]


def test_nobody_is_called_again_while_another_service_of_theirs_goes_on_or_somebody_is_in_hand() -> None:
    house = House()
    house.open("1", "2")
    missed = house.ticket()
    house.did(r.AddService(missed.visit, "transfer"))
    house.called("1")
    house.stepped(r.PassTicket, house.leg(missed.id))  # its other service waits from now on

    assert board(house).aside == ()

    house.called("2")
    house.stepped(r.PassTicket, next(leg for leg in house.day.active.values() if leg.service == "transfer"))
    assert len(board(house).aside) == 2

    house.ticket()
    house.called("1")
    assert board(house).aside == ()


def test_the_last_three_numbers_stand_newest_first_and_those_of_others_do_not() -> None:
    house = House()
    house.open("1", "2")
    for counter in ("1", "1", "2", "1", "1"):
        house.ticket()
        house.serve(next(iter(house.day.lines.open_to(house.day.counters[counter])))[1][0][1], counter)

    finished = board(house).finished

    assert [one.ticket for one in finished] == ["A005", "A004", "A002"]
    assert [one.at for one in finished] == ["09:25", "09:20", "09:10"]


@pytest.mark.row("A1")
def test_the_badge_is_that_of_the_counter_and_before_it_opens_that_of_who_signed_in() -> None:
    house = House()
    before = board(house, badge="1024").desk
    house.did(r.OpenCounter("1", "1024"))
    after = board(house, badge="1024").desk

    assert (before.badge, before.state, before.taken) == ("1024", "closed", False)
    assert (after.badge, after.state, after.taken) == ("1024", "idle", False)


@pytest.mark.row("A1")
def test_a_counter_open_under_another_badge_is_taken_over_before_anybody_is_called() -> None:
    house = House()
    house.did(r.OpenCounter("1", "1024"))
    house.ticket()

    view = board(house, badge="1025")

    assert view.desk.taken
    assert view.desk.badge == "1024"
    assert view.act == "open_counter"


@pytest.mark.row("A1")
def test_a_counter_with_a_customer_in_hand_is_taken_over_before_the_next_step() -> None:
    house = House()
    house.did(r.OpenCounter("1", "1024"))
    house.ticket()
    house.called()

    view = board(house, badge="1025")

    assert (view.act, view.desk.taken, view.desk.state) == ("open_counter", True, "called")
    assert view.in_hand is not None
    assert board(house, badge="1024").act == "start_service"


def test_a_call_for_the_lobby_stands_until_somebody_goes() -> None:
    house = House()
    place = board(house).desk.place
    house.did(r.CallHelp(place), "counter")
    calling = board(house).desk.calling, board(house, "2").desk.calling
    (help_id,) = house.day.helps
    house.did(r.AnswerHelp(help_id))

    assert calling == (True, False)
    assert not board(house).desk.calling
    assert names(house).device(place) == "1号综合柜台"
    assert names(house, "en").device(place) == "Counter 1"


def test_when_the_day_has_ended_there_is_nothing_to_do() -> None:
    house = House()
    house.open("1")
    house.did(r.CloseDay())

    assert board(house).state == "closed"
    assert board(house).act == "none"


def test_how_long_a_counter_has_been_idle_counts_from_its_last_customer() -> None:
    house = House()
    leg = serving(house)
    house.wait(9)
    house.stepped(r.FinishService, leg)
    house.wait(4)

    assert board(house).desk.idle_min == 4


def test_the_chooser_has_every_counter_as_it_stands() -> None:
    house = House()
    house.open("2")

    view = chooser_view(house.day, house.now_ms, names(house), missing=False)

    assert [desk.id for desk in view.counters] == [planned.id for planned in house.plan.counters]
    assert [desk.id for desk in view.counters if desk.state == "idle"] == ["2"]
