"""Whatever anybody asks, in whatever order: the books stay right, a refusal changes nothing, and replay agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

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
from kiosk.domain.check_code import check_code
from kiosk.domain.lines import Lines
from kiosk.domain.visit import AT_COUNTER, ENDED, LegStatus
from kiosk.wire.codec import encode_recorded
from kiosk.wire.projection import ROLES, Role
from tests.reception import HOUR_MS, SECRET, Reception, contents, replayed
from tests.views import as_seen_by, on_screen, taken_over

if TYPE_CHECKING:
    from kiosk.domain.answers import Answer
    from kiosk.domain.day import Day
    from kiosk.domain.visit import Leg

BUSY: Final = AT_COUNTER | {LegStatus.WAITING}
SERVICES: Final = ["deposit", "deposit", "transfer", "wealth", "payroll", "haircut"]
COUNTERS: Final = ["1", "1", "2", "2", "3", "4", "9"]
NEEDS: Final[list[Any]] = [(), (), ("elderly",), ("disabled",), ("pregnant", "elderly")]
MOSTLY_STAFF: Final = ["reception"] * 12 + ["entrance", "exit", "hall", "system"]
AT_THE_EXIT: Final = ["exit", "exit", "exit", "reception"]
REPORTS: Final[list[f.PrintStatus]] = ["queued", "sending", "sending", "printed", "unknown", "failed"]

Step = Callable[[str, int], r.Request]
S = LegStatus
STEPS: Final[list[Step]] = [r.AnnounceAgain, r.StartService, r.FinishService, r.PassTicket, r.VoidTicket]
FITTING: Final[dict[LegStatus, list[Step]]] = {
    S.WAITING: [r.ParkTicket, r.AbandonTicket],
    S.CALLED: [r.StartService, r.StartService, r.StartService, r.PassTicket, r.PassTicket, r.AnnounceAgain],
    S.SERVING: [r.FinishService, r.FinishService, r.FinishService, r.ParkTicket, r.AbandonTicket],
    S.PASSED: [r.ReturnTicket, r.ReturnTicket, r.VoidTicket],
    S.PARKED: [r.ReturnTicket],
    S.PLANNED: [r.AbandonTicket],
}


# A failing day is told request by request; making it shorter would take longer than reading it.
SETTINGS = settings(
    max_examples=100,
    stateful_step_count=12,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
SEEDS = st.integers(0, 2**32 - 1)
T = TypeVar("T")


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
        self.chance = Random()

    @initialize(seed=SEEDS)
    def a_morning_begins(self, seed: int) -> None:
        self.chance.seed(seed)
        self.room.open("1", "2", "3")
        for _ in range(4):
            self.a_ticket_is_wanted()

    @rule(seed=SEEDS)
    def things_happen(self, seed: int) -> None:
        self.chance.seed(seed + len(self.room.recorded))  # the same number drawn again means other things
        for thing in self.chance.choices(list(USUAL), weights=list(USUAL.values()), k=20):
            self.time_goes_by(self.chance.randrange(10 * 60_000))
            thing(self)
            self.keep_the_books()

    @rule(role=st.sampled_from(ROLES))
    def a_screen_takes_the_day_over(self, role: Role) -> None:
        self.screens.append((role, taken_over(self.room.day, role)))

    # Whatever is asked

    def ask(self, request: r.Request, role: str = "reception") -> Answer:
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
        return answer

    def time_goes_by(self, ms: int) -> None:
        for leg in self.legs({LegStatus.WAITING}):
            self.waited[leg.visit] += ms
        self.room.wait(ms=ms)

    def the_next_morning_comes(self) -> None:
        self.time_goes_by(20 * HOUR_MS)
        self.ask(r.OpenCounter("1"))
        self.ask(r.OpenCounter("2"))

    def the_day_is_closed(self) -> None:
        self.ask(r.CloseDay())

    def the_day_is_taken_back(self) -> None:
        self.ask(r.ReopenDay())
        self.ask(r.OpenCounter("1"))

    def a_ticket_is_wanted(self) -> None:
        vip = self.chance.random() < 0.1
        request = r.IssueTicket(self.pick(SERVICES), care_needs=self.pick(NEEDS), vip=vip)
        self.ask(request, self.pick(MOSTLY_STAFF))

    def another_service_is_wanted(self) -> None:
        self.ask(r.AddService(self.a_visit(), self.pick(SERVICES)))

    def a_counter_opens(self) -> None:
        self.ask(r.OpenCounter(self.pick(COUNTERS)))

    def a_counter_closes(self) -> None:
        self.ask(r.CloseCounter(self.pick(COUNTERS)))

    def a_counter_calls_the_next(self) -> None:
        self.ask(r.CallNext(self.pick(COUNTERS)))

    def a_step_is_taken(self) -> None:
        leg, version = self.a_leg()
        known = self.room.day.legs.get(leg)
        steps = FITTING.get(known.status, STEPS) if known and self.chance.random() < 0.9 else STEPS
        self.ask(self.pick(steps)(leg, version), self.pick(MOSTLY_STAFF))

    def a_ticket_is_picked(self) -> None:
        self.ask(r.CallTicket(self.pick(COUNTERS), *self.a_leg()))

    def a_ticket_is_sent_on(self) -> None:
        self.ask(r.TransferTicket(*self.a_leg(), self.pick(SERVICES), self.pick(["", "", "2", "4"])))

    def a_visit_is_rated(self) -> None:
        visit = self.a_visit()
        check = check_code(SECRET, visit) if self.chance.random() < 0.8 else "none"
        self.ask(r.RateVisit(visit, check, self.chance.randrange(7)), self.pick(AT_THE_EXIT))

    def the_printer_reports(self) -> None:
        slip = self.pick(["none", *self.room.day.visit_of_slip])
        self.ask(r.ReportPrint(slip, self.pick(REPORTS)), "system")

    def paper_is_wanted_again(self) -> None:
        self.ask(r.Reprint(self.a_visit()))

    def a_person_is_called(self) -> None:
        self.ask(r.CallHelp(self.pick(["entrance", "exit"])), "entrance")

    def a_person_comes(self) -> None:
        self.ask(r.AnswerHelp(self.pick(["nothing", *self.room.day.helps])))

    def pick(self, choices: Sequence[T]) -> T:
        return self.chance.choice(choices)

    def a_visit(self) -> str:
        """Return a visit, or nobody; those with something finished more often."""
        served = [leg.visit for leg in self.legs({LegStatus.FINISHED})]
        return self.pick(["nobody", *self.room.day.visits, *2 * served])

    def a_leg(self) -> tuple[str, int]:
        """Return a leg, those at a counter more often, and its version or now and then the one before."""
        at_counter = [leg.id for leg in self.legs(AT_COUNTER)]
        leg = self.pick(["none", *list(self.room.day.legs)[:2], *self.room.day.active, *4 * at_counter])
        version = self.room.leg(leg).version if leg in self.room.day.legs else 1
        return leg, version - (self.chance.random() < 0.1)

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
        assert contents(replayed([recorded[0], *recorded[of_today:]])) == contents(day) | {
            "time_quality": "trusted"
        }
        for role, held in self.screens:
            assert on_screen(held, role) == on_screen(replayed(as_seen_by(role, recorded)), role)


USUAL: Final[dict[Callable[[AnyRequests], None], int]] = {
    AnyRequests.a_ticket_is_wanted: 6,
    AnyRequests.another_service_is_wanted: 3,
    AnyRequests.a_counter_opens: 3,
    AnyRequests.a_counter_closes: 1,
    AnyRequests.a_counter_calls_the_next: 8,
    AnyRequests.a_step_is_taken: 16,
    AnyRequests.a_ticket_is_picked: 3,
    AnyRequests.a_ticket_is_sent_on: 2,
    AnyRequests.a_visit_is_rated: 3,
    AnyRequests.the_printer_reports: 2,
    AnyRequests.paper_is_wanted_again: 1,
    AnyRequests.a_person_is_called: 1,
    AnyRequests.a_person_comes: 1,
    AnyRequests.the_next_morning_comes: 1,
    AnyRequests.the_day_is_closed: 1,
    AnyRequests.the_day_is_taken_back: 3,
}
"""What happens on a day, and how often."""

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

    # Nothing was shown unless most of what can happen did: of 24 kinds of fact and 23 codes, so many.
    assert len(AnyRequests.facts) >= 22, AnyRequests.facts
    assert len(AnyRequests.refusals) >= 18, AnyRequests.refusals
