"""Every screen in the four palettes, looked at by its pixels: default, white on black, black on white, and soft.

Upright in Chinese and lying in English: both alphabets, and every place a text is put.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.looks import every_contrast, pale_texts
from tests.ui.walks import steps_of_entrance, steps_of_exit, steps_of_search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands

pytestmark = pytest.mark.parametrize(
    ("size", "language"), [(PORTRAIT, "zh"), (LANDSCAPE, "en")], ids=["upright zh", "lying en"]
)


def pale_in_every_contrast(hands: Hands, places: Iterator[str]) -> list[str]:
    return [
        f"at {place}, {view}: {fault}"
        for place in places
        for view in every_contrast(hands)
        for fault in pale_texts(hands)
    ]


def test_every_text_of_the_entrance_can_be_read_in_every_contrast(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)

    assert pale_in_every_contrast(hands, steps_of_entrance(hands, branch, clock)) == []


def test_every_text_of_search_and_offer_can_be_read_in_every_contrast(
    stand_before: StandBefore, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)

    assert pale_in_every_contrast(hands, steps_of_search(hands)) == []


def test_every_text_of_the_exit_can_be_read_in_every_contrast(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("exit", size=size)
    hands.exit.speak(language)

    assert pale_in_every_contrast(hands, steps_of_exit(hands, branch, clock)) == []
