"""The figures of a day: what came, waited, was served and said, reckoned from its records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.branch.daily.figures import Business, CounterUse, Ends, Figures, Helps, Hour, Satisfaction, Wait
from kiosk.branch.daily.reckoning import figures_of, median, percentile
from kiosk.domain import requests as r
from tests.dated_reception import DatedReception, full_day
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS

ZONE = "Asia/Shanghai"


def figures(room: DatedReception) -> Figures:
    return figures_of(room.records(), ZONE, room.now_ms)


@pytest.fixture(scope="module")
def day() -> Figures:
    return figures(full_day())


def test_customers_and_who_gave_them_their_number(day: Figures) -> None:
    assert (day.visits, day.from_staff) == (8, 7)


def test_what_came_and_was_called_is_counted_by_the_hour_of_the_wall_clock(day: Figures) -> None:
    assert day.hours == (Hour(9, 8, 5),)


def test_hours_in_which_nothing_happened_are_among_the_others() -> None:
    room = DatedReception()
    room.issue()
    room.wait(130)
    room.issue()

    assert figures(room).hours == (Hour(9, 1, 0), Hour(10, 0, 0), Hour(11, 1, 0))


def test_waits_go_from_the_number_to_the_first_call_and_are_held_against_the_promise(day: Figures) -> None:
    ordinary, elderly = day.waits

    # Called after 10, 16, 22 and 28 minutes; the one that was passed was called as well.
    assert ordinary == Wait("ordinary", 4, 19.0, 28.0, 28.0, promise=20, within=2)
    assert elderly == Wait("elderly", 1, 28.0, 28.0, 28.0, promise=10, within=0)
    assert day.median_wait == 22.0


def test_a_second_call_is_no_second_wait() -> None:
    room = DatedReception()
    room.open("1")
    ticket = room.issue()
    room.wait(5)
    room.pick(ticket.leg)
    room.step(r.PassTicket, ticket.leg)
    room.step(r.ReturnTicket, ticket.leg)
    room.wait(30)
    room.serve(ticket.leg)

    assert [wait.longest for wait in figures(room).waits] == [5.0]


def test_services_are_counted_as_wanted_and_as_done(day: Figures) -> None:
    assert day.business[0] == Business("deposit", 6, 4, 6.0)
    assert set(day.business[1:]) == {Business("withdrawal", 1, 0, None), Business("transfer", 1, 0, None)}


def test_a_counter_is_busy_for_as_long_as_it_serves(day: Figures) -> None:
    assert day.counters == (CounterUse("1", 3, 480.0, 18.0), CounterUse("3", 1, 480.0, 8.0))


def test_every_service_has_come_to_one_end(day: Figures) -> None:
    assert day.ends == Ends(
        finished=4, voided=0, abandoned=1, closed=2, carried=1, open=0, unanswered_calls=1
    )


def test_opinions_are_a_mean_a_distribution_and_those_who_gave_none(day: Figures) -> None:
    assert day.satisfaction == Satisfaction((1, 0, 0, 0, 1), not_rated=2, low=1, low_answered=1)
    assert (day.satisfaction.count, day.satisfaction.mean) == (2, 3.0)


def test_without_an_opinion_there_is_no_mean() -> None:
    assert figures(DatedReception()).satisfaction.mean is None


def test_calls_for_a_person_and_how_soon_one_came(day: Figures) -> None:
    assert day.helps == Helps(1, 1, 2.0, 2.0)


def test_services_of_odd_length_are_told_and_left_out_of_the_medians() -> None:
    room = DatedReception()
    room.open("1")
    room.serve(room.issue().leg, minutes=6)
    room.serve(room.issue().leg, minutes=0.1)

    told = figures(room)

    assert told.suspect == 1
    assert told.business == (Business("deposit", 2, 2, 6.0),)


def test_a_service_that_only_the_end_of_the_day_ended_is_told() -> None:
    room = DatedReception()
    room.open("1")
    leg = room.issue().leg
    room.pick(leg)
    room.step(r.StartService, leg)
    room.wait(ms=10 * HOUR_MS)
    room.did(r.CloseDay())

    assert figures(room).unfinished == 1


@pytest.mark.row("F2")
def test_what_becomes_of_carried_tickets_later_does_not_change_the_day_they_were_carried_from() -> None:
    room = full_day()
    before = figures(room)
    leg = next(leg.id for leg in room.day.legs.values() if leg.status == "parked")

    room.wait(ms=24 * HOUR_MS)
    room.keep_day()
    room.open("1")
    room.step(r.ReturnTicket, leg)
    room.serve(leg)

    after = figures(room)
    assert (after.ends, after.business, after.satisfaction) == (
        before.ends,
        before.business,
        before.satisfaction,
    )


def test_a_day_that_is_open_counts_up_to_now() -> None:
    room = DatedReception()
    room.open("1")
    room.issue()
    room.wait(30)

    told = figures(room)

    assert told.closed_ms is None
    assert (told.ends.open, told.ends.carried) == (1, 0)
    assert told.counters == (CounterUse("1", 0, 30.0, 0.0),)


def test_a_day_past_midnight_goes_on_counting_its_hours() -> None:
    records = full_day().records()
    late = replace(records.came[0], issued_ms=NINE_MS + 15 * HOUR_MS + MINUTE_MS)

    told = figures_of(replace(records, came=(*records.came, late)), ZONE, NINE_MS)

    assert [hour.hour for hour in told.hours][-2:] == [23, 0]


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=50))
def test_half_are_at_most_the_median_and_nine_in_ten_at_most_the_ninetieth(values: list[int]) -> None:
    middle, ninety = median(values), percentile(values, 90)

    assert middle is not None
    assert sum(each <= middle for each in values) * 2 >= len(values)
    assert sum(each >= middle for each in values) * 2 >= len(values)
    assert sum(each <= ninety for each in values) * 10 >= 9 * len(values)
    assert ninety in values


def test_of_nothing_there_is_no_median() -> None:
    assert median([]) is None
    with pytest.raises(ValueError, match="no values"):
        percentile([], 90)
