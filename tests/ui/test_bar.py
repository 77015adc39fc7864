"""The bar at the bottom: always there, always in the same place, and it says how the screen looks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible

from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.looks import px_per_mm, rect

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

BAR = ("back", "startOver", "callHelp", "language", "larger", "recolour", "lower")

both_ways = pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["upright", "lying"])


def spoken(hands: Hands, name: str) -> str:
    return QAccessible.queryAccessibleInterface(hands.find(name)).text(QAccessible.Text.Name)


def theme(hands: Hands, name: str) -> int:
    return int(hands.theme.property(name))


@both_ways
def test_the_bar_has_the_same_seven_buttons_in_the_same_place_on_every_screen(
    stand_before: StandBefore, size: tuple[int, int]
) -> None:
    hands = stand_before("entrance", size=size)
    places = []
    for name in ("tile-personal", "tile-withdrawal", "option-current"):
        places.append([rect(hands.find(button)) for button in BAR])
        hands.press(name)

    for before, after in pairwise(places):
        assert before == after


@both_ways
@pytest.mark.parametrize("button", ["larger", "recolour", "lower"])
def test_a_button_stays_under_the_finger_that_presses_it_again(
    stand_before: StandBefore, size: tuple[int, int], button: str
) -> None:
    hands = stand_before("entrance", size=size)
    point = hands.point(button).toPointF()

    for _ in range(4):
        hands.press(button)

        assert rect(hands.find(button)).contains(point)


def test_text_goes_round_four_sizes_and_the_button_says_which(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    heard = [spoken(hands, "larger")]
    smallest = [theme(hands, "textS")]
    for _ in range(4):
        hands.press("larger")
        heard.append(spoken(hands, "larger"))
        smallest.append(theme(hands, "textS"))

    assert heard == [f"大字，现在：{name}" for name in ("标准", "大", "特大", "小", "标准")]
    assert smallest[0] == smallest[3] == smallest[4]
    assert smallest[0] < smallest[1] < smallest[2]


def test_contrast_goes_round_four_palettes_and_the_button_says_which(stand_before: StandBefore) -> None:
    hands = stand_before("exit")
    heard, grounds = [spoken(hands, "recolour")], set()
    for _ in range(4):
        hands.press("recolour")
        heard.append(spoken(hands, "recolour"))
        grounds.add(hands.window.grabWindow().pixelColor(4, 400).name())

    assert heard == [f"对比，现在：{name}" for name in ("标准", "黑底白字", "白底黑字", "柔和", "标准")]
    assert grounds == {"#fbf6ec", "#000000", "#ffffff", "#cfc8b8"}


def test_the_low_layout_is_a_switch_to_a_screen_reader(stand_before: StandBefore) -> None:
    hands = stand_before("exit")
    lower = QAccessible.queryAccessibleInterface(hands.find("lower"))
    before = getattr(lower.state(), "checked")  # noqa: B009 - Qt has it, its type hints do not

    hands.press("lower")

    assert not before
    assert getattr(lower.state(), "checked")  # noqa: B009 - same
    assert "按钮升高" in hands.words()


def test_the_look_of_one_customer_is_gone_for_the_next(stand_before: StandBefore, clock: Clock) -> None:
    hands = stand_before("entrance")
    usual = spoken(hands, "larger"), spoken(hands, "recolour"), hands.window.property("color")
    hands.press("larger", "recolour", "lower")

    clock.seconds += 300
    hands.wait(lambda: not hands.screen.look.property("low"))
    hands.settle()

    assert (spoken(hands, "larger"), spoken(hands, "recolour"), hands.window.property("color")) == usual


@pytest.mark.parametrize("button", ["tile-personal", "recolour"])
def test_the_ring_around_what_the_keyboard_stands_on_is_seen_in_every_contrast(
    stand_before: StandBefore, button: str
) -> None:
    hands = stand_before("entrance")
    while hands.focused() != button:
        hands.key(Qt.Key.Key_Tab)
    for _ in range(4):
        ring = hands.window.grabWindow().pixelColor(ring_point(hands, button)).name()
        name = "focusOnBar" if button == "recolour" else "focus"

        assert ring == hands.theme.property(name).name()
        hands.screen.look.recolour()
        hands.settle()


def ring_point(hands: Hands, name: str) -> QPoint:
    """Return a point in the middle of the ring, which lies 1.2 mm outside a control and is as wide."""
    area, out = rect(hands.find(name)), 1.2 * px_per_mm(hands)
    return QPointF(area.center().x(), area.top() - out).toPoint()


def test_the_first_picture_is_in_the_right_colours(stand_before: StandBefore) -> None:
    hands = stand_before("entrance", wait=False)
    hands.settle()  # the window hears how large it is

    first = hands.window.grabWindow()

    assert first.pixelColor(4, 400).name() == "#fbf6ec"
    assert first.pixelColor(4, 1900).name() == "#0a3a40"
