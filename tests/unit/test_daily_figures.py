"""The figures of a day: what came, waited, was served and said, reckoned from its records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.records.figures import Business, CounterUse, Ends, Figures, Helps, Hour, Wait
from kiosk.records.reckoning import figures_of
from kiosk.records.satisfaction import Satisfaction
from tests.dated_reception import DATE, DatedReception, full_day
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS

ZONE = "Asia/Shanghai"
TUESDAY, WEDNESDAY = "2026-11-03", "2026-11-04"


@pytest.fixture(scope="module")
def day() -> Figures:
    return full_day().figures()


def test_customers_and_who_gave_them_their_number(day: Figures) -> None:
    assert (day.visits, day.from_staff) == (8, 7)


def test_what_came_and_was_called_is_counted_by_the_hour_of_the_wall_clock(day: Figures) -> None:
    assert day.hours == (Hour(9, 8, 5),)


def test_hours_in_which_nothing_happened_are_among_the_others() -> None:
    room = DatedReception()
    room.issue()
    room.wait(130)
    room.issue()

    assert room.figures().hours == (Hour(9, 1, 0), Hour(10, 0, 0), Hour(11, 1, 0))


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

    assert [wait.longest for wait in room.figures().waits] == [5.0]


def test_services_are_counted_as_wanted_and_as_done(day: Figures) -> None:
    assert day.business[0] == Business("deposit", 6, 4, 6.0)
    assert set(day.business[1:]) == {Business("withdrawal", 1, 0, None), Business("transfer", 1, 0, None)}


def test_a_counter_is_busy_for_as_long_as_it_serves(day: Figures) -> None:
    assert day.counters == (CounterUse("1", 3, 480.0, 18.0), CounterUse("3", 1, 480.0, 8.0))


def test_every_service_has_come_to_one_end(day: Figures) -> None:
    assert day.ends == Ends(
        finished=4, voided=0, abandoned=1, closed=2, carried=1, open=0, unanswered_calls=1
    )


def test_opinions_are_those_that_satisfaction_counts_for_the_date(day: Figures) -> None:
    assert day.satisfaction == full_day().thought()
    assert (day.satisfaction.overall.count, day.satisfaction.unrated, day.seen_to) == (2, 2, 1)


def test_a_low_rating_is_seen_to_on_the_date_its_visit_ended() -> None:
    room = DatedReception()
    room.open("1")
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.next_day()
    room.open("1")
    room.serve(ticket.leg)
    room.rate(ticket.visit, 1)
    room.did(r.AnswerRating(ticket.visit), "manager")

    assert (room.figures().seen_to, room.figures(TUESDAY).seen_to) == (0, 1)


def test_calls_for_a_person_and_how_soon_one_came(day: Figures) -> None:
    assert day.helps == Helps(1, 1, 2.0, 2.0)


def test_services_of_odd_length_are_told_and_left_out_of_the_medians() -> None:
    room = DatedReception()
    room.open("1")
    room.serve(room.issue().leg, minutes=6)
    room.serve(room.issue().leg, minutes=0.1)

    told = room.figures()

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

    assert room.figures().unfinished == 1


@pytest.mark.row("F2")
def test_what_becomes_of_carried_tickets_later_does_not_change_the_day_they_were_carried_from() -> None:
    room = full_day()
    before = room.figures()
    leg = next(leg.id for leg in room.day.legs.values() if leg.status == "parked")

    room.wait(ms=24 * HOUR_MS)
    room.keep_day()
    room.open("1")
    room.step(r.ReturnTicket, leg)
    room.serve(leg)

    after = room.figures()
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

    told = room.figures()

    assert told.closed_ms is None
    assert (told.ends.open, told.ends.carried) == (1, 0)
    assert told.counters == (CounterUse("1", 0, 30.0, 0.0),)


def test_a_day_past_midnight_goes_on_counting_its_hours() -> None:
    records = full_day().records()
    late = replace(records.came[0], issued_ms=NINE_MS + 15 * HOUR_MS + MINUTE_MS)

    told = figures_of(replace(records, came=(*records.came, late)), Satisfaction(), ZONE, NINE_MS)

    assert [hour.hour for hour in told.hours][-2:] == [23, 0]


def test_hours_are_those_of_a_wall_clock_that_is_half_an_hour_off() -> None:
    room = DatedReception()  # 01:00 UTC: half past six in Kolkata
    room.wait(29)
    room.issue()
    room.wait(1)
    room.issue()

    told = figures_of(room.records(), Satisfaction(), "Asia/Kolkata", room.now_ms)

    assert told.hours == (Hour(6, 1, 0), Hour(7, 1, 0))


def test_of_nobody_who_waited_there_is_no_median() -> None:
    assert DatedReception().figures().median_wait is None


@pytest.mark.row("F2")
def test_a_carried_service_counts_where_it_was_finished() -> None:
    room = _parked_for_two_nights()

    carried, kept, served = (room.figures(date) for date in (DATE, TUESDAY, WEDNESDAY))

    assert [day.ends.finished for day in (carried, kept, served)] == [0, 0, 1]
    assert [day.ends.carried for day in (carried, kept, served)] == [1, 1, 0]
    assert [day.satisfaction.finished for day in (carried, kept, served)] == [0, 0, 1]
    assert [(each.wanted, each.done) for each in served.business] == [(1, 1)]
    assert served.satisfaction.overall.count == 1


@pytest.mark.row("F2")
def test_what_a_day_carried_on_is_told_alike_whenever_it_is_made() -> None:
    room = _parked_for_two_nights(give_up=True)
    at_once = _parked_for_two_nights(nights=1)

    for date in (DATE, TUESDAY):
        assert room.figures(date).ends.carried == 1
    assert at_once.figures().ends == room.figures().ends


@pytest.mark.parametrize("date", [DATE, TUESDAY, WEDNESDAY])
def test_every_service_that_a_day_began_with_or_got_comes_to_one_end_in_it(date: str) -> None:
    room = _parked_for_two_nights(others=True)

    records, ends = room.records(date), room.figures(date).ends

    told = ends.finished + ends.voided + ends.abandoned + ends.closed + ends.carried + ends.open
    assert told == len(records.wanted) > 0


def test_a_day_finished_as_much_as_the_branch_counted_when_it_closed() -> None:
    room = _parked_for_two_nights(others=True)
    room.did(r.CloseDay())

    closed = {one.fact.date: one.fact.finished for one in room.recorded if isinstance(one.fact, f.DayClosed)}

    assert {date: room.figures(date).ends.finished for date in closed} == closed


def test_a_service_added_to_a_carried_visit_belongs_to_the_day_it_was_added() -> None:
    room = DatedReception()
    room.open("1")
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.next_day()
    room.open("1")
    room.did(r.AddService(ticket.visit, "withdrawal"))

    assert [each.service for each in room.figures().business] == ["deposit"]
    assert {each.service for each in room.figures(TUESDAY).business} == {"deposit", "withdrawal"}


def _parked_for_two_nights(*, nights: int = 2, give_up: bool = False, others: bool = False) -> DatedReception:
    """Park a service on Monday, and on Wednesday finish it with an opinion, or see it given up."""
    room = DatedReception()
    room.open("1")
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    for _ in range(nights):
        if others:
            room.served()
            room.issue()
        room.next_day()
        room.open("1")
    if give_up:
        room.step(r.AbandonTicket, ticket.leg)
    elif nights > 1:
        room.serve(ticket.leg)
        room.rate(ticket.visit, 5)
    return room


@pytest.mark.row("F2")
def test_a_counter_that_nobody_closed_was_open_until_the_branch_closed() -> None:
    room = DatedReception()
    room.open("1")
    leg = room.issue().leg
    room.pick(leg)
    room.step(r.StartService, leg)
    room.wait(2 * 24 * 60)
    room.keep_day()

    told = room.figures()

    assert told.counters == (CounterUse("1", 0, 480.0, 480.0),)
    assert (told.unclosed, told.counted_ms) == (1, NINE_MS + 8 * HOUR_MS)


def test_a_counter_that_nobody_closed_was_open_as_long_as_somebody_worked() -> None:
    room = DatedReception()
    room.open("1")
    room.wait(9 * 60)
    room.serve(room.issue().leg, minutes=20)
    room.next_day()

    assert room.figures().counters == (CounterUse("1", 1, 560.0, 20.0),)


def test_counters_that_the_closing_by_hand_closed_were_open_until_then(day: Figures) -> None:
    assert (day.unclosed, day.counted_ms) == (0, NINE_MS + 8 * HOUR_MS)
