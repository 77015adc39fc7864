"""What the hall says is true at that moment: of today, of those who wait, and of calls that were followed (C2, C3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.flow.hall import HERO_S, MOST_PASSED
from tests.ui.fake_branch import FakeBranch, shipped_setting
from tests.ui.looks import capital_of
from tests.ui.test_hall import LYING, Hall, closed_at_night, with_many_counters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.domain.setting import Setting
    from tests.ui.conftest import Clock, StandBefore

    LookUp = Callable[..., Hall]

pytestmark = pytest.mark.row("C3")


@pytest.fixture
def look_up(stand_before: StandBefore, clock: Clock) -> Iterator[LookUp]:
    """Give a function that looks up at the hall of a branch with no counter open yet."""
    branches: list[FakeBranch] = []

    def look(setting: Setting | None = None) -> Hall:
        branches.append(FakeBranch(setting or shipped_setting()))
        return Hall(
            stand_before("hall", branch=branches[-1], size=LYING, diagonal_in=55), branches[-1], clock
        )

    yield look
    for each in branches:
        each.go_away()


def test_an_unfinished_day_is_over_when_the_doors_close_and_gone_the_next_morning(look_up: LookUp) -> None:
    hall = look_up(closed_at_night())
    branch = hall.branch
    branch.open_counters("1")
    missed, forgotten = hall.issue(), hall.issue()
    hall.step(r.PassTicket, hall.call().leg)
    hall.until("ticket", forgotten, missed)
    branch.ask(r.CloseCounter("1"))

    hall.later(9 * 3600)
    hall.hands.at("closed")
    hall.hands.wait(lambda: {"今日营业已结束，谢谢光临", "明天 09:00 开门"} <= set(hall.hands.words()))
    hall.later(14.5 * 3600)

    hall.hands.at("unstaffed")
    hall.hands.wait(lambda: hall.drawn("ticket") == [])
    assert "2 人" not in hall.hands.words()


def test_nobody_is_said_to_wait_only_after_that_was_heard_and_while_nobody_does(look_up: LookUp) -> None:
    hall = look_up()
    hall.hands.wait(lambda: "暂时没有等候的号码" in hall.hands.words())

    hall.issue()
    hall.hands.wait(lambda: "柜台开放后显示" in hall.hands.words())

    assert "暂时没有等候的号码" not in hall.hands.words()


def test_nothing_is_said_of_who_is_next_before_that_was_heard(look_up: LookUp) -> None:
    hall = look_up()
    hall.hands.wait(lambda: "nobodyNext" in hall.hands.names())

    hall.hands.screen.model._waits.forget()  # type: ignore[union-attr] # noqa: SLF001 - as an interruption leaves it
    hall.hands.settle()

    assert "nobodyNext" not in hall.hands.names()


def test_todays_number_stays_to_get_ready_while_the_same_of_yesterday_is_called(look_up: LookUp) -> None:
    hall = look_up()
    branch = hall.branch
    branch.open_counters("1")
    hall.issue()
    carried = hall.call().leg
    hall.step(r.StartService, carried)
    hall.step(r.ParkTicket, carried)
    hall.later(24 * 3600)
    branch.open_counters("1")
    today = hall.issue()
    hall.step(r.ReturnTicket, carried)
    branch.ask(r.CallTicket("1", carried, branch.day.legs[carried].version))

    hall.until("hero", today)
    assert "昨日 · of 20 Nov" in hall.hands.words()
    hall.later(HERO_S)

    hall.until("ticket", today)
    assert hall.drawn("call") == [today]


def test_a_call_that_was_followed_stops_flashing_at_once(look_up: LookUp) -> None:
    hall = look_up()
    hall.branch.open_counters("1")
    ticket = hall.issue()
    called = hall.call()
    hall.until("hero", ticket)

    hall.step(r.StartService, called.leg)
    hall.hands.wait(lambda: hall.flashing() == [])

    assert hall.drawn("hero") == [ticket]


def test_missed_numbers_beyond_the_eight_shown_are_counted(look_up: LookUp) -> None:
    hall = look_up()
    hall.branch.open_counters("1")
    for _ in range(MOST_PASSED + 2):
        hall.issue()
        hall.step(r.PassTicket, hall.call().leg)

    hall.hands.wait(lambda: hall.hands.screen.model.property("missed") == MOST_PASSED + 2)
    hall.later(HERO_S)

    assert "等 10 个 · and 2 more" in hall.hands.words()

    assert len(hall.drawn("ticket")) == MOST_PASSED


@pytest.mark.row("C2")
def test_a_range_from_nothing_on_is_told_by_its_end_alone(look_up: LookUp) -> None:
    hall = look_up()
    hall.branch.open_counters("1", "2")
    tickets = [hall.issue(), hall.issue()]
    hall.call("1")
    hall.call("2")
    hall.until("hero", *tickets)
    hall.later(HERO_S)

    hall.hands.wait(lambda: any(re.fullmatch(r"up to \d+ min", word) for word in hall.hands.words()))

    assert not [word for word in hall.hands.words() if "0–" in word]


def test_few_called_numbers_are_larger_than_many(look_up: LookUp) -> None:
    few, many = (number_height(look_up(with_many_counters(counters)), counters) for counters in (2, 6))

    assert few > 1.5 * many


def number_height(hall: Hall, counters: int) -> float:
    """Let so many be called, wait for the list, and return how high a number in it is, in pixels."""
    for counter in range(1, counters + 1):
        hall.branch.open_counters(str(counter))
        hall.issue()
        hall.call(str(counter))
    hall.hands.wait(lambda: len(hall.drawn("hero")) == counters)
    hall.later(HERO_S)
    return capital_of(hall.hands.find("number"))
