"""Whether a measure grows: daily means, lives of their own, and a slope only where it is more than noise."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.lab.soak.trend import Reading, trend

HOURS = 24


def readings(
    days: range, life: int = 1, *, level: float = 100, slope: float = 0, noise: float = 0
) -> list[Reading]:
    """Return hourly readings with the saw-tooth of a day: it fills, and is empty again at the change of date."""
    rng = Random(f"{life}/{days}")
    return [
        Reading(life, day, level + slope * (day + hour / HOURS) + 5 * hour + rng.gauss(0, noise))
        for day in days
        for hour in range(HOURS)
    ]


def test_a_measure_that_fills_every_day_and_empties_at_its_end_is_flat() -> None:
    found = trend(readings(range(10)))

    assert found is not None
    assert found.slope == pytest.approx(0, abs=1e-9)
    assert found.judged(0.001) == "flat"


def test_a_leak_is_found_under_the_noise_of_the_hours() -> None:
    found = trend(readings(range(30), slope=2, noise=10))

    assert found is not None
    assert found.slope == pytest.approx(2, abs=3 * found.error)
    assert found.judged(0.5) == "GROWS"


def test_a_leak_is_found_although_every_new_life_begins_below_it() -> None:
    lives = [
        readings(days, life, level=100 - 50 * life, slope=4)
        for life, days in enumerate((range(5), range(5, 12)))
    ]

    found = trend([one for life in lives for one in life])

    assert found is not None
    assert found.slope == pytest.approx(4)
    assert found.judged(0.5) == "GROWS"


def test_a_process_that_begins_higher_each_time_does_not_grow() -> None:
    lives = [readings(range(5 * life, 5 * life + 5), life, level=100 * life) for life in range(4)]

    found = trend([one for life in lives for one in life])

    assert found is not None
    assert found.slope == pytest.approx(0, abs=1e-9)


def test_warming_up_and_the_day_that_ends_a_life_are_no_trend() -> None:
    first, last = readings(range(1), level=10), readings(range(9, 10), level=900)

    found = trend([*first, *readings(range(1, 9)), *last])

    assert found is not None
    assert found.slope == pytest.approx(0, abs=1e-9)


def test_a_slope_within_two_standard_errors_is_none() -> None:
    soaks = [trend(readings(range(30), life, noise=20)) for life in range(100)]

    grown = [one for one in soaks if one is not None and one.judged(0) in {"GROWS", "shrinks"}]
    assert len(grown) < 15  # of a hundred soaks without a leak, about five say otherwise


def test_noise_that_would_hide_growth_that_matters_is_not_called_flat() -> None:
    found = trend(readings(range(30), noise=20))

    assert found is not None
    assert found.judged(found.error) == "cannot tell"
    assert found.judged(2 * found.error) == "flat"


def test_growth_that_nobody_has_to_care_about_is_called_flat() -> None:
    found = trend(readings(range(30), slope=0.5))

    assert found is not None
    assert found.judged(0.4) == "GROWS"
    assert found.judged(0.6) == "flat"


@pytest.mark.parametrize("days", range(5))
def test_a_few_days_say_nothing(days: int) -> None:
    assert trend(readings(range(days))) is None


def test_lives_too_short_to_have_a_whole_day_or_two_are_left_out() -> None:
    restarts = [readings(range(day, day + 2), 100 + day) for day in range(20, 25)]

    alone, with_restarts = (
        trend(readings(range(20))),
        trend([*readings(range(20)), *(one for life in restarts for one in life)]),
    )

    assert alone == with_restarts


def test_the_standard_error_is_that_of_a_textbook_line() -> None:
    # Means 1, 2, 2, 3 on days 1 to 4 (days 0 and 5 are left out): slope .6, residual sum of squares .2, Sxx 5.
    values = (0.0, 1.0, 2.0, 2.0, 3.0, 9.0)

    found = trend(Reading(1, day, value) for day, value in enumerate(values))

    assert found is not None
    assert found.slope == pytest.approx(0.6)
    assert found.error == pytest.approx((0.2 / 2 / 5) ** 0.5)
    assert found.means == 4
