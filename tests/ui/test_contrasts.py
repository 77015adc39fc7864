"""Every screen in the four palettes, looked at by its pixels: default, white on black, black on white, and soft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.looks import every_contrast, pale_texts
from tests.ui.walks import steps_of_entrance, steps_of_exit, steps_of_search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands


def pale_in_every_contrast(hands: Hands, places: Iterator[str]) -> list[str]:
    return [
        f"at {place}, {view}: {fault}"
        for place in places
        for view in every_contrast(hands)
        for fault in pale_texts(hands)
    ]


def test_every_text_of_the_entrance_can_be_read_in_every_contrast(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")

    assert pale_in_every_contrast(hands, steps_of_entrance(hands, branch)) == []


def test_every_text_of_search_and_offer_can_be_read_in_every_contrast(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    assert pale_in_every_contrast(hands, steps_of_search(hands)) == []


def test_every_text_of_the_exit_can_be_read_in_every_contrast(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock
) -> None:
    hands = stand_before("exit")

    assert pale_in_every_contrast(hands, steps_of_exit(hands, branch, clock)) == []
