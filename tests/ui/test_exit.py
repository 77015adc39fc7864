"""The exit screen from outside: number, check code, rating, questions, thanks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.ui.fake_branch import FakeBranch, shipped_setting

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

FINGER_S = 0.08
"""From one key to the next, for somebody in a hurry."""
CURRENT = {"kind": "current", "amount": "up_to_50k", "who": "self"}


@pytest.fixture
def served(branch: FakeBranch) -> tuple[str, str]:
    """Give the number and check code of a customer who was served to the end."""
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    return branch.serve("A001")


def key_in(hands: Hands, ticket: str, check: str) -> None:
    hands.press(*(f"key-{sign}" for sign in ticket), "next", *(f"key-{sign}" for sign in check), "next")


def ratings(branch: FakeBranch) -> list[f.VisitRated]:
    return [each.fact for each in branch.journal if isinstance(each.fact, f.VisitRated)]


@pytest.mark.row("D3")
def test_a_customer_rates_the_visit_and_is_thanked(
    stand_before: StandBefore, branch: FakeBranch, served: tuple[str, str]
) -> None:
    hands = stand_before("exit")

    key_in(hands, *served)
    hands.at("score")
    assert "取款" in hands.words()
    hands.press("score-5", "next", "score-4", "skip", "score-2")
    hands.at("thanks")

    assert [(rating.score, rating.answers) for rating in ratings(branch)] == [(5, {"speed": 4, "manner": 2})]


@pytest.mark.row("D3")
def test_a_visit_can_be_rated_once_and_the_second_time_is_thanked_for_too(
    stand_before: StandBefore, branch: FakeBranch, served: tuple[str, str]
) -> None:
    hands = stand_before("exit")
    key_in(hands, *served)
    hands.at("score")
    hands.press("score-3", "next", "skip", "skip", "skip")
    hands.at("thanks")
    hands.press("done")

    key_in(hands, *served)
    hands.at("refused")

    assert hands.text("headline") == "已经评价过了，谢谢您"
    assert len(ratings(branch)) == 1


def test_a_visit_still_under_way_is_asked_to_come_back_later(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    answer = branch.ask(r.IssueTicket("withdrawal", CURRENT))
    hands = stand_before("exit")

    key_in(hands, "A001", getattr(answer, "check"))  # noqa: B009 - the answer of an issue has it
    hands.at("refused")

    assert hands.text("headline") == "还没办完，请办完再来"
    assert "等叫到您的号码" in hands.text("advice")


def test_a_wrong_code_is_not_blamed_on_anybody_and_can_be_keyed_again(
    stand_before: StandBefore, served: tuple[str, str]
) -> None:
    ticket, check = served
    wrong = f"{(int(check) + 1) % 10_000:04d}"
    hands = stand_before("exit")

    key_in(hands, ticket, wrong)
    hands.at("refused")
    assert hands.text("headline") == "号码或校验码不对"
    hands.press("back")
    assert hands.exit.property("ticket") == ticket
    hands.press(*["erase"] * 4, *(f"key-{sign}" for sign in check), "next")
    hands.at("score")


def test_a_double_tap_on_the_last_answer_sends_one_rating(
    stand_before: StandBefore, branch: FakeBranch, served: tuple[str, str]
) -> None:
    hands = stand_before("exit")
    key_in(hands, *served)
    hands.at("score")
    hands.press("score-5", "next", "skip", "skip")

    point = hands.point("score-1")
    for _ in range(2):
        QTest.mouseClick(hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    hands.at("thanks")

    assert [kind for kind, _ in branch.asked] == ["rate_visit"]


def test_a_lost_answer_never_makes_a_second_rating(
    stand_before: StandBefore, branch: FakeBranch, served: tuple[str, str]
) -> None:
    hands = stand_before("exit")
    key_in(hands, *served)
    hands.at("score")
    branch.lost_answers = 2
    hands.press("score-4", "next", "skip", "skip", "skip")
    hands.at("thanks")

    assert len({request for _, request in branch.asked}) == 1
    assert len(ratings(branch)) == 1


def test_a_rating_waits_for_the_branch_and_says_so(
    stand_before: StandBefore, branch: FakeBranch, served: tuple[str, str]
) -> None:
    hands = stand_before("exit")
    key_in(hands, *served)
    hands.at("score")
    branch.go_away()
    hands.press("score-4", "next", "skip", "skip", "skip")
    hands.wait(lambda: hands.exit.property("late"))
    hands.settle()
    assert "没有回应" in hands.text("advice")
    branch.come_back()
    hands.at("thanks")

    assert len(ratings(branch)) == 1


def test_only_keys_that_can_come_next_can_be_pressed(stand_before: StandBefore, branch: FakeBranch) -> None:
    letters = {service.series for service in branch.setting.catalogue.services.values()}
    hands = stand_before("exit")

    enabled = {name for name in hands.names() if name.startswith("key-") and hands.find(name).isEnabled()}
    assert enabled == {f"key-{letter}" for letter in letters}
    hands.press("key-A", "key-B", "key-1")
    assert hands.exit.property("ticket") == "A1"
    hands.press("erase", "erase", "erase")

    assert hands.exit.property("ticket") == ""
    assert not hands.find("next").isEnabled()


def test_the_whole_rating_works_with_a_keyboard(
    stand_before: StandBefore, branch: FakeBranch, served: tuple[str, str]
) -> None:
    ticket, check = served
    hands = stand_before("exit")

    hands.key(*ticket.lower(), Qt.Key.Key_Backspace, ticket[-1])
    while hands.focused() != "next":
        hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_Return, *check)
    while hands.focused() != "next":
        hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_Return)
    hands.at("score")
    for sign in "52110430":
        hands.key(sign)
        hands.pause(FINGER_S)
    hands.at("thanks")

    [rating] = ratings(branch)
    assert (rating.score, rating.reasons) == (5, ("clear",))
    assert rating.answers == {"speed": 4, "clarity": 3}


def test_thanks_stand_for_half_a_minute_and_nothing_is_left(
    stand_before: StandBefore, served: tuple[str, str], clock: Clock
) -> None:
    hands = stand_before("exit")
    key_in(hands, *served)
    hands.at("score")
    hands.press("score-5", "next", "skip", "skip", "skip")
    hands.at("thanks")

    clock.seconds += 31
    hands.at("number")

    assert (hands.exit.property("ticket"), hands.exit.property("check")) == ("", "")


def test_a_number_left_half_keyed_is_asked_about_and_wiped(stand_before: StandBefore, clock: Clock) -> None:
    hands = stand_before("exit")
    hands.press("key-A", "key-0")

    clock.seconds += 61
    hands.wait(lambda: hands.exit.property("warned"))
    assert hands.exit.property("secondsLeft") == 29
    clock.seconds += 30
    hands.wait(lambda: hands.exit.property("ticket") == "")


def test_the_exit_says_what_to_do_when_the_branch_is_away(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    branch.go_away()
    hands = stand_before("exit", wait=False)

    hands.wait(lambda: hands.screen.link.condition == "away")
    hands.settle()

    assert hands.text("headline") == "暂时不能评价"
    assert "告诉工作人员" in hands.text("advice")


def test_reasons_are_check_boxes_to_a_screen_reader_and_work_by_number(
    stand_before: StandBefore, served: tuple[str, str]
) -> None:
    hands = stand_before("exit")
    key_in(hands, *served)
    hands.at("score")
    hands.press("score-2")
    hands.key("3")
    hands.pause(0.1)
    hands.settle()
    box = hands.find("reason-attitude")

    assert QAccessible.queryAccessibleInterface(box).role() == QAccessible.Role.CheckBox
    assert box.property("checked")
    assert hands.text("title") == "哪里还可以做得更好？"
    assert hands.find("next").property("label") == "下一步"


def test_a_branch_without_reasons_asks_its_questions_at_once(
    stand_before: StandBefore,
) -> None:
    branch = FakeBranch(replace(shipped_setting(), rating_reasons=()))
    try:
        branch.open_counters("1", "2", "3", "4")
        branch.ask(r.IssueTicket("withdrawal", CURRENT))
        branch.serve("A001")
        hands = stand_before("exit", branch=branch)
        hands.exit.scan(branch.slip_of("A001"))
        hands.at("score")

        hands.press("score-3")

        assert hands.step == "question"
    finally:
        branch.go_away()
