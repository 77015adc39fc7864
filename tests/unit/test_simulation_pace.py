"""The time of a simulated day: told before anything happens, slept through at its speed, in small steps."""

from __future__ import annotations

import pytest

from kiosk.lab.simulation import Client, Pace
from kiosk.lab.simulation import pace as room
from tests.reception import MINUTE_MS, NINE_MS

SECOND_MS = 1_000


class Told(Client):
    """Remembers the moments that it was told, and asks nobody."""

    def __init__(self) -> None:
        super().__init__(lambda: None)
        self.moments: list[int] = []

    def go_to(self, ms: int) -> None:
        self.moments.append(ms - NINE_MS)


class Hourglass:
    """Stands in the place of `time`: sleeping is all that makes it go on."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now_s += seconds


@pytest.fixture
def hourglass(monkeypatch: pytest.MonkeyPatch) -> Hourglass:
    glass = Hourglass()
    monkeypatch.setattr(room, "time", glass)
    return glass


def test_a_minute_takes_a_second_at_sixty_times_the_speed(hourglass: Hourglass) -> None:
    pace, began_s = Pace(Told(), 60), hourglass.now_s

    pace.begin(NINE_MS)
    pace.go_to(NINE_MS + MINUTE_MS)

    assert hourglass.now_s - began_s == pytest.approx(1.0)


def test_screens_see_time_pass_every_five_seconds_and_rarer_when_it_flies(hourglass: Hourglass) -> None:
    slow, fast, began_s = Told(), Told(), hourglass.now_s

    for told, speed in ((slow, 1), (fast, 600)):
        pace = Pace(told, speed)
        pace.begin(NINE_MS)
        pace.go_to(NINE_MS + 12 * SECOND_MS)
        pace.go_to(NINE_MS + 5 * MINUTE_MS)

    assert slow.moments[:5] == [0, 5_000, 10_000, 12_000, 17_000]
    assert fast.moments == [0, 12_000, 162_000, 300_000]
    assert hourglass.now_s > began_s


def test_as_fast_as_it_can_never_sleeps_and_tells_only_what_matters(hourglass: Hourglass) -> None:
    told, began_s = Told(), hourglass.now_s
    pace = Pace(told, 0)

    pace.begin(NINE_MS)
    pace.go_to(NINE_MS + 60 * MINUTE_MS)

    assert told.moments == [0, 60 * MINUTE_MS]
    assert hourglass.now_s == began_s


def test_a_branch_with_a_clock_of_its_own_is_told_nothing(hourglass: Hourglass) -> None:
    told, began_s = Told(), hourglass.now_s
    pace = Pace(told, 60, stepped=False)

    pace.begin(NINE_MS)
    pace.go_to(NINE_MS + MINUTE_MS)

    assert told.moments == []
    assert hourglass.now_s > began_s


def test_somebody_who_wants_to_know_hears_of_every_full_minute(hourglass: Hourglass) -> None:
    told, minutes = Told(), list[int]()
    pace = Pace(told, 0, each_minute=minutes.append)

    pace.begin(NINE_MS + 30 * SECOND_MS)
    pace.go_to(NINE_MS + 3 * MINUTE_MS + 1)

    assert minutes == [NINE_MS + MINUTE_MS, NINE_MS + 2 * MINUTE_MS, NINE_MS + 3 * MINUTE_MS]
    assert told.moments[-1] == 3 * MINUTE_MS + 1
    assert hourglass.now_s


def test_a_night_between_two_days_takes_no_time(hourglass: Hourglass) -> None:
    pace, began_s = Pace(Told(), 60), hourglass.now_s

    pace.begin(NINE_MS)
    pace.begin(NINE_MS + 24 * 60 * MINUTE_MS)

    assert hourglass.now_s == began_s
