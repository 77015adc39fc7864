"""Counting opinions costs for the dates asked for, not for all that ever happened."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.opinions import Opinions

BY_KEY = re.compile(
    r"SEARCH \w+ USING (PRIMARY KEY \(branch=\? AND |INDEX leg_of_visit \(branch=\? AND visit=\?)"
)
HARMLESS = re.compile(r"CO-ROUTINE|MATERIALIZE|SCAN done|USE TEMP B-TREE")
"""What was found by key is sorted."""


def test_no_statement_goes_through_the_rows_of_other_dates() -> None:
    room = Opinions()
    room.rated(4)
    traced: Any = room.tables()  # our Connection names only what the product needs
    said: set[str] = set()
    traced.set_trace_callback(said.add)
    room.thought()
    traced.set_trace_callback(None)

    plans = {sql: [row[3] for row in traced.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in said}

    assert len(plans) == 3
    for sql, steps in plans.items():
        for step in steps:
            assert BY_KEY.match(step) or HARMLESS.match(step), f"{step}: {sql}"


@pytest.mark.parametrize("days", [1, 3])
def test_a_long_history_makes_a_range_no_dearer(days: int) -> None:
    room = Opinions()
    costs: list[int] = []

    for history in (4, 20):
        while len({one.date for one in room.recorded}) <= history:
            room.next_day()
            for score in (5, 4, 2):
                room.rated(score)
        last = int(room.day.date[-2:])
        costs.append(_steps(room, f"2026-11-{last - days + 1:02}", room.day.date))

    assert costs[1] <= costs[0] * 1.1


def _steps(room: Opinions, first: str, last: str) -> int:
    """Return how many tens of steps SQLite takes for a range."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    conn: Any = room.tables()
    conn.set_progress_handler(step, 10)
    room.thought(first, last)
    conn.set_progress_handler(None, 10)
    return steps
