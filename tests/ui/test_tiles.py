"""Tiles on their grid, and what stands beside the button that takes a number at once."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.hands import is_text
from tests.ui.looks import px_per_mm, rect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.conftest import StandBefore
    from tests.ui.hands import Hands

EVERYWHERE = pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["upright", "lying"])


def names_of_tiles(hands: Hands) -> Iterator[tuple[float, float]]:
    """Yield where each standing tile begins and where its name ends, in pixels from the top."""
    for tile in hands.items():
        if tile.objectName().startswith("tile-") and not tile.property("lying"):
            name = next(inner for inner in hands.items(tile) if is_text(inner))
            yield round(rect(tile).top()), round(rect(name).bottom())


@EVERYWHERE
@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_a_row_stand_on_one_line(
    stand_before: StandBefore, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    hands.settle()

    rows = [(one[1], other[1]) for one, other in combinations(names_of_tiles(hands), 2) if one[0] == other[0]]

    assert rows
    assert all(abs(one - other) <= 1 for one, other in rows)


@EVERYWHERE
def test_with_the_largest_text_the_number_is_taken_at_once_by_a_button_as_tall_as_an_answer(
    stand_before: StandBefore, size: tuple[int, int]
) -> None:
    hands = stand_before("entrance", size=size)
    hands.press("larger", "larger", "tile-personal", "tile-withdrawal")
    hands.settle()

    assert hands.find("takeNow").height() >= 0.9 * min(
        36 * px_per_mm(hands), hands.find("option-current").height()
    )


def test_a_figure_and_its_unit_are_never_parted(stand_before: StandBefore) -> None:
    hands = stand_before("entrance", size=LANDSCAPE)
    hands.entrance.speak("en")
    hands.to_confirm("withdrawal", "current", "up_to_50k", "self")
    hands.wait(lambda: hands.number("waitKnown"))
    hands.settle()

    assert str(hands.find("range").property("value")).endswith("\u00a0min")
