"""Every state of the hall screen on every panel: nothing cut off, nothing over anything else, called numbers 60 mm high."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.catalogue import Text
from kiosk.domain.flow.hall import AWAY_S, HERO_S, LEAST_S, MOST_HEROES
from kiosk.domain.hall import MOST_NEXT
from kiosk.domain.visit import LegStatus
from tests.faults.harness import LONG
from tests.ui.fake_branch import MORNING_MS, FakeBranch, shipped_setting
from tests.ui.hands import is_text
from tests.ui.looks import capital_of, faults, inked, rect
from tests.ui.test_hall import Hall, closed_at_night, with_many_counters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.domain.setting import Setting
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

PANELS = {"hd": (1920, 1080), "4k": (3840, 2160), "upright": (1080, 1920)}
ON_PANELS = pytest.mark.parametrize(
    "size", [pytest.param(size, id=name) for name, size in PANELS.items() if LONG or name != "4k"]
)
"""What is drawn on a panel of 4k is that of hd, each point four: left to the long run."""
SERVICES = ("deposit", "payroll", "transfer", "complaint", "withdrawal")
LEAST_MM = 60
FRAMES = ("call-", "hero-", "nextCard", "missedCard", "waitingCard", "demonstration")
"""What has an edge: nothing written on it may cross that."""
WORDY = Text(
    "跨境金融与私人银行综合服务专席柜台（二层东侧）",
    "Cross-border and private banking desk on the second floor, east side",
)

pytestmark = [
    pytest.mark.row("C3"),
    ON_PANELS,
]


@pytest.fixture
def hall_of(
    stand_before: StandBefore, clock: Clock, size: tuple[int, int]
) -> Iterator[Callable[[Setting], Hall]]:
    """Give a function that looks up at the hall of a branch with such a setting, on the panel of the test."""
    branches: list[FakeBranch] = []

    def look(setting: Setting, now_ms: int = MORNING_MS) -> Hall:
        branches.append(FakeBranch(setting, now_ms))
        hands = stand_before("hall", branch=branches[-1], size=size, diagonal_in=55)
        return Hall(hands, branches[-1], clock)

    yield look
    for each in branches:
        each.go_away()


def busy(hall: Hall, counters: int) -> None:
    """Let so many counters call a ticket each, with some more waiting."""
    hall.branch.open_counters(*(str(each) for each in range(1, counters + 1)))
    for _ in range(counters + 9):
        hall.issue()
    for counter in range(1, counters + 1):
        hall.call(str(counter))
    hall.hands.wait(lambda: len(hall.drawn("hero")) == min(counters, MOST_HEROES))


@pytest.mark.parametrize("heroes", range(1, 7))
def test_one_to_six_calls_at_once_are_in_order_and_large(
    hall_of: Callable[[Setting], Hall], heroes: int
) -> None:
    hall = hall_of(with_many_counters(heroes))

    busy(hall, heroes)

    assert len(hall.drawn("hero")) == heroes
    assert faults_of(hall) == []
    assert small_numbers(hall) == []


@pytest.mark.parametrize("called", [1, 6, 7, 14])
def test_a_list_of_any_length_is_in_order_and_large(hall_of: Callable[[Setting], Hall], called: int) -> None:
    hall = hall_of(with_many_counters(called))
    busy(hall, called)

    for _ in range(4):
        hall.later(HERO_S)
    hall.hands.wait(lambda: len(hall.drawn("ticket")) == MOST_NEXT)

    assert len(hall.drawn("call")) == min(called, 12)
    assert faults_of(hall) == []
    assert small_numbers(hall) == []


def test_long_names_large_numbers_and_many_missed_calls_are_in_order(
    hall_of: Callable[[Setting], Hall],
) -> None:
    hall = hall_of(with_long_names())
    hall.branch.now_ms += 1
    hall.branch.open_counters("1", "12")
    for _ in range(1001):
        hall.branch.ask(r.IssueTicket("deposit"), "entrance")
    for _ in range(10):
        hall.step(r.PassTicket, hall.call("1").leg)
    waiting = [leg for leg in hall.branch.day.active.values() if hall.branch.day.ticket_of(leg.id) == "A1000"]
    hall.branch.ask(r.CallTicket("12", waiting[0].id, waiting[0].version))
    day = hall.hands.screen.link.day
    hall.hands.wait(lambda: "12" in day.counters and bool(day.counters["12"].leg))
    hall.later(LEAST_S)  # those who were passed may have come up first
    hall.until("hero", "A1000")

    found = faults_of(hall, WORDY.zh, WORDY.en)
    hall.later(HERO_S)
    found += faults_of(hall, WORDY.zh, WORDY.en)

    assert found == []
    assert len(hall.drawn("call")) == 1
    assert small_numbers(hall) == []


@pytest.mark.parametrize("hours_later", [-3, 0, 9])
def test_a_branch_that_is_shut_or_not_staffed_is_in_order(
    hall_of: Callable[..., Hall], hours_later: int
) -> None:
    hall = hall_of(closed_at_night(), MORNING_MS + hours_later * 3_600_000)

    assert faults_of(hall) == []


def test_quiet_and_away_are_in_order(hall_of: Callable[[Setting], Hall]) -> None:
    hall = hall_of(shipped_setting())
    hall.branch.open_counters("1")
    hall.hands.at("quiet")
    found = faults_of(hall)
    hall.branch.go_away()
    hall.hands.wait(lambda: hall.hands.screen.link.condition == "away")
    hall.later(AWAY_S)
    hall.hands.at("away")

    assert found + faults_of(hall) == []


@pytest.mark.parametrize("called", [2, 5, 8])
def test_numbers_of_yesterday_are_told_apart_in_order_wherever_they_stand(
    hall_of: Callable[[Setting], Hall], called: int
) -> None:
    hall = hall_of(with_many_counters(called))
    legs = carried_over(hall, called + 5)
    found = faults_of(hall)
    for counter, leg in enumerate(legs[:called], 1):
        hall.branch.ask(r.CallTicket(str(counter), leg, hall.branch.day.legs[leg].version))
    hall.hands.wait(lambda: len(hall.drawn("hero")) == min(called, MOST_HEROES))
    found += faults_of(hall)
    for _ in range(3):
        hall.later(HERO_S)
    hall.hands.wait(lambda: len(hall.drawn("ticket")) == len(legs) - called)

    assert found + faults_of(hall) == []
    assert len(hall.drawn("call")) == called
    assert {"昨日 · of 20 Nov", "20 Nov"} <= set(hall.hands.words())
    assert small_numbers(hall) == []


def carried_over(hall: Hall, number: int) -> list[str]:
    """Let so many wait again who were parked yesterday, and return their legs."""
    day = hall.branch.day
    hall.branch.open_counters("1")
    legs = []
    for _ in range(number):
        hall.issue()
        legs.append(hall.call().leg)
        hall.step(r.StartService, legs[-1])
        hall.step(r.ParkTicket, legs[-1])
    hall.later(24 * 3600)
    hall.branch.open_counters(*(each.id for each in hall.branch.setting.plan.counters))
    for leg in legs:
        hall.step(r.ReturnTicket, leg)
    assert all(day.legs[leg].status is LegStatus.WAITING for leg in legs)
    hall.hands.wait(lambda: len(hall.drawn("ticket")) == min(number, MOST_NEXT))
    return legs


def with_long_names() -> Setting:
    """Return a branch whose counters and bank have names longer than anybody would choose."""
    setting = with_many_counters(12)
    counters = tuple(replace(each, name=WORDY) for each in setting.plan.counters)
    zones = tuple(replace(each, name=WORDY) for each in setting.plan.zones)
    return replace(setting, plan=replace(setting.plan, counters=counters, zones=zones))


def faults_of(hall: Hall, *may_elide: str) -> list[str]:
    """Return what is wrong with the looks; names that no panel could hold may end in dots."""
    found = [
        fault
        for fault in faults(hall.hands)
        if not (fault.endswith("is cut off") and any(name in fault for name in may_elide))
    ]
    return found + list(spilt(hall.hands))


def spilt(hands: Hands) -> Iterator[str]:
    """Say which words reach over the edge of what they are written on."""
    for card in hands.items():
        if card.objectName().startswith(FRAMES):
            area = rect(card).adjusted(-1, -1, 1, 1)
            texts = (item for item in hands.items(card) if is_text(item))
            yield from (
                f"“{text.property('text')}” spills out of {card.objectName()}"
                for text in texts
                if not area.contains(inked(text))
            )


def small_numbers(hall: Hall) -> list[str]:
    """Return which called numbers are less than 60 mm high on a 55-inch panel, by its true size."""
    manner = hall.hands.screen.manner
    px_per_mm = hypot(*manner.size) / (manner.diagonal_in * 25.4)
    return [
        f"{item.property('text')} {capital_of(item) / px_per_mm:.1f} mm"
        for item in hall.hands.items()
        if item.objectName() == "number" and capital_of(item) / px_per_mm < LEAST_MM - 0.5
    ]
