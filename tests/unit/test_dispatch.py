"""Who is called next, why, and who came second (queueing.md, Dispatch)."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.dispatch import Choice, next_for, score
from kiosk.domain.state import Clockwork, DayState
from tests.simulation.waiting_room import (
    MINUTE_MS,
    NOW_MS,
    PROMISES,
    WEIGHTS,
    clockwork,
    counter,
    person,
    room,
)

if TYPE_CHECKING:
    from kiosk.domain.counter import Counter
    from kiosk.domain.visit import Leg

pytestmark = pytest.mark.row("C1")

GUARD = clockwork(guard=True)
EXPRESS = clockwork(express=True)


def called(*people: Leg, to: Counter | None = None, rules: Clockwork | None = None) -> Choice:
    choice = next_for(room(people, rules), to or counter(), NOW_MS)
    assert choice is not None
    return choice


def test_nobody_is_called_when_nobody_waits() -> None:
    assert next_for(room([]), counter(), NOW_MS) is None


def test_nobody_is_called_before_the_first_day_has_opened() -> None:
    assert next_for(DayState(), counter(), NOW_MS) is None


@pytest.mark.parametrize(("ordinary_waited_min", "first"), [(19, "elder"), (21, "adult")])
def test_a_minute_of_an_elderly_customer_counts_as_four(ordinary_waited_min: int, first: str) -> None:
    elder = person("elder", "elderly", waited_min=5)
    adult = person("adult", "ordinary", waited_min=ordinary_waited_min)

    assert called(elder, adult).leg == first


@pytest.mark.parametrize("care", WEIGHTS)
def test_the_score_is_weight_times_waited_milliseconds(care: str) -> None:
    assert called(person("only", care, waited_ms=123_457)).score == WEIGHTS[care] * 123_457


def test_the_one_who_waited_longest_of_a_class_is_first() -> None:
    people = [person(name, waited_min=waited) for name, waited in (("b", 3), ("a", 9), ("c", 6))]

    assert called(*people).leg == "a"


def test_equal_scores_go_to_the_larger_weight() -> None:
    adult = person("a", "ordinary", waited_min=20)
    elder = person("b", "elderly", waited_min=5)

    choice = called(adult, elder)

    assert (choice.leg, choice.runner_up) == ("b", "a")
    assert choice.score == choice.runner_up_score


def test_equal_scores_and_weights_go_to_the_earlier_ticket() -> None:
    # With plain scores equal weights mean equal waits; express can tell them apart: 20 / sqrt(20) = 10 / sqrt(5).
    loan = person("late in the alphabet", service="loan", waited_min=20)
    cash = person("early", service="cash", waited_ms=score_twin(loan))

    choice = called(cash, loan, to=counter("1", "cash", "loan"), rules=EXPRESS)

    assert choice.score == choice.runner_up_score
    assert choice.leg == loan.id


def score_twin(loan: Leg) -> int:
    """Return a shorter wait at which a cash customer's express score is the same as the loan customer's."""
    target = score(WEIGHTS["ordinary"], NOW_MS - loan.anchor_ms, loan.minutes, express=True)
    near = round((NOW_MS - loan.anchor_ms) * sqrt(5 / loan.minutes))
    return next(
        ms
        for ms in range(near - 1000, near + 1000)
        if score(WEIGHTS["ordinary"], ms, 5, express=True) == target
    )


@pytest.mark.parametrize("other", ["cash", "card"])
def test_equal_scores_weights_and_times_go_to_the_smaller_id(other: str) -> None:
    people = [person("b", waited_min=7), person("a", waited_min=7, service=other)]

    choice = called(*people, to=counter("1", "cash", "card"))

    assert (choice.leg, choice.runner_up) == ("a", "b")


def test_the_runner_up_may_stand_right_behind_the_chosen() -> None:
    people = [person("a", waited_min=9), person("b", waited_min=8), person("e", "elderly", waited_min=1)]

    choice = called(*people)

    assert (choice.leg, choice.runner_up) == ("a", "b")
    assert choice.runner_up_score == 100 * 8 * MINUTE_MS


def test_the_runner_up_may_head_another_line() -> None:
    people = [person("a", waited_min=9), person("b", waited_min=8), person("e", "elderly", waited_min=2.1)]

    assert called(*people).runner_up == "e"


def test_nobody_is_runner_up_when_nobody_else_waits_for_this_counter() -> None:
    choice = called(person("a", waited_min=1), person("b", waited_min=2, service="loan"))

    assert (choice.leg, choice.runner_up, choice.runner_up_score) == ("a", "", 0)


def test_the_runner_up_of_the_guard_is_whom_the_score_had_first() -> None:
    rules = clockwork(guard=True, weights={**WEIGHTS, "protected": 100})
    people = [
        person("late", "protected", waited_min=13),
        person("top", waited_min=30),
        person("c", waited_min=29),
    ]

    choice = called(*people, rules=rules)

    assert (choice.leg, choice.reason, choice.runner_up) == ("late", "guard", "top")
    assert choice.runner_up_score > choice.score


def test_a_counter_calls_only_what_it_can_do() -> None:
    loan = person("loan", "protected", service="loan", waited_min=60)
    cash = person("cash", waited_min=1)

    assert called(loan, cash, to=counter("1", "cash")).leg == "cash"
    assert called(loan, cash, to=counter("2", "loan", "cash")).leg == "loan"
    assert next_for(room([loan]), counter("1", "cash"), NOW_MS) is None


def test_a_ticket_that_waits_for_one_counter_is_called_by_no_other() -> None:
    day = room([person("a", wish="2", waited_min=50)])

    assert next_for(day, counter("1"), NOW_MS) is None
    choice = next_for(day, counter("2"), NOW_MS)
    assert choice is not None
    assert choice.leg == "a"


def test_a_ticket_that_waits_for_one_counter_is_called_there_even_without_the_skill() -> None:
    assert called(person("a", service="loan", wish="2", waited_min=1), to=counter("2", "cash")).leg == "a"


def test_a_ticket_that_waits_for_one_counter_takes_its_turn_among_the_others() -> None:
    mine = person("mine", wish="2", waited_min=5)

    assert called(mine, person("any", waited_min=6), to=counter("2")).leg == "any"
    assert called(mine, person("any", waited_min=4), to=counter("2")).leg == "mine"


# The guard


@pytest.mark.parametrize("care", WEIGHTS)
def test_the_guard_takes_whoever_waited_more_than_twice_the_promise(care: str) -> None:
    limit_ms = 2 * PROMISES[care] * MINUTE_MS
    first = person("first", "protected" if care != "protected" else "vip", waited_min=11.9)
    weak = clockwork(guard=True, weights={**WEIGHTS, care: 1})

    on_time = called(person("late", care, waited_ms=limit_ms), first, rules=weak)
    late = called(person("late", care, waited_ms=limit_ms + 1), first, rules=weak)

    assert (on_time.leg, on_time.reason) == ("first", "score")
    assert (late.leg, late.reason) == ("late", "guard")


def test_the_guard_takes_the_worst_share_of_the_promise_not_the_longest_wait() -> None:
    people = [person("long", "ordinary", waited_min=50), person("worst", "protected", waited_min=18)]

    choice = called(*people, rules=clockwork(guard=True, weights=dict.fromkeys(WEIGHTS, 100)))

    assert (choice.leg, choice.reason, choice.runner_up) == ("worst", "guard", "long")


def test_ties_of_the_guard_go_to_the_larger_weight_then_to_the_smaller_id() -> None:
    adult = person("a", "ordinary", waited_min=60)
    elders = [person(name, "elderly", waited_min=30) for name in ("d", "c", "b")]

    assert called(adult, *elders, rules=GUARD).leg == "b"


def test_ties_of_the_guard_between_equal_weights_go_to_the_earlier_ticket() -> None:
    even = clockwork(guard=True, weights=dict.fromkeys(WEIGHTS, 100))

    assert called(person("a", "elderly", waited_min=30), person("b", waited_min=60), rules=even).leg == "b"


@pytest.mark.parametrize(("calls_since", "reason"), [(0, "score"), (1, "score"), (2, "guard"), (9, "guard")])
def test_the_guard_waits_two_calls_of_the_counter_before_its_next(calls_since: int, reason: str) -> None:
    late = person("late", waited_min=41)

    assert called(late, to=counter(calls_since_guard=calls_since), rules=GUARD).reason == reason


def test_without_the_option_nobody_is_guarded() -> None:
    late = person("late", "ordinary", waited_min=41)
    first = person("first", "protected", waited_min=11)

    choice = called(late, first)

    assert (choice.leg, choice.reason) == ("first", "score")


# Express


@pytest.mark.parametrize("minutes", [1, 2, 5, 8, 20, 90])
def test_the_express_score_is_divided_by_the_root_of_the_mean_minutes(minutes: int) -> None:
    waited_ms = 17 * MINUTE_MS

    found = score(400, waited_ms, minutes, express=True)

    assert found == pytest.approx(400 * waited_ms / sqrt(minutes), rel=1e-3)


def test_express_prefers_the_short_service_of_two_who_waited_alike() -> None:
    loan, cash = person("a", service="loan", waited_min=10), person("b", service="cash", waited_min=6)
    both = counter("1", "cash", "loan")

    assert called(loan, cash, to=both).leg == "a"
    choice = called(loan, cash, to=both, rules=EXPRESS)
    assert (choice.leg, choice.reason) == ("b", "express")
