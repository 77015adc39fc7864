"""A whole day with every process killed in turn: the numbers at its end are those of a quiet day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.harness import LONG, assert_sound
from tests.faults.light_days import open_for_two_hours
from tests.faults.whole_day import SCREENS, live_a_day

if TYPE_CHECKING:
    from pathlib import Path

SEED: Final = 4
LOAD: Final = 1.0 if LONG else 0.4
EVERY_MIN: Final = 1 if LONG else 12
PROCESSES: Final = 2 + len(SCREENS)


@pytest.mark.timeout(3_600 if LONG else 300)
@pytest.mark.slow
@pytest.mark.row("F1")
@pytest.mark.row("C1")
def test_a_day_on_which_every_process_is_killed_in_turn_counts_what_a_quiet_day_counts(
    tmp_path: Path,
) -> None:
    quiet_home, hurt_home = (_home(tmp_path / name) for name in ("quiet", "hurt"))
    quiet, _ = live_a_day(quiet_home, seed=SEED, load=LOAD)

    hurt, killed = live_a_day(hurt_home, seed=SEED, load=LOAD, kill_every_min=EVERY_MIN)

    assert hurt == quiet
    assert quiet.tables["ratings"]
    times = Counter(killed)
    assert len(times) == PROCESSES
    assert min(times.values()) >= (90 if LONG else 2)
    assert_sound(hurt_home)


def _home(folder: Path) -> Path:
    folder.mkdir()
    return folder if LONG else open_for_two_hours(folder)
