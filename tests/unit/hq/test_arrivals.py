"""A branch that sends a backlog is projected now and then, and at once when it pauses; any other at once."""

from __future__ import annotations

from kiosk.hq.arrivals import Arrivals


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_branch_whose_facts_go_out_as_they_happen_is_projected_at_once() -> None:
    clock = Clock()
    arrivals = Arrivals(clock)

    for _ in range(5):
        arrivals.came("b1")
        assert arrivals.has_turn("b1")
        clock.now_s += 10


def test_a_branch_that_sends_a_backlog_has_a_turn_now_and_then_and_others_wait_for_nothing() -> None:
    clock = Clock()
    arrivals = Arrivals(clock)
    turns = 0

    for _ in range(100):
        arrivals.came("b1")
        turns += arrivals.has_turn("b1")
        assert arrivals.has_turn("b2")
        clock.now_s += 0.1

    assert 2 <= turns <= 4


def test_a_backlog_that_has_ended_is_projected_to_its_end() -> None:
    clock = Clock()
    arrivals = Arrivals(clock)
    for _ in range(20):
        arrivals.came("b1")
        arrivals.has_turn("b1")
        clock.now_s += 0.1

    assert not arrivals.has_turn("b1")
    clock.now_s += 1

    assert all(arrivals.has_turn("b1") for _ in range(3))
