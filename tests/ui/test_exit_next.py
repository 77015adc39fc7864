"""The next customer at the exit: nobody rates the visit of the one who stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.ui.test_exit_scan import CURRENT, scan

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands

pytestmark = pytest.mark.row("D3")


@pytest.fixture
def hands(stand_before: StandBefore, branch: FakeBranch) -> Hands:
    """Give the first of two customers who were served, with the question how it was on the screen."""
    for ticket in ("A001", "A002"):
        branch.ask(r.IssueTicket("withdrawal", CURRENT))
        branch.serve(ticket)
    hands = stand_before("exit")
    scan(hands, branch.slip_of("A001"))
    hands.at("score")
    return hands


def ratings(branch: FakeBranch) -> list[tuple[str, int]]:
    """Return ticket and score of every opinion the branch has."""
    facts = [each.fact for each in branch.journal if isinstance(each.fact, f.VisitRated)]
    return [(branch.day.visits[each.visit].ticket, each.score) for each in facts]


def test_at_the_question_how_it_was_the_next_slip_takes_over_at_once(
    hands: Hands, branch: FakeBranch
) -> None:
    scan(hands, branch.slip_of("A002"))
    hands.wait(lambda: hands.exit.state.ticket == "A002")
    hands.press("score-5", "next", "skip", "skip", "skip")
    hands.at("thanks")

    assert ratings(branch) == [("A002", 5)]


@pytest.mark.parametrize("touches", [("score-2",), ("score-2", "next"), ("score-2", "back")])
def test_another_slip_in_the_middle_of_an_opinion_is_told_to_wait_in_one_line(
    hands: Hands, branch: FakeBranch, touches: tuple[str, ...]
) -> None:
    hands.press(*touches)
    step = hands.step

    scan(hands, branch.slip_of("A002"))
    hands.wait(lambda: hands.exit.property("another"))
    hands.settle()

    assert (hands.step, hands.exit.state.ticket) == (step, "A001")
    assert "请先完成评价，或点“重新开始”" in hands.words()
    hands.exit.speak("en")
    assert not hands.exit.property("another")


def test_scans_of_another_slip_are_nobodys_touch_so_that_the_warning_comes(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    hands.press("score-2")
    for _ in range(8):
        clock.seconds += 8
        scan(hands, "6901234567892")

    hands.wait(lambda: hands.exit.property("warned"))

    scan(hands, branch.slip_of("A002"))
    hands.wait(lambda: hands.exit.state.ticket == "A002")


def test_after_ten_seconds_without_a_touch_another_slip_takes_over_and_the_opinion_begun_is_sent(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    hands.exit.speak("en")
    hands.press("score-2")
    clock.seconds += 10

    scan(hands, branch.slip_of("A002"))
    hands.wait(lambda: hands.exit.state.ticket == "A002")
    hands.at("score")
    hands.wait(lambda: ratings(branch))

    assert ratings(branch) == [("A001", 2)]
    assert (hands.exit.state.score, hands.exit.state.language) == (0, "zh")


def test_the_slip_of_the_visit_on_the_screen_shows_that_its_customer_is_still_there(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    hands.press("score-2")
    clock.seconds += 61
    hands.wait(lambda: hands.exit.property("warned"))

    scan(hands, branch.slip_of("A001"))
    hands.wait(lambda: not hands.exit.property("warned"))

    assert (hands.step, hands.exit.state.score) == ("reasons", 2)


def test_a_search_left_while_the_branch_was_away_gives_way_to_the_next_slip(
    hands: Hands, branch: FakeBranch
) -> None:
    hands.press("startOver")
    branch.go_away()
    scan(hands, branch.slip_of("A001"))
    hands.wait(lambda: hands.exit.property("late"))

    scan(hands, branch.slip_of("A002"))
    branch.come_back()
    hands.at("score")

    assert hands.exit.state.ticket == "A002"


def test_a_rating_that_waits_for_the_branch_gives_way_to_the_next_slip_and_still_arrives(
    hands: Hands, branch: FakeBranch
) -> None:
    branch.go_away()
    hands.press("score-4", "next", "skip", "skip", "skip")
    hands.wait(lambda: hands.exit.property("late"))

    scan(hands, branch.slip_of("A002"))
    hands.at("looking")
    branch.come_back()
    hands.at("score")
    hands.wait(lambda: ratings(branch))

    assert (hands.exit.state.ticket, ratings(branch)) == ("A002", [("A001", 4)])
