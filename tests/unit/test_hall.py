"""What the hall is told of those who wait: numbers and ranges, nobody's class (C2, C3)."""

from __future__ import annotations

import pytest

from kiosk.domain import requests as r
from kiosk.domain.hall import MOST_NEXT, Hall, hall_view
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
        called.append(answer.ticket)
        room.step(r.StartService, answer.leg)
        room.step(r.FinishService, answer.leg)
    assert tuple(called) == told


@pytest.mark.row("C3")
def test_nobody_is_told_to_get_ready_whom_no_open_counter_would_call() -> None:
    room = Reception()
    room.issue("deposit")
    room.open("4")
    wanted = room.issue("payroll")

    assert seen(room).next == (wanted.ticket,)


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
