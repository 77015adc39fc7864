"""Satisfaction counted from the tables: what counts, for which date, and what few opinions do not give away."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.records.satisfaction import FEWEST, Satisfaction, Tally
from tests.opinions import Opinions

MONDAY, TUESDAY, WEDNESDAY = "2026-11-02", "2026-11-03", "2026-11-04"


def all_rated(room: Opinions, scores: Iterable[int]) -> None:
    for score in scores:
        room.rated(score)


def test_a_branch_nobody_has_visited_has_no_opinions() -> None:
    thought = Opinions().thought()

    assert (thought.finished, thought.unrated, thought.rated_share) == (0, 0, None)
    assert thought.overall.mean is None
    assert Opinions().thought("2030-01-01", "2030-01-01") == Satisfaction()


@pytest.mark.row("D3")
def test_a_finished_visit_without_an_opinion_is_reported_as_not_rated() -> None:
    room = Opinions()
    all_rated(room, [5, 4, 5])
    room.served()

    thought = room.thought()

    assert (thought.finished, thought.overall.count, thought.unrated, thought.rated_share) == (4, 3, 1, 0.75)


@pytest.mark.row("H1")
def test_the_mean_comes_with_the_number_of_ratings_and_how_they_are_spread() -> None:
    room = Opinions()
    all_rated(room, [5, 5, 4, 2, 1, 5])

    thought = room.thought()

    assert thought.overall == Tally(6, 22)
    assert thought.overall.mean == pytest.approx(22 / 6)
    assert thought.scores == {1: 1, 2: 1, 3: 0, 4: 1, 5: 3}


@pytest.mark.row("D3")
def test_too_few_opinions_are_counted_and_not_averaged() -> None:
    room = Opinions()
    all_rated(room, [1] * (FEWEST - 1))

    few = room.thought()
    room.rated(1)
    enough = room.thought()

    assert (few.overall.count, few.overall.mean, few.scores, few.reasons) == (FEWEST - 1, None, None, None)
    assert {tally.mean for tally in (*few.by_service.values(), *few.by_hour.values())} == {None}
    assert enough.overall.mean == enough.by_service["deposit"].mean == 1


@pytest.mark.row("D2")
def test_a_visit_with_two_services_counts_for_both_and_once_in_all_else() -> None:
    room = Opinions()
    room.open("1")
    issued = room.issue()
    room.pick(issued.leg)
    room.step(r.StartService, issued.leg)
    added = room.did(r.AddService(issued.visit, "withdrawal"))
    room.step(r.FinishService, issued.leg)
    assert isinstance(added, Done)
    room.serve(added.about)
    room.rate(issued, 4)

    thought = room.thought()

    assert thought.by_service == {"deposit": Tally(1, 4), "withdrawal": Tally(1, 4)}
    assert (thought.finished, thought.overall) == (1, Tally(1, 4))


def test_a_service_given_up_is_no_part_of_what_was_rated() -> None:
    room = Opinions()
    room.open("1")
    issued = room.issue()
    room.pick(issued.leg)
    room.step(r.StartService, issued.leg)
    added = room.did(r.AddService(issued.visit, "withdrawal"))
    room.step(r.FinishService, issued.leg)
    assert isinstance(added, Done)

    room.step(r.AbandonTicket, added.about)
    room.rate(issued, 4)

    assert set(room.thought().by_service) == {"deposit"}


def test_a_visit_still_going_on_is_not_finished() -> None:
    room = Opinions()
    room.open("1")
    issued = room.issue()
    room.pick(issued.leg)
    room.step(r.StartService, issued.leg)
    room.did(r.AddService(issued.visit, "withdrawal"))
    room.step(r.FinishService, issued.leg)
    room.issue()

    assert room.thought().finished == 0


@pytest.mark.row("H1")
def test_the_hour_of_a_rating_is_that_of_the_wall_clock_at_the_branch() -> None:
    room = Opinions()
    room.rated(5)
    room.wait(4 * 60)
    room.rated(2, "long_wait")

    assert room.thought().by_hour == {9: Tally(1, 5), 13: Tally(1, 2)}


@pytest.mark.row("H1")
def test_questions_and_reasons_are_counted_one_by_one() -> None:
    room = Opinions()
    for _ in range(4):
        room.rated(5, "quick", answers={"speed": 5, "manner": 4})
    room.rated(2, "long_wait", "unclear", answers={"speed": 1})

    thought = room.thought()

    assert thought.by_question == {"speed": Tally(5, 21), "manner": Tally(4, 16)}
    assert thought.reasons == {"quick": 4, "long_wait": 1, "unclear": 1}


def test_a_range_takes_both_its_ends_and_nothing_beyond() -> None:
    room = Opinions()
    for score in (5, 3, 1):
        room.rated(score)
        room.next_day()

    assert room.thought(MONDAY, MONDAY).overall == Tally(1, 5)
    assert room.thought(MONDAY, TUESDAY).overall == Tally(2, 8)
    assert room.thought(TUESDAY, WEDNESDAY).overall == Tally(2, 4)
    assert room.thought("2026-10-01", "2026-10-31").overall == Tally()


def test_a_visit_carried_over_counts_for_the_date_on_which_it_ended() -> None:
    room = Opinions()
    room.open("1")
    issued = room.issue()
    room.step(r.ParkTicket, issued.leg)
    room.next_day()
    room.open("1")
    room.serve(issued.leg)
    room.rate(issued, 5)

    assert room.thought(MONDAY, MONDAY).finished == 0
    assert room.thought(TUESDAY, TUESDAY).overall == Tally(1, 5)


def test_a_visit_whose_second_service_was_carried_over_counts_once_with_both() -> None:
    room = Opinions()
    room.open("1")
    issued = room.issue()
    room.pick(issued.leg)
    room.step(r.StartService, issued.leg)
    added = room.did(r.AddService(issued.visit, "withdrawal"))
    room.step(r.FinishService, issued.leg)
    assert isinstance(added, Done)
    room.step(r.ParkTicket, added.about)
    room.next_day()
    room.open("1")
    room.serve(added.about)
    room.rate(issued, 3)

    assert room.thought(MONDAY, MONDAY).finished == 0
    assert room.thought(TUESDAY, TUESDAY).by_service == {"deposit": Tally(1, 3), "withdrawal": Tally(1, 3)}
