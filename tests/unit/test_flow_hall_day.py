"""What the hall reads from the day: who is at a counter, who missed it, and whether the branch is open at all."""

from __future__ import annotations

from typing import Literal

import pytest

from kiosk.domain import requests as r
from kiosk.domain.flow.hall import Call, Scene, at_counters, on_date, passed, scene, standby
from kiosk.domain.hall import Number
from tests.reception import Reception

pytestmark = pytest.mark.row("C3")
Doors = Literal["open", "cutoff", "before", "after", "closed", "rest"]


def test_the_newest_call_stands_first_and_the_served_after_all_called() -> None:
    room = Reception()
    room.open("1", "2", "3")
    told = []
    for counter in ("1", "2", "3"):
        room.issue()
        room.wait(1)
        told.append(room.call(counter))
    room.step(r.StartService, told[2].leg)

    places = at_counters(room.day)

    assert [(place.call, place.serving) for place in places] == [
        (Call(told[1].leg, told[1].ticket, "2"), False),
        (Call(told[0].leg, told[0].ticket, "1"), False),
        (Call(told[2].leg, told[2].ticket, "3"), True),
    ]


def test_the_tickets_passed_last_are_told_newest_first() -> None:
    room = Reception()
    room.open("1")
    missed = []
    for _ in range(5):
        room.issue()
        room.wait(1)
        answer = room.call()
        room.step(r.PassTicket, answer.leg)
        missed.append(Number(answer.leg, answer.ticket))
    room.step(r.ReturnTicket, missed[-1].leg)

    assert passed(room.day) == tuple(missed[-2::-1])


def test_a_carried_number_is_called_with_its_date() -> None:
    room = Reception()
    room.open("1")
    room.issue()
    leg = room.call().leg
    room.step(r.StartService, leg)
    room.step(r.ParkTicket, leg)
    yesterday = room.day.date
    room.wait(24 * 60)
    room.open("1")
    room.step(r.ReturnTicket, leg)
    room.pick(leg)

    (place,) = at_counters(room.day)

    assert place.call == Call(leg, "A001", "1", carried=yesterday)


@pytest.mark.parametrize("doors", ["open", "cutoff", "before", "after", "closed", "rest"])
def test_as_long_as_anybody_is_at_a_counter_or_waits_for_an_open_one_the_branch_is_not_called_shut(
    doors: Doors,
) -> None:
    room = Reception()
    room.open("1")
    room.issue()
    quiet = scene(doors, room.day)
    room.call()

    assert (quiet, scene(doors, room.day)) == (Scene.QUIET, Scene.CALLS)


def test_a_number_forgotten_in_a_line_does_not_keep_the_branch_open_at_night() -> None:
    room = Reception()
    room.issue()

    told = [scene(doors, room.day) for doors in ("open", "before", "after", "closed")]

    assert told == [Scene.UNSTAFFED, Scene.BEFORE, Scene.CLOSED, Scene.CLOSED]


def test_nobody_of_an_earlier_date_is_left_on_the_next() -> None:
    room = Reception()
    room.open("1")
    room.issue()
    room.call()
    today = room.day.date

    assert on_date(room.day, today) is room.day
    assert scene("before", on_date(room.day, "2026-11-03")) is Scene.BEFORE
    assert scene("open", on_date(room.day, "2026-11-03")) is Scene.UNSTAFFED


def test_an_empty_branch_says_whether_it_is_open() -> None:
    room = Reception()

    told = [scene(doors, room.day) for doors in ("open", "before", "after", "closed", "rest")]

    assert told == [Scene.UNSTAFFED, Scene.BEFORE, Scene.CLOSED, Scene.CLOSED, Scene.REST]


def test_nobody_waits_only_when_every_line_is_empty() -> None:
    room = Reception()
    told = [standby(room.day)]

    room.issue("deposit")
    told.append(standby(room.day))
    room.open("4")
    told.append(standby(room.day))
    room.open("1")
    told.append(standby(room.day))

    assert told == ["nobody", "later", "later", ""]


@pytest.mark.row("C6")
def test_a_complaint_alone_changes_nothing_in_what_is_said_of_those_who_wait() -> None:
    room = Reception()
    room.open("6")

    room.issue("complaint")

    assert standby(room.day) == "nobody"
