"""Charts over time: axes begin at zero and are round, nothing is drawn that was not counted, letters cannot break out."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.web.charts_heat import HeatRow, heat, step
from kiosk.web.charts_plot import Ranges, Series, Span, Stack, lines, ranges, spark, stacked
from kiosk.web.charts_scale import labels, scale

NUMBERS = r'(?:x|y|y1|y2|cy|height)="(-?[\d.]+)"'


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (17, [0, 5, 10, 15, 20]),
        (5, [0, 1, 2, 3, 4, 5]),
        (260, [0, 100, 200, 300]),
        (1, [0, 1]),
    ],
)
def test_an_axis_begins_at_zero_and_goes_up_in_round_steps(most: float, ticks: list[float]) -> None:
    assert list(scale(most).ticks) == ticks


@given(st.floats(0, 1e9))
def test_an_axis_has_room_for_its_value_and_few_ticks(most: float) -> None:
    axis = scale(most)

    assert axis.top >= most
    assert 2 <= len(axis.ticks) <= 6
    assert 0 <= axis.share(most) <= 1


@given(st.integers(1, 400))
def test_labels_are_few_evenly_apart_and_end_with_the_last_slot(slots: int) -> None:
    written = labels([str(slot) for slot in range(slots)])
    steps = {after.slot - before.slot for before, after in pairwise(written)}

    assert written[-1].slot == slots - 1
    assert not written[-1].minor
    assert len(written) <= 14
    assert 1 <= sum(not one.minor for one in written) <= 6
    assert len(steps) <= 1


def test_the_parts_of_a_column_stand_on_one_another() -> None:
    svg = stacked([Stack("11-20", (60, 30, 10))], "人次").svg

    boxes = re.findall(r'class="(s\d)"[^>]* y="([\d.]+)" height="([\d.]+)"', svg)

    assert [css for css, *_ in boxes] == ["s1", "s2", "s3"]
    tops = [float(top) for _, top, _ in boxes]
    grounds = [float(top) + float(high) for _, top, high in boxes]
    assert grounds == [160, tops[0], tops[1]]
    assert tops[2] == 0


def test_a_day_without_anything_draws_nothing_and_keeps_its_place() -> None:
    svg = stacked([Stack("a", (0, 0)), Stack("b", (4, 0))], "x").svg

    assert len(re.findall(r"<rect", svg)) == 1
    assert 'x="75.00%"' in svg


def test_a_range_that_goes_on_is_drawn_to_the_top_and_said_to_be_open() -> None:
    svg = ranges([Ranges("a", Span(5, 10), Span(60, None)), Ranges("b", None, None)], "min").svg

    assert re.search(r'class="s2 open"[^>]* y="0\.0"', svg)
    assert len(re.findall("<rect", svg)) == 2
    assert len(re.findall('class="stem"', svg)) == 1


def test_two_values_in_one_bin_are_both_seen() -> None:
    svg = ranges([Ranges("a", Span(5, 10), Span(5, 10))], "min").svg
    wide = {css: float(width) for css, width in re.findall(r'class="(s[12])"[^>]* width="([0-9.]+)%"', svg)}

    assert wide["s1"] < wide["s2"]
    assert svg.index('class="s2"') < svg.index('class="s1"')


def test_a_line_is_torn_where_a_value_is_missing_and_a_lonely_value_has_a_dot() -> None:
    values = (1.0, None, 3.0, *[2.0] * 20)

    svg = lines([Series("s1", values)], [str(n) for n in range(23)], "min").svg
    path = re.search(r' d="([^"]*)"', svg)

    assert path is not None
    assert path[1].count("M") == 2
    assert svg.count("<circle") == 1


def test_lines_beside_one_another_share_the_scale_they_are_given() -> None:
    assert ">40<" in lines([Series("s1", (3.0,))], ["a"], "min", most=40).svg


@pytest.mark.parametrize("values", [[], [None, None], [0.0], [1.0, None, 2.0]])
def test_a_spark_stays_inside_whatever_it_is_given(values: list[float | None]) -> None:
    svg = spark(values).svg

    assert all(-1 <= float(number) <= 40 for number in re.findall(NUMBERS, svg))
    assert svg.count("<circle") == bool([value for value in values if value is not None])


@pytest.mark.parametrize(("share", "tint"), [(0, 0), (0.001, 1), (0.2, 2), (0.99, 5), (1, 5), (9, 5)])
def test_a_tint_is_deeper_the_larger_the_share(share: float, tint: int) -> None:
    assert step(share) == tint


def test_whatever_is_written_in_a_chart_is_escaped() -> None:
    drawn = (
        stacked([Stack("<b>", (1,))], "<i>"),
        lines([Series("s1", (1.0,))], ["<b>"], "<i>"),
        ranges([Ranges("<b>", None, None)], "<i>"),
        heat(["<b>"], [HeatRow("<b>", ((1, "<b>"),))], "<i>"),
    )

    assert all("<b>" not in one.svg and "<i>" not in one.svg for one in drawn)
    assert all('aria-hidden="true"' in one.svg for one in drawn)


def test_a_cell_that_was_not_counted_is_not_drawn() -> None:
    assert heat(["0", "5"], [HeatRow("a", (None, (0.5, "7")))], "min").svg.count("<rect") == 1
