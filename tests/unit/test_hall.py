"""What the hall is told of those who wait: numbers and ranges, nobody's class (C2, C3)."""

from __future__ import annotations

import pytest

from kiosk.domain import requests as r
from kiosk.domain.hall import DISCREET, MOST_NEXT, Hall, Number, emptied, hall_view
from tests.catalogue_samples import shipped_catalogue
from tests.reception import MINUTE_MS, Reception


def seen(room: Reception) -> Hall:
    return hall_view(room.day, room.setting.catalogue, room.now_ms)


@pytest.mark.row("C3")
def test_the_numbers_that_come_up_next_are_those_the_rules_call() -> None:
    room = Reception()
    room.open("1")
    for needs in ((), (), ("elderly",), (), ("pregnant",), (), (), ()):
        room.issue(care_needs=needs)
        room.wait(1)
    room.wait(5)

    told = seen(room).next

    assert len(told) == MOST_NEXT
    called = []
    for _ in told:
        answer = room.call()
        called.append(Number(answer.leg, answer.ticket))
        room.step(r.StartService, answer.leg)
        room.step(r.FinishService, answer.leg)
    assert tuple(called) == told


@pytest.mark.row("C3")
def test_nobody_is_told_to_get_ready_whom_no_open_counter_would_call() -> None:
    room = Reception()
    room.issue("deposit")
    room.open("4")
    wanted = room.issue("payroll")

    assert seen(room).next == (Number(wanted.leg, wanted.ticket),)


@pytest.mark.row("C2")
def test_each_category_says_how_many_wait_and_a_range_or_nothing() -> None:
    room = Reception()
    room.open("1")
    for _ in range(3):
        room.issue("deposit")
    room.issue("payroll")

    waits = {wait.category: wait for wait in seen(room).waits}

    told = [category.code for category in room.setting.catalogue.categories if category.code != "complaint"]
    assert list(waits) == told
    personal, special = waits["personal"], waits["special"]
    assert (personal.waiting, special.waiting, waits["corporate"].waiting) == (3, 1, 0)
    assert personal.low_min is not None
    assert personal.high_min is not None
    assert personal.low_min < 3 * 6 < personal.high_min
    assert waits["corporate"].low_min is None


@pytest.mark.row("C3")
def test_a_closed_day_calls_nobody() -> None:
    room = Reception()
    room.open("1")
    room.issue()
    room.did(r.CloseDay())

    assert seen(room).next == ()
    room.wait(ms=MINUTE_MS)
    assert all(wait.low_min is None for wait in seen(room).waits)


@pytest.mark.row("C6")
def test_the_hall_is_not_told_how_many_have_come_to_complain() -> None:
    room = Reception()
    room.open("6")
    room.issue("complaint")

    assert "complaint" not in [wait.category for wait in seen(room).waits]
    assert sum(wait.waiting for wait in seen(room).waits) == 0


@pytest.mark.row("C6")
def test_no_letter_before_a_number_tells_who_complains() -> None:
    services = shipped_catalogue().services.values()

    discreet = {service.series for service in services if service.zone == DISCREET}

    assert discreet
    assert discreet <= {service.series for service in services if service.zone != DISCREET}


@pytest.mark.row("C6")
def test_whoever_complains_is_called_and_never_told_in_public_to_get_ready() -> None:
    room = Reception()
    room.open("6")
    upset, curious = room.issue("complaint"), room.issue("enquiry")

    assert seen(room).next == (Number(curious.leg, curious.ticket),)
    assert room.call("6").leg == upset.leg


@pytest.mark.row("C6")
def test_no_range_is_told_that_a_complaint_makes_longer() -> None:
    room = Reception()
    room.open("5", "6")
    calm = {wait.category: wait for wait in seen(room).waits}["enquiry"]
    room.issue("complaint")

    told = {wait.category: wait for wait in seen(room).waits}["enquiry"]

    assert calm.low_min is not None
    assert (told.waiting, told.low_min, told.high_min) == (0, None, None)


@pytest.mark.row("C3")
def test_a_number_of_yesterday_is_told_with_its_date() -> None:
    room = Reception()
    room.open("1")
    parked = room.issue()
    room.call()
    room.step(r.StartService, parked.leg)
    room.step(r.ParkTicket, parked.leg)
    yesterday = room.day.date
    room.wait(24 * 60)
    room.open("1")
    today = room.issue()
    room.step(r.ReturnTicket, parked.leg)

    assert today.ticket == parked.ticket
    assert set(seen(room).next) == {
        Number(today.leg, today.ticket),
        Number(parked.leg, parked.ticket, yesterday),
    }


def test_an_emptied_hall_has_the_same_categories_and_nobody() -> None:
    room = Reception()
    room.open("1")
    room.issue()

    hall = emptied(seen(room))

    assert hall.next == ()
    assert [each.category for each in hall.waits] == [each.category for each in seen(room).waits]
    assert {(each.waiting, each.low_min) for each in hall.waits} == {(0, None)}
