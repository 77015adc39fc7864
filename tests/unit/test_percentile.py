"""The percentile by nearest rank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.percentile import percentile


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=50), st.integers(1, 100))
def test_as_many_in_a_hundred_are_at_most_the_percentile_and_of_no_smaller_value(
    values: list[int], percent: int
) -> None:
    ranked = percentile(values, percent)

    assert ranked in values
    assert sum(each <= ranked for each in values) * 100 >= percent * len(values)
    assert sum(each < ranked for each in values) * 100 < percent * len(values)


def test_of_nothing_there_is_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 90)
