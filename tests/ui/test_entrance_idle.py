"""The entrance screen when a customer goes quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore

WITHDRAW = ("current", "up_to_50k", "self")


def test_silence_is_asked_about_after_a_minute_and_wiped_half_a_minute_later(
    stand_before: StandBefore, clock: Clock
) -> None:
    hands = stand_before("entrance")
    hands.press("care-disabled", "tile-personal")

    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("warned"))
    hands.settle()
    hands.press("stay")
    assert (hands.entrance.property("warned"), hands.step) == (False, "service")
    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("warned"))
    clock.seconds += 30
    hands.at("category")

    assert (hands.entrance.property("needs"), hands.entrance.property("warned")) == ("", False)


def test_a_touch_anywhere_begins_the_minute_anew(stand_before: StandBefore, clock: Clock) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal")

    clock.seconds += 59
    QTest.mouseClick(hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(3, 300))
    clock.seconds += 59
    hands.pause(0.6)

    assert not hands.entrance.property("warned")


def test_nobody_with_a_number_is_asked_to_give_it_up(stand_before: StandBefore, clock: Clock) -> None:
    hands = stand_before("entrance")
    labels = []
    for touch in ("tile-enquiry", "takeNow"):
        hands.press(touch)
        hands.wait(lambda: hands.step in {"question", "result"})
        clock.seconds += 61
        hands.wait(lambda: hands.entrance.property("warned"))
        hands.settle()
        labels.append((hands.find("stay").property("label"), hands.find("leave").property("label")))
        hands.press("stay")

    assert labels == [
        ("我还在，继续办理", "不办了，回到首页"),
        ("我还在，再看看", "好了，我记下号码了"),
    ]


def test_no_key_does_anything_behind_the_question_whether_somebody_is_there(
    stand_before: StandBefore, clock: Clock
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-h", "key-k")
    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("warned"))
    before = hands.entrance.state

    hands.key("/", "1", "h", Qt.Key.Key_Backspace, "*", Qt.Key.Key_Escape)

    assert hands.entrance.state == before
    assert hands.screen.house.property("help") == "none"


def test_keys_go_round_between_the_answers_to_that_question_alone(
    stand_before: StandBefore, clock: Clock
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal")
    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("warned"))

    focused = []
    for key in ("+", "+", "-", "-", Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backtab):
        hands.key(key)
        focused.append(hands.focused())
    hands.key(Qt.Key.Key_Enter)

    assert focused == ["leave", "stay"] * 4
    assert not hands.entrance.property("warned")


def test_the_first_screen_left_in_english_returns_to_chinese_unasked(
    stand_before: StandBefore, clock: Clock
) -> None:
    hands = stand_before("entrance")
    hands.press("language")

    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("language") == "zh")

    assert not hands.entrance.property("warned")


def test_letters_left_on_the_keypad_are_wiped(stand_before: StandBefore, clock: Clock) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-h", "key-k")

    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("warned"))
    clock.seconds += 30
    hands.at("category")

    assert hands.entrance.state.query == ""
    hands.press("tile-search")
    assert hands.search("query") == ""
