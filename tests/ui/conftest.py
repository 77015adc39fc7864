"""A branch that can be made to fail, and screens in front of it that are always taken down again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from kiosk.screens.errand import Timing
from kiosk.screens.main import Manner, build_screen
from tests.ui.fake_branch import FakeBranch
from tests.ui.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

    from kiosk.screens.main import Kind, Screen

QUICK = Timing(heartbeat_s=0.6, answer_s=0.5, late_s=0.4, first_retry_s=0.02, longest_retry_s=0.1)
"""The same patience as in a branch, some twenty times shorter."""
PORTRAIT = (1080, 1920)
LANDSCAPE = (1920, 1080)


class Clock:
    """A monotonic clock that goes on only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class StandBefore(Protocol):
    def __call__(
        self,
        kind: Kind,
        *,
        branch: FakeBranch | None = None,
        wait: bool = True,
        **manner: Any,  # noqa: ANN401 - fields of Manner that differ from the usual
    ) -> Hands: ...


@pytest.fixture
def branch() -> Iterator[FakeBranch]:
    """Give a branch with four open counters."""
    branch = FakeBranch()
    branch.open_counters("1", "2", "3", "4")
    yield branch
    branch.go_away()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stand_before(branch: FakeBranch, clock: Clock, qapp: QGuiApplication) -> Iterator[StandBefore]:
    """Give a function that puts a customer before a new screen of the branch."""
    del qapp
    screens: list[Screen] = []
    default = branch

    def stand(
        kind: Kind,
        *,
        branch: FakeBranch | None = None,
        wait: bool = True,
        **manner: Any,  # noqa: ANN401 - same
    ) -> Hands:
        usual = Manner(size=PORTRAIT, timing=QUICK, now=clock, settle_s=0, motion=False)
        screen = build_screen(kind, (branch or default).url, f"{kind}-1", replace(usual, **manner))
        screens.append(screen)
        screen.window.show()
        hands = Hands(screen)
        if wait:
            hands.wait(lambda: screen.link.condition == "connected" and screen.link.now_ms() is not None)
            hands.settle()
        return hands

    yield stand
    for screen in screens:
        screen.close()
