"""How a customer leaves the exit: thanked with the aftercare, by walking away, by starting over, after too many tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands

CURRENT = {"kind": "current", "amount": "up_to_50k", "who": "self"}
WITHDRAWAL = "请在柜台当面点清现金。定期提前支取的部分按活期计息。"


@pytest.fixture
def hands(stand_before: StandBefore, branch: FakeBranch) -> Hands:
    """Give somebody who was served, at the exit, with the question how it was on the screen."""
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    branch.serve("A001")
    hands = stand_before("exit")
    hands.exit.scan(branch.slip_of("A001"))
    hands.at("score")
    return hands


def ratings(branch: FakeBranch) -> list[f.VisitRated]:
    return [each.fact for each in branch.journal if isinstance(each.fact, f.VisitRated)]


def fall_silent(hands: Hands, clock: Clock) -> None:
    clock.seconds += 91
    hands.at("number")


@pytest.mark.row("D1")
@pytest.mark.row("D3")
def test_the_thanks_tell_what_to_mind_of_what_was_done(hands: Hands) -> None:
    hands.press("score-5", "next", "skip", "skip", "skip")
    hands.at("thanks")

    assert hands.text("headline") == "谢谢您！"
    assert {"取款", WITHDRAWAL} <= set(hands.words())


@pytest.mark.row("D3")
@pytest.mark.parametrize("score", [1, 2])
def test_a_low_score_is_thanked_for_and_promises_no_more_than_to_look_into_it(
    hands: Hands, score: int
) -> None:
    hands.press(f"score-{score}", "next", "skip", "skip", "skip")
    hands.at("thanks")

    assert hands.text("headline") == "谢谢您告诉我们"
    assert "我们会去了解" in hands.text("advice")
    assert not any("联系" in words or "回电" in words for words in hands.words())


@pytest.mark.row("D1")
def test_whoever_rated_already_is_thanked_and_reads_the_aftercare_again(
    hands: Hands, branch: FakeBranch
) -> None:
    hands.press("score-5", "next", "skip", "skip", "skip")
    hands.at("thanks")

    hands.exit.scan(branch.slip_of("A001"))
    hands.at("refused")

    assert hands.text("headline") == "已经评价过了，谢谢您"
    assert WITHDRAWAL in hands.words()
    assert len(ratings(branch)) == 1


@pytest.mark.row("D3")
def test_nothing_on_the_screen_tells_of_a_rating_once_its_customer_has_gone(
    hands: Hands, branch: FakeBranch
) -> None:
    hands.press("score-1", "reason-attitude", "next", "score-1", "skip", "skip")
    hands.at("thanks")
    hands.press("done")

    hands.exit.scan(branch.slip_of("A001"))
    hands.at("refused")

    assert (hands.exit.state.score, hands.exit.state.reasons, dict(hands.exit.state.answers)) == (
        0,
        frozenset(),
        {},
    )
    assert hands.text("headline") == "已经评价过了，谢谢您"
    assert hands.screen.link.day.ratings == {}


@pytest.mark.row("D3")
@pytest.mark.parametrize(
    ("touches", "told"),
    [
        (("score-4",), (4, (), {})),
        (("score-4", "reason-kind"), (4, ("kind",), {})),
        (("score-1", "reason-long_wait", "next", "score-2"), (1, ("long_wait",), {"speed": 2})),
        (("score-5", "back"), (5, (), {})),
    ],
)
def test_a_customer_who_gives_a_score_and_walks_away_is_heard_once(
    hands: Hands, branch: FakeBranch, clock: Clock, touches: tuple[str, ...], told: tuple[object, ...]
) -> None:
    hands.press(*touches)

    fall_silent(hands, clock)
    hands.wait(lambda: ratings(branch))
    hands.pause(0.1)

    assert [(each.score, each.reasons, each.answers) for each in ratings(branch)] == [told]
    assert hands.exit.property("fresh")


def test_a_customer_who_walks_away_before_the_score_says_nothing(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    fall_silent(hands, clock)
    hands.pause(0.1)

    assert branch.asked == []


@pytest.mark.row("D3")
@pytest.mark.parametrize("leaving", ["startOver", "leave"])
def test_whoever_starts_over_or_says_to_leave_is_not_heard(
    hands: Hands, branch: FakeBranch, clock: Clock, leaving: str
) -> None:
    hands.press("score-1", "reason-attitude")
    if leaving == "leave":
        clock.seconds += 61
        hands.wait(lambda: hands.exit.property("warned"))
        hands.settle()

    hands.press(leaving)
    hands.at("number")
    clock.seconds += 200
    hands.pause(0.6)

    assert branch.asked == []


@pytest.mark.row("D3")
def test_what_a_customer_who_went_had_said_arrives_when_the_branch_comes_back(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    hands.press("score-2")
    branch.go_away()

    fall_silent(hands, clock)
    branch.lost_answers = 1
    branch.come_back()
    hands.wait(lambda: len(branch.asked) == 2)
    hands.pause(0.1)

    assert len({request for _, request in branch.asked}) == 1
    assert [each.score for each in ratings(branch)] == [2]


@pytest.mark.row("D3")
def test_a_rating_under_way_outlives_its_customer_and_thanks_nobody_else(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    branch.serve("A002")
    branch.lost_answers = 1000
    hands.press("score-5", "next", "skip", "skip", "skip")
    fall_silent(hands, clock)

    hands.exit.scan(branch.slip_of("A002"))
    hands.at("score")
    hands.press("score-3", "next", "skip", "skip")
    branch.lost_answers = 0
    hands.pause(0.3)

    assert hands.step == "question"
    assert len({request for _, request in branch.asked}) == 1
    assert [each.score for each in ratings(branch)] == [5]


def test_whoever_does_not_wait_for_a_late_answer_is_heard_all_the_same(
    hands: Hands, branch: FakeBranch
) -> None:
    branch.go_away()
    hands.press("score-4", "next", "skip", "skip", "skip")
    hands.wait(lambda: hands.exit.property("late"))
    hands.settle()
    assert "评价会继续提交" in hands.text("advice")

    hands.press("action")
    assert hands.step == "number"
    branch.come_back()
    hands.wait(lambda: ratings(branch))

    assert [each.score for each in ratings(branch)] == [4]


def test_the_next_customer_scans_while_an_opinion_lies_abandoned(
    hands: Hands, branch: FakeBranch, clock: Clock
) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    branch.serve("A002")
    hands.press("score-2", "reason-unclear")
    clock.seconds += 61
    hands.wait(lambda: hands.exit.property("warned"))

    hands.exit.scan(branch.slip_of("A002"))
    hands.at("score")
    hands.wait(lambda: ratings(branch))

    assert hands.exit.state.ticket == "A002"
    assert [(each.score, each.reasons) for each in ratings(branch)] == [(2, ("unclear",))]


@pytest.mark.row("D3")
def test_after_too_many_tries_the_screen_counts_down_and_goes_on_by_itself(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock
) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    _, check = branch.serve("A001")
    wrong = f"{(int(check) + 1) % 10_000:04d}"
    hands = stand_before("exit")
    hands.press("key-A", "key-0", "key-0", "key-1", "next", *(f"key-{sign}" for sign in wrong))
    for _ in range(5):
        hands.press("next")
        hands.at("refused")
        assert hands.text("headline") == "号码或校验码不对"
        hands.press("back")
    hands.press("next")
    hands.at("refused")

    assert hands.text("headline") == "请稍等一会儿再输入"
    assert hands.exit.property("waitLeft") == 60
    clock.seconds += 18
    hands.wait(lambda: hands.exit.property("waitLeft") == 42)
    hands.settle()
    assert hands.text("advice").startswith("42 秒后自动继续")
    hands.exit.stay()
    clock.seconds += 42
    branch.now_ms += 60_000
    hands.at("code")

    assert (hands.exit.property("ticket"), hands.exit.property("check")) == ("A001", "")
    hands.press(*(f"key-{sign}" for sign in check), "next")
    hands.at("score")


def test_a_scan_is_let_through_while_keying_has_to_wait(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    branch.serve("A001")
    hands = stand_before("exit")
    hands.press("key-A", "key-0", "key-0", "key-2", "next", "key-1", "key-2", "key-3", "key-4")
    for _ in range(6):
        hands.press("next")
        hands.at("refused")
        hands.press("back")

    hands.exit.scan(branch.slip_of("A001"))
    hands.at("score")

    assert hands.exit.property("waitLeft") == 0
