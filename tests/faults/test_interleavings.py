"""Any order of any steps, from pages however far behind: the rules never let one customer be in two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.day import Day
from kiosk.domain.rules import decide
from kiosk.domain.rules.days import roll
from kiosk.domain.setting import Moment
from kiosk.domain.visit import AT_COUNTER, Leg
from tests.faults.calls import assert_nobody_is_called_twice
from tests.faults.harness import NINE_ON_A_MONDAY, STAFF, setting

SERVICES = ("deposit", "withdrawal", "complaint")
COUNTERS = ("1", "2", "6")
PEOPLE = 3
STEPS = (
    "issue", "issue", "open", "close", "next", "next", "call", "call", "call", "start", "finish", "pass", "return",
    "park", "transfer", "abandon", "void", "add", "look", "look", "look",
)  # fmt: skip


class Step(NamedTuple):
    """What a person does, with which of the legs on their page, and where."""

    person: int
    what: str
    leg: int
    counter: str
    service: str


steps = st.lists(
    st.builds(
        Step,
        st.integers(0, PEOPLE - 1),
        st.sampled_from(STEPS),
        st.integers(0, 5),
        st.sampled_from(COUNTERS),
        st.sampled_from(SERVICES),
    ),
    min_size=40,
    max_size=80,
)


class Hall:
    """A busy day without a store: rules and facts alone, and pages that show it as it was when last looked at."""

    def __init__(self) -> None:
        self.day, self.facts = Day(), list[f.Fact]()
        self._pages: list[list[Leg]] = [[] for _ in range(PEOPLE)]
        self._ids = map("id-{:04}".format, count())
        self._now_ms = NINE_ON_A_MONDAY
        self._take(roll(self.day, setting(), self._now_ms))
        for counter, service in zip(COUNTERS, SERVICES, strict=True):
            for what in ("open", "issue", "issue"):
                self.do(Step(0, what, 0, counter, service))
        for person in range(PEOPLE):
            self.do(Step(person, "look", 0, "", ""))

    def do(self, step: Step) -> None:
        """Ask for a step as the person's page has it; a refusal changes nothing."""
        if step.what == "look":
            self._pages[step.person] = list(self.day.legs.values())
            return
        request = self._request(step)
        if request is not None:
            self._now_ms += 1_000
            moment = Moment(self._now_ms, STAFF, self._ids.__next__)
            decision = decide(self.day, request, setting(), moment)
            if not isinstance(decision, Refusal):
                self._take(decision.facts)

    def _take(self, facts: tuple[f.Fact, ...]) -> None:
        for fact in facts:
            self.facts.append(fact)
            self.day.apply(f.Recorded("", len(self.facts), "", self.day.date, self._now_ms, "", "", fact))

    def _request(self, step: Step) -> r.Request | None:
        page = self._pages[step.person]
        match step.what:
            case "issue":
                return r.IssueTicket(step.service)
            case "open":
                return r.OpenCounter(step.counter)
            case "close":
                return r.CloseCounter(step.counter)
            case "next":
                return r.CallNext(step.counter)
        if not page:
            return None
        leg = page[step.leg % len(page)]
        return _with_leg(step, leg)


def _with_leg(step: Step, leg: Leg) -> r.Request:
    match step.what:
        case "call":
            return r.CallTicket(step.counter, leg.id, leg.version)
        case "transfer":
            return r.TransferTicket(leg.id, leg.version, step.service, step.counter if step.leg % 2 else "")
        case "add":
            return r.AddService(leg.visit, step.service)
        case what:
            return _PLAIN[what](leg.id, leg.version)


_PLAIN: dict[str, Callable[[str, int], r.Request]] = {
    "start": r.StartService,
    "finish": r.FinishService,
    "pass": r.PassTicket,
    "return": r.ReturnTicket,
    "park": r.ParkTicket,
    "abandon": r.AbandonTicket,
    "void": r.VoidTicket,
}


@given(steps)
def test_no_order_of_steps_calls_anybody_twice(told: list[Step]) -> None:
    hall = Hall()

    for step in told:
        hall.do(step)

    assert_nobody_is_called_twice(hall.facts)


@given(steps)
def test_in_any_order_counters_and_customers_agree_on_who_is_where(told: list[Step]) -> None:
    hall = Hall()

    for step in told:
        hall.do(step)
        held = {counter.leg: counter.id for counter in hall.day.counters.values() if counter.leg}
        here = [leg for leg in hall.day.legs.values() if leg.status in AT_COUNTER]
        assert held == {leg.id: leg.counter for leg in here}
        assert max(Counter(leg.visit for leg in here).values(), default=0) <= 1
