"""A thousand branches that return at once: the real course of the upload, over a clock that only the test moves."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.branch.upload.course import Course, Moment, Sent, Step, after, link_up
from kiosk.branch.upload.unknown import Unknown
from kiosk.wire.sync.answers import Busy

if TYPE_CHECKING:
    from kiosk.wire.sync.answers import Answer

BRANCHES: Final = 1_000
MOST_IN_A_SECOND: Final = BRANCHES * 5 // 100
HOUR_MS: Final = 3_600_000
SENT: Final = Sent("00" * 8, 1, 1_000, "00" * 32, "11" * 32)
CUT_OFF: Final = Unknown("no_link")

Begin = Callable[[random.Random], Step]
"""Says what a branch does when the clock stands at 0."""


def arrivals(begin: Begin, answer_at: Callable[[int], Answer | Unknown | None], seed: int) -> Counter[int]:
    """Return how many branches were first let in during each second; `answer_at` gives None when one is let in."""
    chance = random.Random(seed)
    due = [(step.wait_ms, branch, step.course) for branch in range(BRANCHES) for step in (begin(chance),)]
    heapq.heapify(due)
    let_in = Counter[int]()
    while due:
        now_ms, branch, course = heapq.heappop(due)
        answer = answer_at(now_ms)
        if answer is None:
            let_in[now_ms // 1_000] += 1
            continue
        step = after(answer, course, Moment(SENT, None, chance.random(), now_ms))
        heapq.heappush(due, (now_ms + step.wait_ms, branch, step.course))
    return let_in


def trying(_: random.Random) -> Step:
    """All try at the same moment."""
    return Step(Course())


@pytest.mark.row("F2")
@pytest.mark.parametrize("seed", range(3))
def test_after_an_hour_without_headquarters_the_branches_come_back_over_minutes(seed: int) -> None:
    came = arrivals(trying, lambda now_ms: CUT_OFF if now_ms < HOUR_MS else None, seed)

    assert came.total() == BRANCHES
    assert max(came.values()) <= MOST_IN_A_SECOND
    assert max(came) - min(came) <= 300  # and none much later than it must


@pytest.mark.row("F2")
@pytest.mark.parametrize("seed", range(3))
def test_when_the_link_comes_back_to_all_at_once_they_come_over_a_minute(seed: int) -> None:
    waiting = Course(failures=12)

    came = arrivals(lambda chance: link_up(waiting, chance.random()), lambda _: None, seed)

    assert came.total() == BRANCHES
    assert max(came.values()) <= MOST_IN_A_SECOND
    assert max(came) <= 60


@pytest.mark.row("F2")
@pytest.mark.parametrize("busy", [Busy(5_000), Unknown("pressure", 5_000)])
def test_told_to_wait_all_at_once_they_wait_as_long_as_they_were_told_and_come_back_spread(
    busy: Answer | Unknown,
) -> None:
    came = arrivals(trying, lambda now_ms: busy if now_ms < 5_000 else None, 1)

    assert came.total() == BRANCHES
    assert min(came) >= 5
    assert max(came.values()) <= MOST_IN_A_SECOND


def test_the_attempts_of_branches_that_are_cut_off_for_long_are_spread_too() -> None:
    tried = Counter[int]()

    def look(now_ms: int) -> Unknown | None:
        tried[now_ms // 1_000] += 1
        return CUT_OFF if now_ms < HOUR_MS else None

    arrivals(trying, look, 4)

    assert max(count for second, count in tried.items() if second > 1_200) <= MOST_IN_A_SECOND
