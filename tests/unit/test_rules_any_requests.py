"""Whatever anybody asks, in whatever order: the books stay right, a refusal changes nothing, and replay agrees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.lines import Lines
from kiosk.domain.visit import AT_COUNTER, ENDED, LegStatus
from kiosk.wire.codec import encode_recorded
from kiosk.wire.projection import ROLES, Role
from tests.everybody import Everybody
from tests.reception import Reception, contents, replayed
from tests.views import as_seen_by, on_screen, taken_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.day import Day
    from kiosk.domain.visit import Leg

BUSY: Final = AT_COUNTER | {LegStatus.WAITING}

# A failing day is told request by request; making it shorter would take longer than reading it.
SETTINGS = settings(
    max_examples=100,
    stateful_step_count=12,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
SEEDS = st.integers(0, 2**32 - 1)


class AnyRequests(RuleBasedStateMachine):
    """Days of a reception on which anything is asked by anybody, and a second set of books kept by hand."""

    facts: ClassVar[set[str]] = set()
    refusals: ClassVar[set[str]] = set()
    """Kinds of fact and codes of refusal that came up, over all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Reception()
        self.waited: dict[str, int] = {}
        """Ms that each visit has stood in line, by the clock."""
        self.screens: list[tuple[Role, Day]] = []
        self.everybody = Everybody(self.room, self.ask, self.time_goes_by)

    @initialize(seed=SEEDS)
    def a_morning_begins(self, seed: int) -> None:
        self.everybody.begin(seed)

    @rule(seed=SEEDS)
    def things_happen(self, seed: int) -> None:
        for happen in self.everybody.usual_things(seed, count=20):
            happen()
            self.keep_the_books()

    @rule(role=st.sampled_from(ROLES))
    def a_screen_takes_the_day_over(self, role: Role) -> None:
        self.screens.append((role, taken_over(self.room.day, role)))

    # Whatever is asked

    def ask(self, request: r.Request, role: str) -> None:
        told = len(self.room.recorded)
        self.room.keep_day()
        self.account_for(self.room.recorded[told:])
        before, told = contents(self.room.day), len(self.room.recorded)

        answer = self.room.ask(request, role)

        note(f"{role}: {request} -> {answer}")
        if isinstance(answer, Refusal):
            assert (contents(self.room.day), len(self.room.recorded)) == (before, told)
            self.refusals.add(answer.code)
        self.account_for(self.room.recorded[told:])

    def time_goes_by(self, ms: int) -> None:
        for leg in self.legs({LegStatus.WAITING}):
            self.waited[leg.visit] += ms
        self.room.wait(ms=ms)

    def legs(self, statuses: frozenset[LegStatus] | set[LegStatus]) -> list[Leg]:
        return [leg for leg in self.room.day.legs.values() if leg.status in statuses]

    # What every fact must agree with

    def account_for(self, recorded: list[f.Recorded]) -> None:
        for one in recorded:
            self.facts.add(one.fact.kind)
            self.account_for_waiting(one.fact)
            if isinstance(one.fact, f.DayClosed) and self.room.day.date == one.fact.date:
                self.account_for_closing(one.fact)
            encoded = encode_recorded(one)
            assert b"disabled" not in encoded
            assert b"pregnant" not in encoded
            for role, day in self.screens:
                for seen in as_seen_by(role, [one]):
                    day.apply(seen)

    def account_for_waiting(self, fact: f.Fact) -> None:
        match fact:
            case f.DayOpened():
                self.waited = {}
            case f.TicketIssued():
                self.waited[fact.visit] = 0
            case f.TicketCarried():
                self.waited[fact.visit] = max(fact.credit_ms, self.waited.get(fact.visit, 0))
            case f.LegJoined():
                assert fact.credit_ms == self.waited[self.room.leg(fact.leg).visit]
            case _:
                pass

    def account_for_closing(self, closing: f.DayClosed) -> None:
        statuses = Counter(leg.status for leg in self.room.day.legs.values())
        assert closing.finished == statuses[LegStatus.FINISHED]
        assert len(closing.carried) == statuses[LegStatus.PARKED]
        closed_before = self.closed_before_last_closing()
        assert closing.unfinished == statuses[LegStatus.CLOSED] - closed_before
        given_up = statuses[LegStatus.VOIDED] + statuses[LegStatus.ABANDONED]
        settled = closing.finished + closing.unfinished + len(closing.carried) + given_up + closed_before
        assert settled == len(self.room.day.legs)

    def closed_before_last_closing(self) -> int:
        """Return how many legs an earlier closing of the same day, taken back since, had closed."""
        until = max(n for n, one in enumerate(self.room.recorded) if isinstance(one.fact, f.DayClosed))
        legs = replayed(self.room.recorded[:until]).legs.values()
        return sum(leg.status is LegStatus.CLOSED for leg in legs)

    # The books

    @invariant()
    def keep_the_books(self) -> None:
        for book in BOOKS:
            book(self)

    def numbers_of_a_series_are_gap_free_from_one(self) -> None:
        day = self.room.day
        given: dict[str, list[int]] = {}
        for visit in day.visits.values():
            if visit.date == day.date:
                given.setdefault(visit.series, []).append(visit.number)
        assert given == {series: list(range(1, last + 1)) for series, last in day.last_number.items()}

    def a_leg_is_at_one_counter_and_a_counter_has_one_leg(self) -> None:
        at_counter = [(leg.counter, leg.id) for leg in self.legs(AT_COUNTER)]
        in_hand = [(one.id, one.leg) for one in self.room.day.counters.values() if one.leg]
        assert sorted(at_counter) == sorted(in_hand)

    def the_lines_are_exactly_those_who_wait(self) -> None:
        lines = Lines()
        for leg in self.legs({LegStatus.WAITING}):
            lines.add(leg)
        assert vars(lines) == vars(self.room.day.lines)

    def whoever_waits_for_one_counter_waits_for_an_open_one(self) -> None:
        wishes = {leg.counter for leg in self.legs({LegStatus.WAITING})} - {""}
        assert wishes <= set(self.room.day.counters)

    def a_visit_does_one_thing_at_a_time_and_plans_only_meanwhile(self) -> None:
        busy = Counter(leg.visit for leg in self.legs(BUSY))
        assert max(busy.values(), default=1) == 1
        assert {leg.visit for leg in self.legs({LegStatus.PLANNED})} <= set(busy)

    def active_legs_are_those_not_ended(self) -> None:
        expected = {leg.id: leg for leg in self.room.day.legs.values() if leg.status not in ENDED}
        assert self.room.day.active == expected

    def whoever_waits_has_waited_what_the_clock_says_and_nobody_longer(self) -> None:
        for leg in self.room.day.legs.values():
            waited_ms = leg.waited_ms(self.room.now_ms)
            assert 0 <= waited_ms <= self.waited[leg.visit]
            assert waited_ms == self.waited[leg.visit] or leg.status is not LegStatus.WAITING

    def a_closed_day_serves_nobody(self) -> None:
        assert self.room.day.open or not (self.legs(BUSY) or self.room.day.counters)

    def teardown(self) -> None:
        recorded, day = self.room.recorded, self.room.day
        assert contents(replayed(recorded)) == contents(day)
        of_today = max(n for n, one in enumerate(recorded) if isinstance(one.fact, f.DayOpened))
        assert contents(replayed([recorded[0], *recorded[of_today:]])) == contents(day)
        for role, held in self.screens:
            assert on_screen(held, role) == on_screen(replayed(as_seen_by(role, recorded)), role)


BOOKS: Final[list[Callable[[AnyRequests], None]]] = [
    AnyRequests.numbers_of_a_series_are_gap_free_from_one,
    AnyRequests.a_leg_is_at_one_counter_and_a_counter_has_one_leg,
    AnyRequests.the_lines_are_exactly_those_who_wait,
    AnyRequests.whoever_waits_for_one_counter_waits_for_an_open_one,
    AnyRequests.a_visit_does_one_thing_at_a_time_and_plans_only_meanwhile,
    AnyRequests.active_legs_are_those_not_ended,
    AnyRequests.whoever_waits_has_waited_what_the_clock_says_and_nobody_longer,
    AnyRequests.a_closed_day_serves_nobody,
]


@pytest.mark.row("C1")
@pytest.mark.row("D2")
@pytest.mark.row("F1")
def test_whatever_is_asked_the_books_stay_right_and_replay_to_the_same_day() -> None:
    run_state_machine_as_test(AnyRequests, settings=SETTINGS)

    # Nothing was shown unless most of what can happen did: of 31 kinds of fact and 25 codes, so many.
    assert len(AnyRequests.facts) >= 27, AnyRequests.facts
    assert len(AnyRequests.refusals) >= 18, AnyRequests.refusals
