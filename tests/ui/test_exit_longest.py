"""The longest reasons that a branch may write fit their tiles at the exit, however large the text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.catalogue import Text
from kiosk.domain.flow import events as e
from kiosk.domain.rating import LONGEST_REASON, RatingReason
from tests.matrix import in_languages
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.fake_branch import FakeBranch, shipped_setting
from tests.ui.test_looks import faults_in_every_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.conftest import StandBefore

WORDS = Text("办理过程中工作人员没有讲清楚步骤", "Explanations of forms and fees were poor")
FOUND = e.Found("v1", "A001", "1234", ("withdrawal",), finished=True, rated=False)


@pytest.fixture
def wordy() -> Iterator[FakeBranch]:
    """Give a branch whose six reasons of a mood are all as long as they may be."""
    reasons = tuple(RatingReason(f"reason_{number}", WORDS, "unhappy") for number in range(6))
    branch = FakeBranch(replace(shipped_setting(), rating_reasons=reasons))
    yield branch
    branch.go_away()


@pytest.mark.row("D3")
@in_languages({"upright": PORTRAIT, "lying": LANDSCAPE})
def test_six_reasons_as_long_as_they_may_be_are_in_order(
    stand_before: StandBefore, wordy: FakeBranch, size: tuple[int, int], language: str
) -> None:
    assert (len(WORDS.zh), len(WORDS.en)) == (LONGEST_REASON["zh"], LONGEST_REASON["en"])
    hands = stand_before("exit", branch=wordy, size=size)
    hands.exit.speak(language)
    for event in (e.Scanned("K1.demo"), FOUND, e.Score(1)):
        hands.exit._session.feed(event)  # noqa: SLF001 - quicker than a whole visit

    assert hands.step == "reasons"
    assert faults_in_every_size(hands, "reasons") == []
