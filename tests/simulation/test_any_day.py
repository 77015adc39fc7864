"""Any legal run of facts keeps the books: lines, counters, versions and every minute of waiting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain import facts as f
from kiosk.domain.day import Day
from kiosk.domain.visit import AT_COUNTER, ENDED, LegStatus
from tests.simulation.story import Story, picture, queues, replayed
from tests.simulation.waiting_room import MINUTES, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BUSY = AT_COUNTER | {LegStatus.WAITING}
CARES, SERVICES = st.sampled_from(sorted(WEIGHTS)), st.sampled_from(sorted(MINUTES))
PAUSE = st.integers(1, 1_500_000)
FEW = 8
"""Legs a day should have seen before it may end: a day on which nothing happened shows nothing."""
SKILLS = {"1": ("cash",), "2": ("cash", "card"), "3": ("cash", "card", "loan")}


class AnyDay(RuleBasedStateMachine):
    """Days of a reception with everything that may happen, and a second set of books kept by hand.

    `waited` counts for each leg the ms it has stood in line, plus what its visit had waited before it joined: the
    reference that the day's own anchors and credits are held against.
    """

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.waited: dict[str, int] = {}
        self.days = 0

    # What may happen

    @initialize(guard=st.booleans(), cares=st.lists(CARES, min_size=2, max_size=8))
    def a_morning_begins(self, guard: bool, cares: list[str]) -> None:  # noqa: FBT001
        self.next_day(guard=guard)
        for care in cares:
            self.a_ticket_is_issued(60_000, care, "cash")

    def next_day(self, *, guard: bool) -> None:
        self.days += 1
        self.story.open_day(f"2026-11-{self.days:02}", guard=guard)
        for counter, skills in SKILLS.items():
            self.story.open_counter(counter, *skills)

    def time_goes_by(self, ms: int) -> None:
        self.story.after(ms=ms)
        for leg in self.standing({LegStatus.WAITING}):
            self.waited[leg] += ms

    @precondition(lambda self: self.story.day.open)
    @rule(ms=PAUSE, care=CARES, service=SERVICES)
    def a_ticket_is_issued(self, ms: int, care: str, service: str) -> None:
        self.time_goes_by(ms)
        self.waited[self.story.issue(care, service)] = 0

    @precondition(lambda self: self.story.day.open)
    @rule(ms=PAUSE)
    def every_idle_counter_calls(self, ms: int) -> None:
        self.time_goes_by(ms)
        for counter in list(self.story.day.counters.values()):
            if not counter.leg:
                self.story.call_next(counter.id)

    @precondition(lambda self: self.can_act())
    @rule(data=st.data(), pauses=st.lists(PAUSE, min_size=1, max_size=8))
    def steps_are_taken(self, data: st.DataObject, pauses: list[int]) -> None:
        for pause in pauses:
            self.time_goes_by(pause)
            # Those at a counter move most, as in life.
            legs = [*3 * self.standing(AT_COUNTER), *self.standing(set(LegStatus) - ENDED)]
            if legs:
                leg = data.draw(st.sampled_from(legs), label="leg")
                step = data.draw(st.sampled_from(self.steps_from(leg)), label="step")
                step(leg)
                self.let_the_planned_leg_join(self.story.leg(leg).visit)

    @precondition(lambda self: self.can_act())
    @rule(data=st.data(), service=SERVICES)
    def a_service_is_added(self, data: st.DataObject, service: str) -> None:
        leg = data.draw(st.sampled_from(self.standing(set(LegStatus) - ENDED)), label="leg")
        self.waited[self.story.add(leg, service)] = 0
        self.let_the_planned_leg_join(self.story.leg(leg).visit)

    @precondition(lambda self: len(self.story.day.legs) > FEW)
    @rule(counter=st.sampled_from(sorted(SKILLS)))
    def a_counter_closes_or_opens_again(self, counter: str) -> None:
        held = self.story.day.counters.get(counter)
        if held is None:
            self.story.open_counter(counter, *SKILLS[counter])
        elif not held.leg:
            for leg in self.standing({LegStatus.WAITING}):
                if self.story.leg(leg).counter == counter:
                    self.story.transfer(leg, self.story.leg(leg).service)
            self.story.tell(f.CounterClosed(counter))

    @precondition(lambda self: len(self.story.day.legs) > FEW)
    @rule(carry=st.sampled_from([True, True, False]), by_hand=st.booleans(), guard=st.booleans())
    def the_day_closes_and_the_next_opens(self, carry: bool, by_hand: bool, guard: bool) -> None:  # noqa: FBT001
        if by_hand:
            self.story.close_day(self.standing({LegStatus.PARKED}))
            self.story.tell(f.DayReopened(self.story.day.date))
            return
        kept = self.standing({LegStatus.PARKED}) if carry else []
        parked = [(self.story.leg(leg), self.story.visit_of(leg)) for leg in kept]
        self.story.close_day(kept)
        self.time_goes_by(12 * 3_600_000)
        self.next_day(guard=guard)
        for leg, visit in parked:
            self.story.carry(leg, visit)

    # Legality, as the rules of the branch have it: a customer does one thing at a time

    def standing(self, statuses: Iterable[LegStatus]) -> list[str]:
        return [leg.id for leg in self.story.day.active.values() if leg.status in statuses]

    def can_act(self) -> bool:
        return self.story.day.open and bool(self.story.day.active)

    def visit_is_busy(self, visit: str) -> bool:
        return any(leg.status in BUSY for leg in self.story.day.legs_of(visit))

    def steps_from(self, leg: str) -> list[Callable[[str], None]]:
        """Return what may be done with a leg, the usual thing more often."""
        story, held = self.story, self.story.leg(leg)
        aside = held.status in {LegStatus.PASSED, LegStatus.PARKED} and not self.visit_is_busy(held.visit)
        steps: list[Callable[[str], None]] = [story.abandon]
        if held.status in BUSY:
            wishes = ["", *story.day.counters]
            steps += [story.park, *(partial(story.transfer, counter=wish) for wish in wishes[-2:])]
        if held.status is LegStatus.CALLED:
            steps += [story.announce_again, story.pass_by, *5 * [story.start]]
        if held.status is LegStatus.SERVING:
            steps += 5 * [story.finish]
        if held.status is LegStatus.PASSED:
            steps += [story.void]
        if aside:
            steps += 3 * [story.come_back]
        if aside or held.status is LegStatus.WAITING:
            idle = [counter.id for counter in story.day.counters.values() if not counter.leg]
            steps += [partial(story.call, counter=counter) for counter in idle]
        return steps

    def let_the_planned_leg_join(self, visit: str) -> None:
        legs = self.story.day.legs_of(visit)
        planned = next((leg.id for leg in legs if leg.status is LegStatus.PLANNED), None)
        if planned is not None and not self.visit_is_busy(visit):
            self.waited[planned] = max(self.waited[leg.id] for leg in legs)
            self.story.join(planned)

    # The books

    @invariant()
    def every_leg_has_waited_what_the_clock_says(self) -> None:
        for leg in self.story.day.legs.values():
            assert leg.waited_ms(self.story.now_ms) == self.waited[leg.id], leg

    @invariant()
    def the_lines_are_exactly_those_who_wait(self) -> None:
        expected: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
        for leg in self.story.day.legs.values():
            if leg.status is LegStatus.WAITING:
                key = (leg.service, leg.care, leg.counter)
                expected.setdefault(key, []).append((leg.anchor_ms, leg.id))
        assert queues(self.story.day) == {key: sorted(line) for key, line in expected.items()}

    @invariant()
    def the_active_legs_are_exactly_those_not_ended(self) -> None:
        legs = self.story.day.legs.values()
        assert self.story.day.active == {leg.id: leg for leg in legs if leg.status not in ENDED}

    @invariant()
    def counters_and_legs_agree_on_who_is_where(self) -> None:
        legs = self.story.day.legs.values()
        at_counter = {leg.counter: leg.id for leg in legs if leg.status in AT_COUNTER}
        in_hand = {one.id: one.leg for one in self.story.day.counters.values() if one.leg}
        assert at_counter == in_hand
        assert len(at_counter) == sum(leg.status in AT_COUNTER for leg in legs)

    @invariant()
    def periods_follow_one_another(self) -> None:
        for leg in self.story.day.legs.values():
            ends = [period.ended_ms for period in leg.periods]
            assert ends.count(None) == (leg.status in AT_COUNTER)
            times = [t for p in leg.periods for t in (p.called_ms, p.started_ms, p.ended_ms) if t is not None]
            assert times == sorted(times)

    @invariant()
    def every_leg_belongs_to_its_visit(self) -> None:
        day = self.story.day
        listed = [(visit.id, leg) for visit in day.visits.values() for leg in visit.legs]
        assert sorted(listed) == sorted((leg.visit, leg.id) for leg in day.legs.values())

    def teardown(self) -> None:
        told = self.story.told
        assert picture(replayed(told)) == picture(self.story.day)
        of_today = told[max(at for at, one in enumerate(told) if isinstance(one.fact, f.DayOpened)) :]
        assert picture(replayed(of_today)) == picture(self.story.day)
        assert_versions_rise_by_one(told)


def assert_versions_rise_by_one(told: list[f.Recorded]) -> None:
    """Go through the facts one by one: a leg that a fact changes is one version up, any other is as it was."""
    day = Day()
    for recorded in told:
        before = dict(day.legs)
        day.apply(recorded)
        for leg in day.legs.values():
            was = before.get(leg.id)
            if not isinstance(recorded.fact, f.TicketCarried):
                assert leg.version == (1 if was is None else was.version + (leg != was))


@pytest.mark.row("C1")
@pytest.mark.row("D2")
@pytest.mark.row("F1")
def test_any_legal_run_of_facts_keeps_the_books_and_replays_to_the_same_day() -> None:
    run_state_machine_as_test(AnyDay, settings=settings(stateful_step_count=40))
