"""The entrance screen under fingers, hurried and slow ones, and under keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch

WITHDRAW = ("current", "up_to_50k", "self")


def test_a_double_tap_on_take_brings_one_number(stand_before: StandBefore, branch: FakeBranch) -> None:
    hands = stand_before("entrance")
    hands.press("tile-enquiry")
    while hands.step != "confirm":
        hands.press(next(name for name in hands.names() if name.startswith("option-") or name == "next"))

    point = hands.point("take")
    for _ in range(2):
        QTest.mouseClick(hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    hands.at("result")

    assert [kind for kind, _ in branch.asked] == ["issue_ticket"]


def test_the_second_half_of_a_double_tap_does_not_answer_the_next_screen(
    stand_before: StandBefore, clock: Clock
) -> None:
    hands = stand_before("entrance", settle_s=0.3)

    point = hands.point("tile-personal")
    for _ in range(2):
        QTest.mouseClick(hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        hands.settle()
    assert hands.step == "service"
    clock.seconds += 0.31
    hands.press("tile-withdrawal")

    assert hands.step == "question"


def test_a_touch_that_ends_elsewhere_presses_nothing(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    hands.drag("tile-personal", hands.point("tile-enquiry"))
    hands.drag("tile-personal", QPoint(5, 300))

    assert hands.step == "category"


def test_a_slow_press_counts_as_well_as_a_quick_one(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    point, none = hands.point("tile-personal"), Qt.KeyboardModifier.NoModifier

    QTest.mousePress(hands.window, Qt.MouseButton.LeftButton, none, point)
    hands.pause(1.0)
    QTest.mouseRelease(hands.window, Qt.MouseButton.LeftButton, none, point)
    hands.settle()

    assert hands.step == "service"


def test_a_finger_works_like_a_mouse(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    point, finger = hands.point("tile-personal"), QTest.createTouchDevice()

    QTest.touchEvent(hands.window, finger).press(0, point, hands.window).commit()
    QTest.touchEvent(hands.window, finger).release(0, point, hands.window).commit()
    hands.settle()

    assert hands.step == "service"


def test_all_of_it_works_with_tab_and_return_alone(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    def choose(name: str) -> None:
        for _ in range(40):
            if hands.focused() == name:
                break
            hands.key(Qt.Key.Key_Tab)
        assert hands.focused() == name
        hands.key(Qt.Key.Key_Return)

    for name in ("tile-personal", "tile-withdrawal", *(f"option-{code}" for code in WITHDRAW)):
        choose(name)
    for name in ("material-bank_card", "next", "take"):
        choose(name)
    hands.at("result")
    choose("done")

    assert hands.step == "category"


def test_tab_goes_through_a_screen_in_the_order_it_is_read(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-enquiry", "startOver")

    order = []
    for _ in range(15):
        hands.key(Qt.Key.Key_Tab)
        order.append(hands.focused())

    tiles = ["personal", "corporate", "special", "enquiry", "complaint", "search"]
    needs = ["elderly", "disabled", "pregnant"]
    assert order == [
        *(f"tile-{code}" for code in tiles), *(f"care-{code}" for code in needs), "callHelp", "language",
        "larger", "recolour", "lower", "tile-personal",
    ]  # fmt: skip


def test_all_of_it_works_with_the_keys_of_a_numeric_keypad(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    hands.key("1", "2", "1", "1", "1")
    assert hands.step == "materials"
    hands.key("1", "0")
    assert hands.step == "confirm"
    hands.key("*")
    assert hands.step == "materials"
    hands.key("0")
    while hands.focused() != "take":
        hands.key("+")
    hands.key(Qt.Key.Key_Enter)
    hands.at("result")
    hands.key("/")

    hands.wait(lambda: hands.screen.house.property("help") == "called")
    assert hands.text("ticket") == "A001"
