"""Whatever anybody asks, in whatever order: the books stay right, a refusal changes nothing, and replay agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from hypothesis import settings
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
SERVICES = st.sampled_from(["deposit", "deposit", "transfer", "wealth", "payroll", "haircut"])
COUNTERS = st.sampled_from(["1", "1", "2", "3", "4", "9"])
NEEDS = st.lists(st.sampled_from(["elderly", "disabled", "pregnant"]), max_size=2).map(tuple)
MOSTLY_STAFF = st.sampled_from(["reception"] * 12 + ["entrance", "exit", "hall", "system"])
PAUSE = st.integers(0, 20 * 60_000)
MOSTLY = st.sampled_from([True] * 7 + [False])

Step = Callable[[str, int], r.Request]
S = LegStatus
FITTING: Final[dict[LegStatus, list[Step]]] = {
    S.WAITING: [r.ParkTicket, r.AbandonTicket],
    S.CALLED: [r.StartService, r.PassTicket, r.PassTicket, r.AnnounceAgain],
    S.SERVING: [r.FinishService, r.FinishService, r.ParkTicket, r.AbandonTicket],
    S.PASSED: [r.ReturnTicket, r.ReturnTicket, r.VoidTicket],
    S.PARKED: [r.ReturnTicket],
    S.PLANNED: [r.AbandonTicket],
}
COURSES: Final[dict[str, tuple[Step, ...]]] = {
    "no more is heard of it": (),
    "announced again": (r.AnnounceAgain,),
    "passed": (r.PassTicket,),
    "void": (r.PassTicket, r.VoidTicket),
    "returned": (r.PassTicket, r.ReturnTicket),
    "being served": (r.StartService,),
    "served": (r.StartService, r.FinishService),
    "served quickly": (r.StartService, r.FinishService),
}
"""What may come of a call."""
STEPS: Final[list[Step]] = [
    r.AnnounceAgain,
    r.StartService,
    r.FinishService,
    r.PassTicket,
    r.ReturnTicket,
    r.VoidTicket,
]


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
        self.resumed: set[str] = set()
        """Visits of several legs of which one waited again: a later leg is then credited with the longest of them."""
        self.screens: list[tuple[Role, Day]] = []

    @initialize(services=st.lists(SERVICES, min_size=2, max_size=6))
    def a_morning_begins(self, services: list[str]) -> None:
        self.room.open("1", "2", "3")
        for service in services:
            self.ask(r.IssueTicket(service))

    # Whatever is asked

    def ask(self, request: r.Request, role: str = "reception") -> Answer:
        told = len(self.room.recorded)
        self.room.keep_day()
        self.account_for(self.room.recorded[told:])
        before, told = contents(self.room.day), len(self.room.recorded)

        answer = self.room.ask(request, role)

        if isinstance(answer, Refusal):
            assert (contents(self.room.day), len(self.room.recorded)) == (before, told)
            self.refusals.add(answer.code)
        self.account_for(self.room.recorded[told:])
        return answer

    @rule(ms=PAUSE)
    def time_goes_by(self, ms: int) -> None:
        for leg in self.legs({LegStatus.WAITING}):
            self.waited[leg.visit] += ms
        self.room.wait(ms=ms)

    @rule()
    def the_next_morning_comes(self) -> None:
        for leg in self.legs({LegStatus.WAITING})[:1]:
            self.ask(r.ParkTicket(leg.id, leg.version))
        self.time_goes_by(20 * HOUR_MS)
        self.staff_begin_to_work()

    @rule(service=SERVICES, needs=NEEDS, vip=st.booleans(), role=MOSTLY_STAFF)
    def a_ticket_is_wanted(self, service: str, needs: tuple[str, ...], vip: bool, role: str) -> None:  # noqa: FBT001
        self.ask(r.IssueTicket(service, care_needs=needs, vip=vip), role)  # type: ignore[arg-type] # drawn from them

    @rule(data=st.data(), service=SERVICES)
    def another_service_is_wanted(self, data: st.DataObject, service: str) -> None:
        visit = data.draw(st.sampled_from(["nobody", *self.room.day.visits]), label="visit")
        self.ask(r.AddService(visit, service))

    @rule(counter=COUNTERS, opens=MOSTLY)
    def a_counter_opens_or_closes(self, counter: str, opens: bool) -> None:  # noqa: FBT001
        self.ask(r.OpenCounter(counter) if opens else r.CloseCounter(counter))

    @rule(counter=COUNTERS, ms=PAUSE, course=st.sampled_from(sorted(COURSES)))
    def a_counter_calls_the_next(self, counter: str, ms: int, course: str) -> None:
        self.ask(r.CallNext(counter))
        held = self.room.day.counters.get(counter)
        if held and held.leg:
            for step in COURSES[course]:
                self.time_goes_by(ms)
                self.ask(step(held.leg, self.room.leg(held.leg).version))

    @rule(data=st.data(), up_to_date=MOSTLY, fitting=MOSTLY, role=MOSTLY_STAFF)
    def steps_are_taken(self, data: st.DataObject, up_to_date: bool, fitting: bool, role: str) -> None:  # noqa: FBT001
        for _ in range(4):
            leg, version = self.any_leg(data, up_to_date=up_to_date)
            known = self.room.day.legs.get(leg)
            steps = FITTING.get(known.status, STEPS) if known and fitting else STEPS
            self.ask(data.draw(st.sampled_from(steps), label="step")(leg, version), role)

    @rule(data=st.data(), up_to_date=MOSTLY, counter=COUNTERS)
    def a_ticket_is_picked(self, data: st.DataObject, up_to_date: bool, counter: str) -> None:  # noqa: FBT001
        leg, version = self.any_leg(data, up_to_date=up_to_date)
        self.ask(r.CallTicket(counter, leg, version))

    @rule(data=st.data(), service=SERVICES, counter=st.sampled_from(["", "", "2", "4"]))
    def a_ticket_is_sent_on(self, data: st.DataObject, service: str, counter: str) -> None:
        leg, version = self.any_leg(data, up_to_date=True)
        self.ask(r.TransferTicket(leg, version, service, counter))

    @rule(
        data=st.data(),
        knows=MOSTLY,
        score=st.integers(0, 6),
        role=st.sampled_from(["exit"] * 3 + ["reception"]),
    )
    def a_visit_is_rated(self, data: st.DataObject, knows: bool, score: int, role: str) -> None:  # noqa: FBT001
        served = [leg.visit for leg in self.legs({LegStatus.FINISHED})]
        visits = ["nobody", *self.room.day.visits, *9 * served]
        visit = data.draw(st.sampled_from(visits), label="visit")
        check = check_code(SECRET, visit) if knows else "none"
        self.ask(r.RateVisit(visit, check, score), role)

    @rule(data=st.data(), status=st.sampled_from(["queued", "sending", "printed", "unknown", "failed"]))
    def the_printer_reports(self, data: st.DataObject, status: f.PrintStatus) -> None:
        slip = data.draw(st.sampled_from(["none", *self.room.day.visit_of_slip]), label="slip")
        self.ask(r.ReportPrint(slip, status), "system")

    @rule(data=st.data())
    def paper_is_wanted_again(self, data: st.DataObject) -> None:
        self.ask(r.Reprint(data.draw(st.sampled_from(["nobody", *self.room.day.visits]), label="visit")))

    @rule(data=st.data(), place=st.sampled_from(["entrance", "exit"]), answers=st.booleans())
    def a_person_is_called_or_comes(self, data: st.DataObject, place: str, answers: bool) -> None:  # noqa: FBT001
        calls = ["nothing", *self.room.day.helps]
        self.ask(
            r.AnswerHelp(data.draw(st.sampled_from(calls), label="help")) if answers else r.CallHelp(place)
        )

    @rule(taken_back=MOSTLY)
    def the_day_is_closed_and_mostly_taken_back(self, taken_back: bool) -> None:  # noqa: FBT001
        self.ask(r.CloseDay())
        if taken_back:
            self.ask(r.ReopenDay())
            self.ask(r.OpenCounter("1"))

    @rule()
    def staff_begin_to_work(self) -> None:
        self.ask(r.ReopenDay())
        for counter in ("1", "2"):
            self.ask(r.OpenCounter(counter))

    @rule(role=st.sampled_from(ROLES))
    def a_screen_takes_the_day_over(self, role: Role) -> None:
        self.screens.append((role, taken_over(self.room.day, role)))

    def any_leg(self, data: st.DataObject, *, up_to_date: bool) -> tuple[str, int]:
        """Return a leg, those at a counter more often, and its version or the one before."""
        active = list(self.room.day.active)
        at_counter = [leg.id for leg in self.legs(AT_COUNTER)]
        leg = data.draw(
            st.sampled_from([*active, *4 * at_counter, *list(self.room.day.legs)[:2], "none"]), label="leg"
        )
        known = self.room.day.legs.get(leg)
        return leg, (known.version if known else 1) - (not up_to_date)

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
                self.waited, self.resumed = {}, set()
            case f.TicketIssued():
                self.waited[fact.visit] = 0
            case f.TicketCarried():
                self.waited[fact.visit] = max(fact.credit_ms, self.waited.get(fact.visit, 0))
            case f.LegJoined():
                visit = self.room.leg(fact.leg).visit
                assert fact.credit_ms <= self.waited[visit]
                assert fact.credit_ms == self.waited[visit] or visit in self.resumed
            case f.TicketReturned() | f.TicketCalled(reason="recall"):
                visit = self.room.leg(fact.leg).visit
                if len(self.room.visit(visit).legs) > 1:
                    self.resumed.add(visit)
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
    def numbers_of_a_series_are_gap_free_from_one(self) -> None:
        day = self.room.day
        given: dict[str, list[int]] = {}
        for visit in day.visits.values():
            if visit.date == day.date:
                given.setdefault(visit.series, []).append(visit.number)
        assert given == {series: list(range(1, last + 1)) for series, last in day.last_number.items()}

    @invariant()
    def a_leg_is_at_one_counter_and_a_counter_has_one_leg(self) -> None:
        at_counter = [(leg.counter, leg.id) for leg in self.legs(AT_COUNTER)]
        in_hand = [(one.id, one.leg) for one in self.room.day.counters.values() if one.leg]
        assert sorted(at_counter) == sorted(in_hand)

    @invariant()
    def the_lines_are_exactly_those_who_wait(self) -> None:
        lines = Lines()
        for leg in self.legs({LegStatus.WAITING}):
            lines.add(leg)
        assert vars(lines) == vars(self.room.day.lines)

    @invariant()
    def whoever_waits_for_one_counter_waits_for_an_open_one(self) -> None:
        wishes = {leg.counter for leg in self.legs({LegStatus.WAITING})} - {""}
        assert wishes <= set(self.room.day.counters)

    @invariant()
    def a_visit_does_one_thing_at_a_time_and_plans_only_meanwhile(self) -> None:
        busy = Counter(leg.visit for leg in self.legs(BUSY))
        assert max(busy.values(), default=1) == 1
        assert {leg.visit for leg in self.legs({LegStatus.PLANNED})} <= set(busy)

    @invariant()
    def active_legs_are_those_not_ended(self) -> None:
        expected = {leg.id: leg for leg in self.room.day.legs.values() if leg.status not in ENDED}
        assert self.room.day.active == expected

    @invariant()
    def nobody_has_waited_longer_than_the_clock_says(self) -> None:
        for leg in self.room.day.legs.values():
            assert 0 <= leg.waited_ms(self.room.now_ms) <= self.waited[leg.visit]

    @invariant()
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


@pytest.mark.row("C1")
@pytest.mark.row("D2")
@pytest.mark.row("F1")
def test_whatever_is_asked_the_books_stay_right_and_replay_to_the_same_day() -> None:
    run_state_machine_as_test(AnyRequests, settings=settings(max_examples=100, stateful_step_count=40))

    # Nothing was shown unless most of what can happen did: of 24 kinds of fact and 23 codes, so many.
    assert len(AnyRequests.facts) >= 19, AnyRequests.facts
    assert len(AnyRequests.refusals) >= 14, AnyRequests.refusals
