"""Which fault comes when: every kind, the same for a seed, and lives long enough between the kills."""

from __future__ import annotations

from collections import Counter

from kiosk.lab.soak.faults import ServiceKilled, WorkerKilled
from kiosk.lab.soak.rotation import KILLS, LIVED_THROUGH, Rotation

HOURS = 24


def dealt(days: int, seed: int = 1) -> list[tuple[int, type]]:
    rotation = Rotation(days, seed)
    return [(day, type(rotation.next(day))) for day in range(days) for _ in range(HOURS)]


def test_thirty_days_bring_every_fault_often() -> None:
    times = Counter(kind for _, kind in dealt(30))

    assert set(times) == {*LIVED_THROUGH, *KILLS}
    assert min(times.values()) >= 30
    assert times.total() == 720


def test_the_same_seed_deals_the_same_faults_and_another_others() -> None:
    assert dealt(10, seed=4) == dealt(10, seed=4)
    assert dealt(10, seed=4) != dealt(10, seed=5)


def test_between_the_days_of_kills_a_service_lives_for_four_whole_days() -> None:
    killed_on = {day for day, kind in dealt(30) if kind in KILLS}

    assert killed_on == {4, 9, 14, 19, 24, 29}


def test_on_a_day_of_kills_service_and_worker_die_in_turn() -> None:
    last_day = [kind for day, kind in dealt(2) if day == 1]

    assert last_day[::2] == [ServiceKilled, WorkerKilled] * (HOURS // 4)
    assert not set(last_day[1::2]) & set(KILLS)
