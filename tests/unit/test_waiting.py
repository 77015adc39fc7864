"""How long it will take: people ahead, classes counted, and an honest range or `unknown` (reception.md C2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.state import DayState
from kiosk.domain.visit import LegStatus
from kiosk.domain.waiting import Range, Unknown, may_call, quote
from tests.simulation.waiting_room import MINUTE_MS, NOW_MS, counter, person, room

if TYPE_CHECKING:
    from kiosk.domain.counter import Counter
    from kiosk.domain.visit import Leg

pytestmark = pytest.mark.row("C2")

BUSY, IDLE = counter("1", leg="somebody"), counter("1")
NEW = person("zz")
"""An ordinary cash customer about to be issued a ticket now; ids rise with time, so it is the largest."""


def told(people: list[Leg], *counters: Counter, leg: Leg = NEW) -> Range | Unknown:
    return quote(room(people, counters=counters), leg, NOW_MS)


def before_new(*waited_min: float) -> list[Leg]:
    return [person(f"{n}", waited_min=waited) for n, waited in enumerate(waited_min)]


# Unknown


def test_with_no_counter_open_the_wait_is_unknown_and_people_ahead_still_count() -> None:
    people = [*before_new(3, 2), person("loan", service="loan", waited_min=9)]

    assert told(people) == Unknown(ahead=3), "which counter of the zone opens first, nobody knows"


def test_with_no_counter_open_whoever_waits_in_another_zone_is_not_ahead() -> None:
    elsewhere = replace(person("loan", service="loan", waited_min=9), zone="advisory")

    assert told([*before_new(3, 2), elsewhere]) == Unknown(ahead=2)


def test_with_no_counter_for_the_service_the_wait_is_unknown() -> None:
    assert told(before_new(3, 2), counter("1", "loan"), counter("2", "card")) == Unknown(ahead=2)


def test_who_waits_for_one_counter_that_is_closed_is_told_unknown() -> None:
    wishing = person("w", wish="9", waited_min=1)

    assert told([wishing], BUSY, leg=wishing) == Unknown(ahead=0)


def test_unknown_counts_only_those_who_are_before_you_now() -> None:
    people = [person("elder", "elderly", waited_min=1), person("adult", waited_min=3.9)]
    adult, elder = people[1], people[0]

    assert told(people, leg=adult) == Unknown(ahead=1)
    assert told(people, leg=elder) == Unknown(ahead=0)


def test_before_the_first_day_has_opened_nothing_is_known() -> None:
    assert quote(DayState(), NEW, NOW_MS) == Unknown(ahead=0)


# Ranges by hand: people ahead x 5 min / counters, half a service while all are busy, 40 % down and up, outward.


@pytest.mark.parametrize(
    ("people", "counters", "expected"),
    [
        pytest.param([], [IDLE], Range(0, 0, 1), id="nobody ahead, counter idle: 0 min, one wide"),
        pytest.param([], [BUSY], Range(0, 1, 4), id="nobody ahead, counter busy: 2.5 min"),
        pytest.param(before_new(1), [IDLE], Range(1, 3, 7), id="one ahead: 5 min"),
        pytest.param(before_new(1), [BUSY], Range(1, 4, 11), id="one ahead, busy: 7.5 min"),
        pytest.param(before_new(2, 1), [BUSY], Range(2, 7, 18), id="two ahead, busy: 12.5 min"),
        pytest.param(before_new(*range(20)), [IDLE], Range(20, 60, 140), id="twenty ahead: 100 min"),
        pytest.param(
            before_new(2, 1), [BUSY, replace(BUSY, id="2")], Range(2, 3, 9), id="two counters: 6.25 min"
        ),
        pytest.param(
            before_new(2, 1), [BUSY, replace(IDLE, id="2")], Range(2, 3, 7), id="one of two idle: 5 min"
        ),
        pytest.param(
            before_new(2, 1), [BUSY, counter("2", "loan")], Range(2, 7, 18), id="a loan counter does not help"
        ),
        pytest.param(
            [*before_new(1), person("loan", service="loan", waited_min=1)],
            [counter("1", "cash", "loan", leg="x")],
            Range(2, 16, 39),
            id="one loan and one cash ahead: 27.5 min",
        ),
        pytest.param(
            [*before_new(1), person("loan", service="loan", waited_min=1)],
            [BUSY],
            Range(1, 4, 11),
            id="a loan nobody here can call is not ahead",
        ),
        pytest.param(
            [person("a", wish="1", waited_min=1), person("b", wish="2", waited_min=1)],
            [BUSY],
            Range(1, 4, 11),
            id="who waits for this counter by name is ahead, who waits for another is not",
        ),
    ],
)
def test_the_range_is_what_one_computes_by_hand(
    people: list[Leg], counters: list[Counter], expected: Range
) -> None:
    assert told(people, *counters) == expected


@pytest.mark.parametrize(
    ("waited_min", "expected"),
    [
        pytest.param(7, Range(0, 1, 4), id="overtaken 2:20 from now, before the counter is free at 2:30"),
        pytest.param(8, Range(1, 4, 11), id="still first at 2:30, so called before the elder"),
        pytest.param(30, Range(1, 4, 11), id="first for ten minutes"),
    ],
)
def test_an_elder_is_behind_those_who_are_called_before_the_elder_overtakes(
    waited_min: float, expected: Range
) -> None:
    elder = person("zz", "elderly")

    assert told(before_new(waited_min), BUSY, leg=elder) == expected


def test_an_adult_is_behind_every_elder_who_came_before() -> None:
    assert told([person("elder", "elderly", waited_min=0.1)], BUSY) == Range(1, 4, 11)


# Who is looked at


def test_a_waiting_customer_is_not_ahead_of_themselves() -> None:
    people = before_new(9, 6, 3)

    assert [told(people, BUSY, leg=leg).ahead for leg in people] == [0, 1, 2]


def test_a_customer_about_to_be_issued_is_behind_the_whole_line() -> None:
    assert told(before_new(9, 6, 3), BUSY).ahead == 3


def test_what_was_told_at_issue_is_what_the_waiting_customer_is_told() -> None:
    people = before_new(9, 6, 3)

    assert told(people, BUSY) == told([*people, NEW], BUSY, leg=NEW)


def test_who_waits_for_one_counter_is_given_the_time_of_that_counter_alone() -> None:
    people = before_new(4, 3)
    wishing = person("w", wish="1", waited_min=2)

    found = told([*people, wishing], BUSY, replace(BUSY, id="2"), leg=wishing)

    assert found == Range(2, 7, 18)


def test_a_parked_customer_is_told_the_wait_they_would_have_with_their_credit() -> None:
    parked = replace(person("p", waited_min=0), status=LegStatus.PARKED, credit_ms=5 * MINUTE_MS, counter="")

    assert told([*before_new(9, 6, 3), parked], BUSY, leg=parked).ahead == 2


def test_a_counter_may_call_its_skills_and_those_who_wait_for_it_by_name() -> None:
    one, two = counter("1", "cash"), counter("2", "loan")

    assert may_call(one, person("a"))
    assert not may_call(two, person("a"))
    assert may_call(two, person("a", wish="2"))
    assert not may_call(one, person("a", wish="2"))
    assert may_call(one, replace(person("a"), status=LegStatus.SERVING, counter="2"))
