"""The low layout: whatever can be pressed lies between 380 and 1220 mm above the floor, on any stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.looks import rect, shape_faults
from tests.ui.walks import steps_of_entrance, steps_of_exit

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch

STANDS = pytest.mark.parametrize(
    "stand",
    [
        {"size": PORTRAIT, "bottom_mm": 900},
        {"size": PORTRAIT, "bottom_mm": 950},
        {"size": PORTRAIT, "diagonal_in": 32, "bottom_mm": 650},
        {"size": LANDSCAPE, "diagonal_in": 32, "bottom_mm": 950},
    ],
    ids=["usual", "high", "tall", "wide"],
)
"""Monitors and how high above the floor their lower edge is."""


@STANDS
def test_every_control_of_the_entrance_is_within_reach_of_somebody_who_sits(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, stand: dict[str, Any]
) -> None:
    hands = stand_before("entrance", **stand)
    hands.press("lower")

    found = [
        f"{place}: {fault}"
        for place in steps_of_entrance(hands, branch, clock)
        for fault in shape_faults(hands)
    ]

    assert hands.screen.look.property("low")
    assert found == []


@STANDS
def test_every_control_of_the_exit_is_within_reach_of_somebody_who_sits(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, stand: dict[str, Any]
) -> None:
    hands = stand_before("exit", **stand)
    hands.press("lower")

    found = [
        f"{place}: {fault}" for place in steps_of_exit(hands, branch, clock) for fault in shape_faults(hands)
    ]

    assert found == []


def test_in_the_usual_layout_some_controls_are_too_high_and_lowering_moves_them_down(
    stand_before: StandBefore,
) -> None:
    hands = stand_before("entrance")
    usual = rect(hands.find("tile-personal")).top()

    hands.press("lower")
    low = rect(hands.find("tile-personal")).top()
    hands.press("lower")

    # 1220 mm above the floor is so far from the top of a 476 mm high picture that begins at 900 mm.
    line = 1920 - (1220 - 900) * 1920 / 476
    assert usual < line <= low + 1
    assert rect(hands.find("tile-personal")).top() == usual
    assert hands.sees("title")
