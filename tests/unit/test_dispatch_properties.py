"""Who is called next in any room at all, held against looking at everybody in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dispatch import coming_to, next_for
from tests.simulation.waiting_room import (
    MINUTE_MS,
    NOW_MS,
    WEIGHTS,
    choice_by_brute_force,
    clockwork,
    counter,
    may_serve,
    person,
    room,
)

if TYPE_CHECKING:
    from kiosk.domain.counter import Counter
    from kiosk.domain.state import Clockwork
    from kiosk.domain.visit import Leg

pytestmark = pytest.mark.row("C1")

# Few distinct waits and weights, so that ties of every kind turn up.

WAITED_MS = st.sampled_from([0, 1, 2, 4]).map(lambda n: n * 5 * MINUTE_MS) | st.integers(0, 90 * MINUTE_MS)
PERSON = st.tuples(
    st.sampled_from(sorted(WEIGHTS)),
    WAITED_MS,
    st.sampled_from(["cash", "card", "loan"]),
    st.sampled_from(["", "", "1", "2"]),
)


@st.composite
def people(draw: st.DrawFn, max_size: int = 12) -> list[Leg]:
    traits = draw(st.lists(PERSON, max_size=max_size))
    names = draw(st.permutations([f"{n:02}" for n in range(len(traits))]))
    return [
        person(name, care, waited_ms=waited_ms, service=service, wish=wish)
        for name, (care, waited_ms, service, wish) in zip(names, traits, strict=True)
    ]


RULES = st.builds(
    clockwork,
    weights=st.fixed_dictionaries({care: st.sampled_from([100, 200, 400, 1111]) for care in WEIGHTS}),
    guard=st.booleans(),
    express=st.booleans(),
)
COUNTER = st.builds(
    lambda skills, since: counter("1", *skills, calls_since_guard=since),
    st.sets(st.sampled_from(["cash", "card", "loan"]), min_size=1),
    st.integers(0, 3),
)


@given(people=people(), rules=RULES, counter=COUNTER)
def test_the_choice_is_what_looking_at_everybody_gives(
    people: list[Leg], rules: Clockwork, counter: Counter
) -> None:
    day = room(people, rules)

    assert next_for(day, counter, NOW_MS) == choice_by_brute_force(day, counter, NOW_MS)


@given(people=people(), rules=RULES, counter=COUNTER, data=st.data())
def test_the_choice_does_not_depend_on_who_joined_first(
    people: list[Leg], rules: Clockwork, counter: Counter, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(people))

    assert next_for(room(people, rules), counter, NOW_MS) == next_for(room(shuffled, rules), counter, NOW_MS)


@given(people=people(), rules=RULES, counter=COUNTER)
def test_calling_until_the_room_is_empty_calls_everybody_once(
    people: list[Leg], rules: Clockwork, counter: Counter
) -> None:
    day = room(people, rules)
    seen = []

    while (choice := next_for(day, counter, NOW_MS)) is not None:
        day.lines.remove(day.legs[choice.leg])
        seen.append(choice.leg)

    assert sorted(seen) == sorted(leg.id for leg in people if may_serve(counter, leg))


@given(people=people(), rules=RULES, counter=COUNTER, most=st.integers(1, 8))
def test_those_who_come_next_are_the_next_choice_and_then_all_others_by_rank(
    people: list[Leg], rules: Clockwork, counter: Counter, most: int
) -> None:
    day = room(people, rules)
    expected: list[str] = []
    coming = coming_to(day, counter, NOW_MS, most)
    plain = replace(rules, guard=False)  # the guard has its say in the very next call alone

    while (choice := next_for(day, counter, NOW_MS)) is not None and len(expected) < most:
        day.lines.remove(day.legs[choice.leg])
        expected.append(choice.leg)
        day.clockwork = plain

    assert coming == tuple(expected)


@given(
    people=people(), counter=COUNTER, rules=RULES.filter(lambda rules: not rules.guard and not rules.express)
)
def test_nobody_can_pass_you_for_ever(people: list[Leg], rules: Clockwork, counter: Counter) -> None:
    # Serving y while x waits needs b_k w_y >= b_i w_x (queueing.md), at every call of a whole afternoon.
    day, now_ms, waiting = room(people, rules), NOW_MS, {leg.id: leg for leg in people}

    while (choice := next_for(day, counter, now_ms)) is not None:
        served = waiting.pop(choice.leg)
        day.lines.remove(served)
        mine = rules.weights[served.care] * (now_ms - served.anchor_ms)
        for other in waiting.values():
            if may_serve(counter, other):
                assert mine >= rules.weights[other.care] * (now_ms - other.anchor_ms)
        now_ms += 5 * MINUTE_MS
