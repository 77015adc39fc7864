"""The waiting lines: oldest first, one for each service, class and counter wish."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.lines import LineKey, Lines
from kiosk.domain.visit import Leg
from tests.simulation.waiting_room import MINUTE_MS, NOW_MS, counter, may_serve, person

CASH = LineKey("cash", "ordinary", "")


def lines_of(*people: Leg) -> Lines:
    lines = Lines()
    for leg in people:
        lines.add(leg)
    return lines


def open_to(lines: Lines, name: str, *skills: str) -> dict[LineKey, list[str]]:
    return {key: [leg for _, leg in line] for key, line in lines.open_to(counter(name, *skills))}


def offered(lines: Lines, name: str, *skills: str) -> list[str]:
    return sorted(leg for line in open_to(lines, name, *skills).values() for leg in line)


def test_nobody_waits_at_first() -> None:
    lines = Lines()

    assert (len(lines), lines.occupied(), open_to(lines, "1", "cash")) == (0, (), {})


def test_the_oldest_stands_first_whoever_joined_first() -> None:
    lines = lines_of(person("b", waited_min=1), person("c", waited_min=9), person("a", waited_min=5))

    assert open_to(lines, "1", "cash") == {CASH: ["c", "a", "b"]}


def test_those_of_the_same_moment_stand_by_id() -> None:
    lines = lines_of(person("b"), person("c"), person("a"))

    assert open_to(lines, "1", "cash") == {CASH: ["a", "b", "c"]}


def test_credit_counts_as_if_it_had_been_waited_here() -> None:
    returned = replace(person("returned", waited_min=1), credit_ms=10 * MINUTE_MS)

    lines = lines_of(person("other", waited_min=9), returned)

    assert open_to(lines, "1", "cash") == {CASH: ["returned", "other"]}


def test_every_service_class_and_wish_has_its_own_line() -> None:
    lines = lines_of(
        person("a"), person("b", "vip"), person("c", service="loan"), person("d", wish="1"), person("e")
    )

    assert set(lines.occupied()) == {
        CASH, LineKey("cash", "vip", ""), LineKey("loan", "ordinary", ""), LineKey("cash", "ordinary", "1"),
    }  # fmt: skip
    assert len(lines) == 5


def test_a_counter_is_offered_its_skills_and_whoever_waits_for_it_by_name() -> None:
    lines = lines_of(person("a"), person("b", service="loan"), person("c", service="card", wish="1"))

    assert offered(lines, "1", "cash") == ["a", "c"]
    assert offered(lines, "2", "card", "loan") == ["b"]


def test_a_line_that_empties_is_forgotten() -> None:
    alone = person("a")
    lines = lines_of(alone)

    lines.remove(alone)

    assert (lines.occupied(), len(lines)) == ((), 0)


@pytest.mark.parametrize("stranger", [person("b"), person("a", "vip"), person("a", waited_min=1)])
def test_whoever_is_not_in_line_cannot_be_taken_out(stranger: Leg) -> None:
    lines = lines_of(person("a"))

    with pytest.raises(KeyError):
        lines.remove(stranger)

    assert len(lines) == 1


def test_a_line_knows_the_prior_minutes_of_its_service() -> None:
    lines = lines_of(person("a"), person("b", service="loan"))

    assert lines.minutes(CASH) == 5
    assert lines.minutes(LineKey("loan", "ordinary", "")) == 20


def test_who_came_at_the_very_moment_is_counted_and_who_came_after_it_is_not() -> None:
    people = [person("a", waited_ms=2), person("b", waited_ms=1), person("z", waited_ms=1), person("c")]

    assert lines_of(*people).not_after(CASH, NOW_MS - 1) == 3


PEOPLE = st.lists(
    st.builds(
        person,
        name=st.uuids().map(str),
        care=st.sampled_from(["ordinary", "vip"]),
        waited_ms=st.integers(0, 5),
        service=st.sampled_from(["cash", "loan"]),
        wish=st.sampled_from(["", "1"]),
    ),
    unique_by=lambda leg: leg.id,
)


@given(people=PEOPLE, data=st.data())
def test_lines_hold_exactly_those_who_joined_and_have_not_left(
    people: list[Leg], data: st.DataObject
) -> None:
    lines = lines_of(*people)
    leaving = data.draw(
        st.lists(st.sampled_from(people), unique_by=lambda leg: leg.id) if people else st.just([])
    )

    for leg in leaving:
        lines.remove(leg)

    left = [leg for leg in people if leg not in leaving]
    assert len(lines) == len(left)
    for one in (counter("1", "cash"), counter("2", "cash", "loan")):
        assert offered(lines, one.id, *one.skills) == sorted(leg.id for leg in left if may_serve(one, leg))
        assert all(line == sorted(line) for _, line in lines.open_to(one))


@given(people=PEOPLE, waited_ms=st.integers(-1, 6))
def test_counting_who_came_by_a_moment_is_looking_at_each(people: list[Leg], waited_ms: int) -> None:
    lines, moment = lines_of(*people), NOW_MS - waited_ms

    for key in lines.occupied():
        mine = [leg for leg in people if (leg.service, leg.care, leg.counter) == key]
        assert lines.length(key) == len(mine)
        assert lines.not_after(key, moment) == sum(leg.anchor_ms <= moment for leg in mine)
