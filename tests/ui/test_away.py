"""The branch service away before, during and after a customer's visit: never a false number, never two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r

if TYPE_CHECKING:
    from tests.ui.conftest import StandBefore
    from tests.ui.fake_branch import FakeBranch

WITHDRAW = ("current", "up_to_50k", "self")


def issued(branch: FakeBranch) -> list[f.TicketIssued]:
    return [each.fact for each in branch.journal if isinstance(each.fact, f.TicketIssued)]


def test_a_screen_that_starts_before_the_branch_says_what_to_do_and_recovers_by_itself(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    branch.go_away()
    hands = stand_before("entrance", wait=False)

    hands.wait(lambda: hands.screen.link.condition == "away")
    hands.settle()
    assert hands.text("headline") == "这台机器暂时取不了号"
    assert hands.text("advice") == "请找工作人员，他们会帮您。系统正常后，这里会自动恢复。"
    branch.come_back()
    hands.wait(lambda: hands.screen.link.condition == "connected")
    hands.settle()

    assert hands.text("title") == "请问您要办什么？"


def test_while_nobody_stands_there_the_first_screen_tells_the_truth_both_ways(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")

    branch.go_away()
    hands.wait(lambda: hands.screen.link.condition == "away")
    hands.settle()
    assert not hands.sees("tile-personal")
    branch.come_back()
    hands.wait(lambda: hands.screen.link.condition == "connected")
    hands.settle()

    assert hands.sees("tile-personal")


def test_a_customer_in_the_middle_may_go_on_and_gets_one_number_when_the_branch_is_back(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", "option-current")

    branch.go_away()
    hands.wait(lambda: hands.screen.link.condition == "away")
    hands.settle()
    assert hands.sees("awayStrip")
    hands.press("option-up_to_50k", "option-self", "next", "take")
    hands.wait(lambda: hands.number("late"))
    hands.settle()
    assert (hands.step, hands.text("headline")) == ("issuing", "还在取号")
    branch.come_back()
    hands.at("result")

    assert len(issued(branch)) == 1
    hands.wait(lambda: not hands.sees("awayStrip"))


@pytest.mark.parametrize("lost", [1, 3])
def test_a_lost_answer_is_asked_for_again_under_the_same_id(
    stand_before: StandBefore, branch: FakeBranch, lost: int
) -> None:
    hands = stand_before("entrance")
    branch.lost_answers = lost

    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    ids = [request for kind, request in branch.asked if kind == "issue_ticket"]
    assert (len(ids), len(set(ids))) == (lost + 1, 1)
    assert len(issued(branch)) == 1


def test_two_customers_never_share_an_id(stand_before: StandBefore, branch: FakeBranch) -> None:
    hands = stand_before("entrance")

    for _ in range(2):
        hands.take("withdrawal", *WITHDRAW)
        hands.at("result")
        hands.press("done")

    assert len({request for kind, request in branch.asked if kind == "issue_ticket"}) == 2
    assert len(issued(branch)) == 2


def test_a_customer_who_does_not_want_to_wait_is_let_go_and_nothing_is_sent_later(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", *(f"option-{code}" for code in WITHDRAW), "next")
    branch.go_away()
    hands.press("take")
    assert not hands.find("startOver").isEnabled()
    hands.wait(lambda: hands.number("late"))
    hands.settle()

    hands.press("action")
    branch.come_back()
    hands.wait(lambda: hands.screen.link.condition == "connected")
    hands.pause(0.2)

    assert hands.step == "category"
    assert issued(branch) == []


def test_the_number_stays_on_the_screen_when_the_branch_goes_away_after_it(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    branch.go_away()
    hands.wait(lambda: hands.screen.link.condition == "away")
    hands.settle()
    assert hands.text("ticket") == "A001"
    branch.print_slip(b"no picture")
    branch.come_back()
    hands.wait(lambda: hands.number("printed") == "printed")
    hands.settle()

    assert (hands.number("slip"), "A001" in hands.text("paper")) == (0, True)


def test_help_that_could_not_be_called_says_to_wave(stand_before: StandBefore, branch: FakeBranch) -> None:
    hands = stand_before("entrance")
    branch.go_away()

    hands.press("callHelp")
    hands.wait(lambda: hands.screen.house.property("help") == "unheard")
    hands.settle()

    assert "招手" in hands.find("helpStrip").property("text")


def test_a_branch_that_is_restored_from_a_backup_is_followed_anew(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")

    branch.begin_epoch()
    branch.ask(r.OpenCounter("1"))

    hands.wait(lambda: set(hands.screen.link.day.counters) == {"1"})
