"""The people ahead against the dispatcher itself, and the shape of every range."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.waiting import Range, Unknown, quote
from tests.simulation.waiting_room import MINUTE_MS, NOW_MS, WEIGHTS, counter, person, room

if TYPE_CHECKING:
    from kiosk.domain.counter import Counter
    from kiosk.domain.visit import Leg

pytestmark = pytest.mark.row("C2")

BUSY = counter("1", leg="somebody")
NEW = person("zz")
"""An ordinary cash customer about to be issued a ticket now; ids rise with time, so it is the largest."""
LIGHTEST = min(WEIGHTS, key=WEIGHTS.__getitem__)


def told(people: list[Leg], *counters: Counter, leg: Leg = NEW) -> Range | Unknown:
    return quote(room(people, counters=counters), leg, NOW_MS)


def calls_before(people: list[Leg], leg: Leg) -> int:
    """Run the rule itself: one counter, busy for 2.5 min, services of 5 min, nobody else comes. Count calls."""
    waiting = {one.id: one for one in (*people, leg)}
    for calls in range(len(waiting)):
        at_ms = NOW_MS + 5 * MINUTE_MS // 2 + calls * 5 * MINUTE_MS

        def rank(one: Leg, at_ms: int = at_ms) -> tuple[int, int, int, str]:
            return (-WEIGHTS[one.care] * (at_ms - one.anchor_ms), -WEIGHTS[one.care], one.anchor_ms, one.id)

        first = min(waiting.values(), key=rank)
        if first.id == leg.id:
            return calls
        del waiting[first.id]
    raise AssertionError(leg)


def crowd(cares: st.SearchStrategy[str], max_size: int = 15) -> st.SearchStrategy[list[Leg]]:
    # In whole seconds and 123 ms: no two scores meet exactly at a call.
    waited = st.integers(0, 3600).map(lambda s: s * 1000 + 123)
    traits = st.lists(st.tuples(cares, waited), max_size=max_size)
    return traits.map(
        lambda found: [person(f"{n:02}", care, waited_ms=ms) for n, (care, ms) in enumerate(found)]
    )


@given(crowd(st.sampled_from(sorted(WEIGHTS))))
def test_an_ordinary_customer_is_told_exactly_whom_the_dispatcher_calls_before(people: list[Leg]) -> None:
    # Exact where nobody can be overtaken after the quote: the lightest class, one counter, equal service
    # means, no later arrivals.
    found = told(people, BUSY, leg=replace(NEW, care=LIGHTEST))

    assert found.ahead == calls_before(people, NEW) == len(people)


@given(st.sampled_from(sorted(WEIGHTS)), st.data())
def test_among_equals_everybody_is_told_exactly_whom_the_dispatcher_calls_before(
    care: str, data: st.DataObject
) -> None:
    people = data.draw(crowd(st.just(care)).filter(bool))
    leg = data.draw(st.sampled_from(people))
    rest = [one for one in people if one.id != leg.id]

    # Those of the very same moment are counted as ahead whatever their id.
    twins = sum(one.anchor_ms == leg.anchor_ms and one.id > leg.id for one in rest)
    assert told(people, BUSY, leg=leg).ahead == calls_before(rest, leg) + twins


@given(st.sampled_from(sorted(WEIGHTS)), st.data())
def test_with_nobody_lighter_waiting_a_new_customer_is_told_exactly(care: str, data: st.DataObject) -> None:
    heavier = [other for other in WEIGHTS if WEIGHTS[other] >= WEIGHTS[care]]
    people = data.draw(crowd(st.sampled_from(heavier)))
    leg = replace(NEW, care=care)

    assert told(people, BUSY, leg=leg).ahead == calls_before(people, leg)


@pytest.mark.parametrize(("waits_already", "at_least"), [(False, 0.985), (True, 0.975)])
def test_in_a_mixed_hall_the_people_ahead_are_nearly_always_those_the_dispatcher_calls(
    waits_already: bool,  # noqa: FBT001
    at_least: float,
) -> None:
    # 1,000 halls of up to 20 of all classes alike, the hardest mix. Known causes of a difference: a lighter
    # ticket that is called first and then would have been overtaken while others are served; for who waits
    # already, heavier tickets that would overtake only later than the call.
    random = Random(20_261_123)
    exact = 0

    for _ in range(1000):
        cares = random.choices(sorted(WEIGHTS), k=random.randrange(1, 20))
        people = [
            person(f"{n:02}", care, waited_ms=random.randrange(3600_000)) for n, care in enumerate(cares)
        ]
        leg = random.choice(people) if waits_already else replace(NEW, care=random.choice(cares))
        rest = [one for one in people if one.id != leg.id]
        exact += told(people, BUSY, leg=leg).ahead == calls_before(rest, leg)

    assert exact >= at_least * 1000


# Shape

CROWD = crowd(st.sampled_from(sorted(WEIGHTS)), max_size=30)
NEWCOMER = st.sampled_from(sorted(WEIGHTS)).map(lambda care: replace(NEW, care=care))


@given(CROWD, NEWCOMER, st.integers(1, 6), st.booleans())
def test_a_range_is_at_least_one_minute_wide_and_spans_forty_percent(
    people: list[Leg],
    leg: Leg,
    open_counters: int,
    busy: bool,  # noqa: FBT001
) -> None:
    counters = [counter(str(n), leg="x" if busy else "") for n in range(open_counters)]

    found = told(people, *counters, leg=leg)

    assert isinstance(found, Range)
    middle_min = Fraction((10 * found.ahead + 5 * busy) * MINUTE_MS // (2 * open_counters), MINUTE_MS)
    assert found.low_min == floor(middle_min * 6 / 10)
    assert found.high_min == max(ceil(middle_min * 14 / 10), found.low_min + 1)


@given(st.sampled_from(sorted(WEIGHTS)), st.integers(1, 5), st.booleans(), st.data())
def test_one_more_counter_of_the_same_skills_never_lengthens_the_wait(
    care: str,
    open_counters: int,
    busy: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    # With nobody lighter waiting: a second counter may really call a lighter ticket that one counter alone
    # would have come to too late, and so put it before the newcomer.
    heavier = [other for other in WEIGHTS if WEIGHTS[other] >= WEIGHTS[care]]
    people, leg = data.draw(crowd(st.sampled_from(heavier))), replace(NEW, care=care)
    counters = [counter(str(n), leg="x") for n in range(open_counters)]
    another = counter("another", leg="x" if busy else "")

    fewer, more = told(people, *counters, leg=leg), told(people, *counters, another, leg=leg)

    assert isinstance(fewer, Range)
    assert isinstance(more, Range)
    assert more.low_min <= fewer.low_min
    assert more.high_min <= fewer.high_min


@given(CROWD, st.integers(1, 5))
def test_one_more_person_in_the_line_never_shortens_the_wait_of_who_comes_after(
    people: list[Leg], open_counters: int
) -> None:
    counters = [counter(str(n), leg="x") for n in range(open_counters)]
    other = person("other", "vip", waited_min=1)

    before, after = told(people, *counters), told([*people, other], *counters)

    assert isinstance(before, Range)
    assert isinstance(after, Range)
    assert after.ahead == before.ahead + 1
    assert after.low_min >= before.low_min
    assert after.high_min >= before.high_min
