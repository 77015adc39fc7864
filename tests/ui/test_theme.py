"""The theme: physical sizes on any monitor, movement that can be stilled, names for those who cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible

from tests.ui.looks import faults, px_per_mm, words_faults

if TYPE_CHECKING:
    from tests.ui.conftest import StandBefore


def test_sizes_follow_the_monitor_and_not_its_pixels(stand_before: StandBefore) -> None:
    usual = stand_before("entrance")
    larger = stand_before("entrance", diagonal_in=32)

    assert px_per_mm(usual) == pytest.approx((1080**2 + 1920**2) ** 0.5 / (21.5 * 25.4))
    assert px_per_mm(larger) == pytest.approx((1080**2 + 1920**2) ** 0.5 / (32 * 25.4))
    assert faults(larger) == []


@pytest.mark.parametrize(
    ("size", "diagonal_in"),
    [((1920, 1080), 15.6), ((1280, 1024), 19), ((540, 960), 21.5), ((1200, 1920), 10.1)],
)
@pytest.mark.parametrize("kind", ["entrance", "exit"])
def test_on_a_small_monitor_nothing_is_cut_off(
    stand_before: StandBefore, size: tuple[int, int], diagonal_in: float, kind: str
) -> None:
    hands = stand_before("entrance" if kind == "entrance" else "exit", size=size, diagonal_in=diagonal_in)
    found = words_faults(hands)
    if kind == "entrance":
        hands.press("tile-personal")
        found += words_faults(hands)
        hands.press("tile-withdrawal", "option-early", "option-from_200k", "option-agent")
        found += words_faults(hands)
        hands.press("next", "take")
        hands.at("result")
        found += words_faults(hands)

    assert found == []


def test_movement_comes_to_rest_where_stillness_is(stand_before: StandBefore) -> None:
    moving = stand_before("entrance", motion=True)
    still = stand_before("entrance")

    for hands in (moving, still):
        hands.press("tile-personal")
    moving.pause(0.4)

    assert moving.point("tile-withdrawal") == still.point("tile-withdrawal")
    assert faults(moving) == []


def test_headings_texts_and_choices_are_told_to_a_screen_reader(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    title = QAccessible.queryAccessibleInterface(hands.find("title"))
    greeting = QAccessible.queryAccessibleInterface(hands.find("greeting"))
    chip = QAccessible.queryAccessibleInterface(hands.find("care-elderly"))
    hands.press("care-elderly")

    assert (title.role(), title.text(QAccessible.Text.Name)) == (QAccessible.Role.Heading, "请问您要办什么？")
    assert greeting.role() == QAccessible.Role.StaticText
    assert (chip.role(), chip.text(QAccessible.Text.Name)) == (QAccessible.Role.CheckBox, "老年人")
    assert getattr(chip.state(), "checked")  # noqa: B009 - Qt has it, its type hints do not


def test_an_assistive_tool_can_press(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    tile = QAccessible.queryAccessibleInterface(hands.find("tile-personal"))
    tile.actionInterface().doAction("Press")
    hands.settle()

    assert hands.step == "service"
