"""The soak in small: two light days, left alone and then with a fault every ninety minutes and kills on the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from kiosk.lab.soak.course import Course, differences, run_course
from kiosk.lab.soak.plan import Plan
from kiosk.lab.soak.report import report_of
from kiosk.lab.soak.rotation import KILLS, LIVED_THROUGH
from kiosk.lab.soak.screens import FOLLOWING
from tests.faults.light_days import open_for_two_hours

if TYPE_CHECKING:
    from pathlib import Path

PLAN: Final = Plan(days=2, seed=3, fault_every_min=90, load=0.3)
A_CHECKPOINT_KIB: Final = 4_000
"""SQLite writes the log back after a thousand pages; what is in hand then may come on top."""

PASSING: Final = len(FOLLOWING) + 1
"""Connections that may be there at the moment of a reading: screens that come back, and the reader that reads nothing."""


@pytest.mark.timeout(300)
@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("F1")
def test_two_days_of_faults_count_what_two_quiet_days_count(tmp_path: Path) -> None:
    homes = [open_for_two_hours(tmp_path / name) for name in ("quiet", "hurt")]

    quiet, hurt = (run_course(PLAN, home, disturbed=home.name == "hurt", say=_listen) for home in homes)

    assert quiet.wrong == hurt.wrong == []
    assert differences(hurt, quiet) == []
    assert quiet.outcome.issued.total() > 20
    assert quiet.outcome.ratings
    assert set(hurt.struck) == {kind.name for kind in (*LIVED_THROUGH, *KILLS)}
    assert hurt.outcome.retries > 0  # some faults fell into requests
    for course in (quiet, hurt):
        assert _most(course, "write-ahead log") < 2 * A_CHECKPOINT_KIB
        assert _most(course, "service handles") <= _most(quiet, "service handles", day=0) + PASSING
        assert _most(course, "service threads") <= _most(quiet, "service threads", day=0) + PASSING
        assert len(course.readings["write-ahead log"]) == 24 * PLAN.days
    assert report_of(PLAN, quiet, hurt).sound


def _listen(told: str) -> None:
    assert told


def _most(course: Course, measure: str, day: int | None = None) -> float:
    return max(one.value for one in course.readings[measure] if day in {None, one.day})
