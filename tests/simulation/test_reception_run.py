"""A full hall for days on end, told fact by fact to the real day: the calls it records keep the promises made."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise

import pytest

from kiosk.domain import facts as f
from kiosk.domain.visit import LegStatus
from tests.simulation.queue_model import Customer, Dispatch, customers_of, waits
from tests.simulation.story import Story, picture, replayed
from tests.simulation.theory import System
from tests.simulation.waiting_room import MINUTE_MS, PROMISES, WEIGHTS

pytestmark = pytest.mark.row("C1")

COUNTERS = 3
FULL, OVERFULL = System(0.9, COUNTERS), System(1.05, COUNTERS)


class ByFacts:
    """The product from end to end of its domain: issue, call, start and finish as facts of one day."""

    def __init__(self, counters: int = COUNTERS, *, guard: bool = False) -> None:
        self.story = Story()
        self.story.now_ms = 0
        self.story.open_day(guard=guard)
        for counter in range(counters):
            self.story.open_counter(str(counter))
        self._customers: dict[str, tuple[int, Customer]] = {}
        self._ends: list[tuple[int, str]] = []

    def join(self, who: int, customer: Customer) -> None:
        self._run_until(customer.at_ms)
        self._customers[self.story.issue(customer.care)] = (who, customer)

    def call(self, now_ms: int) -> int | None:
        self._run_until(now_ms)
        counter = next(one.id for one in self.story.day.counters.values() if not one.leg)
        choice = self.story.call_next(counter)
        if choice is None:
            return None
        self.story.start(choice.leg)
        who, customer = self._customers[choice.leg]
        heappush(self._ends, (now_ms + customer.service_ms, choice.leg))
        return who

    def _run_until(self, now_ms: int) -> None:
        while self._ends and self._ends[0][0] <= now_ms:
            self.story.now_ms, leg = heappop(self._ends)
            self.story.finish(leg)
        self.story.now_ms = now_ms


def calls(story: Story) -> list[f.TicketCalled]:
    return [recorded.fact for recorded in story.told if isinstance(recorded.fact, f.TicketCalled)]


def test_told_as_facts_everybody_waits_exactly_as_long_as_by_the_lines_alone() -> None:
    customers = customers_of(FULL, 2_000, seed=1)
    told = ByFacts()

    found = waits(customers, told, COUNTERS)

    assert found == waits(customers, Dispatch(), COUNTERS)
    legs = told.story.day.legs.values()
    assert [leg.credit_ms for leg in sorted(legs, key=lambda leg: leg.id)] == found


def test_told_as_facts_the_run_replays_to_the_same_day() -> None:
    told = ByFacts(guard=True)
    waits(customers_of(FULL, 1_000, seed=2), told, COUNTERS)

    assert picture(replayed(told.story.told)) == picture(told.story.day)


def test_every_call_records_its_score_and_one_that_is_no_smaller_than_the_runner_up() -> None:
    told = ByFacts()
    waits(customers_of(FULL, 1_000, seed=3), told, COUNTERS)

    for call in calls(told.story):
        leg = told.story.leg(call.leg)
        assert call.reason == "score"
        assert call.score == WEIGHTS[leg.care] * leg.credit_ms
        assert call.score >= call.runner_up_score
        assert bool(call.runner_up) or call.runner_up_score == 0


def test_whoever_is_passed_over_had_the_smaller_product_of_weight_and_wait() -> None:
    # "Nobody can pass you for ever": at each call, everybody still waiting is held against the one called.
    told = ByFacts()
    waits(customers_of(OVERFULL, 600, seed=4), told, COUNTERS)
    story, again = told.story, replayed(told.story.told[:1])
    compared = 0

    for recorded in story.told[1:]:
        if isinstance(recorded.fact, f.TicketCalled):
            for leg in again.active.values():
                if leg.status is LegStatus.WAITING:
                    compared += 1
                    assert recorded.fact.score >= WEIGHTS[leg.care] * leg.waited_ms(recorded.at_ms)
        again.apply(recorded)

    assert compared > 5_000


def test_in_an_overfull_hall_the_guard_has_its_share_of_calls_and_no_more() -> None:
    told = ByFacts(guard=True)
    waits(customers_of(OVERFULL, 1_500, seed=5), told, COUNTERS)

    for counter in map(str, range(COUNTERS)):
        reasons = [call.reason for call in calls(told.story) if call.counter == counter]
        guarded = [at for at, reason in enumerate(reasons) if reason == "guard"]
        assert len(guarded) > len(reasons) / 10
        assert min(later - earlier for earlier, later in pairwise(guarded)) == 3


def test_the_guard_calls_only_those_who_waited_more_than_twice_their_promise() -> None:
    told = ByFacts(guard=True)
    waits(customers_of(OVERFULL, 1_500, seed=6), told, COUNTERS)

    legs = [told.story.leg(call.leg) for call in calls(told.story) if call.reason == "guard"]
    assert all(leg.credit_ms > 2 * PROMISES[leg.care] * MINUTE_MS for leg in legs)
