"""The number at once: three touches from the first screen, and never two numbers for one wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain import facts as f
from kiosk.domain import requests as r

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch


def issued(branch: FakeBranch) -> list[f.TicketIssued]:
    return [each.fact for each in branch.journal if isinstance(each.fact, f.TicketIssued)]


@pytest.mark.parametrize("service", ["deposit", "withdrawal", "transfer", "enquiry"])
def test_three_touches_bring_a_number_for_the_commonest_services(
    stand_before: StandBefore, branch: FakeBranch, service: str
) -> None:
    hands = stand_before("entrance")
    touches = ["tile-enquiry"] if service == "enquiry" else ["tile-personal", f"tile-{service}"]
    touches.append("takeNow")

    hands.press(*touches)
    hands.at("result")

    assert len(touches) <= 3
    assert [fact.service for fact in issued(branch)] == [service]
    assert hands.text("ticket").endswith("001")


@pytest.mark.row("C2")
def test_the_wait_is_told_as_soon_as_a_service_is_chosen(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    branch.ask(r.IssueTicket("withdrawal"))
    hands = stand_before("entrance")

    hands.press("tile-personal", "tile-withdrawal")
    hands.wait(lambda: hands.number("waitKnown"))
    assert hands.find("ahead").property("value") == "1\u00a0人"
    hands.press("option-current")

    assert hands.find("ahead").property("value") == "1\u00a0人"


@pytest.mark.row("B1")
def test_whoever_takes_the_number_at_once_is_still_told_what_to_bring(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    hands.press("tile-personal", "tile-withdrawal", "takeNow")
    hands.at("result")
    assert hands.text("brings").startswith("可能要带：")
    hands.press("done")
    hands.take("withdrawal", "current", "up_to_50k", "self")
    hands.at("result")

    assert not hands.sees("brings")


@pytest.mark.parametrize("touches", [("tile-personal", "tile-withdrawal"), ("tile-enquiry",)])
def test_a_double_tap_on_the_number_at_once_brings_one(
    stand_before: StandBefore, branch: FakeBranch, touches: tuple[str, ...]
) -> None:
    hands = stand_before("entrance")
    hands.press(*touches)

    point = hands.point("takeNow")
    for _ in range(2):
        QTest.mouseClick(hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    hands.wait(lambda: issued(branch))
    hands.pause(0.1)

    assert [kind for kind, _ in branch.asked] == ["issue_ticket"]
    assert len(issued(branch)) == 1


def test_the_second_half_of_a_double_tap_does_not_send_the_new_number_away(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock
) -> None:
    hands = stand_before("entrance", settle_s=0.3)
    for touch in ("tile-personal", "tile-withdrawal", "takeNow"):
        clock.seconds += 0.31
        hands.press(touch)
    hands.at("result")

    hands.press("done", "guide")
    assert (hands.step, hands.guide("status")) == ("result", "none")
    clock.seconds += 0.31
    hands.press("done")

    assert (hands.step, len(issued(branch))) == ("category", 1)


def test_a_number_asked_for_while_the_branch_is_away_comes_once_it_is_back(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-q", "key-k")
    branch.go_away()
    hands.wait(lambda: hands.screen.link.condition == "away")

    hands.press("found-withdrawal")
    assert not hands.number("waitKnown")
    hands.press("takeNow")
    hands.wait(lambda: hands.number("late"))
    hands.settle()
    assert hands.text("headline") == "还在取号"
    branch.come_back()
    hands.at("result")

    assert len(issued(branch)) == 1
