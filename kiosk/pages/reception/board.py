"""The board: what the day is now, made into a ReceptionView. Pure; costs nothing for what is over."""

from typing import Literal

from kiosk.domain.branch_plan import BranchPlan, PlannedCounter
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.counter import Counter
from kiosk.domain.day import Day
from kiosk.domain.dispatch import next_for, score
from kiosk.domain.visit import AT_COUNTER, Leg, LegStatus
from kiosk.pages.findings import amiss
from kiosk.pages.reception.care import care_said
from kiosk.pages.reception.names import Names
from kiosk.pages.reception.paper import printer_needs
from kiosk.pages.reception.view import (
    AsideLine,
    CounterCard,
    CounterState,
    HelpCall,
    InHand,
    NextUp,
    ReceptionView,
    TicketLine,
    Totals,
)

MINUTE_MS = 60_000


def reception_view(
    day: Day, now_ms: int, catalogue: Catalogue, plan: BranchPlan, language: Literal["zh", "en"]
) -> ReceptionView:
    """Return the board at `now_ms` (service time), with names in `language`.

    Looks at legs that have not ended only, so that it takes no longer in the evening than in the morning.
    """
    return _Board(day, now_ms, Names(catalogue, plan, language)).view()


class _Board:
    def __init__(self, day: Day, now_ms: int, names: Names) -> None:
        self.day, self.now_ms, self.names = day, now_ms, names
        self.skills = frozenset[str]().union(*(counter.skills for counter in day.counters.values()))

    def view(self) -> ReceptionView:
        day, plan = self.day, self.names.plan
        by_status: dict[LegStatus, list[Leg]] = {status: [] for status in LegStatus}
        for leg in day.active.values():
            by_status[leg.status].append(leg)
        return ReceptionView(
            branch=self.names.pick(plan.name),
            date=day.date,
            state="before" if day.clockwork is None else "open" if day.open else "closed",
            demonstration=day.demonstration,
            doubtful_time=day.time_quality == "doubtful",
            totals=self.totals(sum(len(by_status[status]) for status in AT_COUNTER)),
            helps=tuple(HelpCall(help_id, self.names.device(place)) for help_id, place in day.helps.items()),
            printers=printer_needs(day),
            findings=amiss(day),
            waiting=tuple(map(self.line, sorted(by_status[LegStatus.WAITING], key=self.rank))),
            passed=tuple(map(self.aside, by_status[LegStatus.PASSED])),
            parked=tuple(map(self.aside, by_status[LegStatus.PARKED])),
            counters=tuple(map(self.card, plan.counters)),
        )

    def totals(self, at_counter: int) -> Totals:
        day = self.day
        return Totals(len(day.visits), len(day.lines), at_counter, len(day.legs) - len(day.active))

    def rank(self, leg: Leg) -> tuple[int, int, int, str]:
        """Order as dispatch does over all counters: largest score, larger weight, older, smaller id (queueing.md)."""
        clockwork = self.day.clockwork
        weight = clockwork.weights[leg.care] if clockwork else 0
        express = clockwork.express if clockwork else False
        waited_ms = self.now_ms - leg.anchor_ms
        return (-score(weight, waited_ms, leg.minutes, express=express), -weight, leg.anchor_ms, leg.id)

    def line(self, leg: Leg) -> TicketLine:
        minutes, promise = leg.waited_ms(self.now_ms) // MINUTE_MS, promise_min(self.day, leg.care)
        ticket, date = self.label(leg)
        return TicketLine(
            leg=leg.id, version=leg.version, visit=leg.visit, ticket=ticket, date=date,
            service=self.names.service(leg.service), care=leg.care, minutes=minutes, promise_min=promise,
            over_min=max(0, minutes - promise), wish=self.names.counter(leg.counter),
            unserved=leg.service not in self.skills if not leg.counter else leg.counter not in self.day.counters,
            declared=care_said(self.day.visits[leg.visit]) == "declared",
        )  # fmt: skip

    def aside(self, leg: Leg) -> AsideLine:
        left_ms = leg.periods[-1].ended_ms if leg.periods else None
        ticket, date = self.label(leg)
        minutes = None if left_ms is None else (self.now_ms - left_ms) // MINUTE_MS
        return AsideLine(
            leg.id, leg.version, ticket, date, self.names.service(leg.service), leg.care, minutes
        )

    def label(self, leg: Leg) -> tuple[str, str]:
        visit = self.day.visits[leg.visit]
        return visit.ticket, "" if visit.date == self.day.date else visit.date

    def card(self, planned: PlannedCounter) -> CounterCard:
        counter = self.day.counters.get(planned.id)
        serves = counter or Counter(planned.id, planned.zone, frozenset(planned.skills))
        in_hand = self.in_hand(counter)
        return CounterCard(
            id=planned.id, title=self.names.counter(planned.id), name=self.names.pick(planned.name),
            zone=self.names.zone(planned.zone),
            colour=self.names.colour(planned.zone), vip=planned.vip, badge=counter.badge if counter else "",
            state=self.state(counter), waiting=sum(len(line) for _, line in self.day.lines.open_to(serves)),
            services=tuple(map(self.names.service, planned.skills)),
            in_hand=in_hand, next_up=self.next_up(counter) if counter and not in_hand else None,
        )  # fmt: skip

    def state(self, counter: Counter | None) -> CounterState:
        if counter is None:
            return "closed"
        if not counter.leg:
            return "idle"
        return "serving" if self.day.legs[counter.leg].status is LegStatus.SERVING else "called"

    def in_hand(self, counter: Counter | None) -> InHand | None:
        if counter is None or not counter.leg:
            return None
        leg = self.day.legs[counter.leg]
        period = leg.periods[-1]
        since_ms = period.called_ms if period.started_ms is None else period.started_ms
        return InHand(
            leg=leg.id, version=leg.version, visit=leg.visit, ticket=self.day.ticket_of(leg.id),
            service=self.names.service(leg.service), care=leg.care, reason=period.reason,
            announced=period.announced, minutes=(self.now_ms - since_ms) // MINUTE_MS, expected_min=leg.minutes,
            planned=tuple(
                self.names.service(other.service)
                for other in self.day.legs_of(leg.visit)
                if other.status is LegStatus.PLANNED
            ),
        )  # fmt: skip

    def next_up(self, counter: Counter) -> NextUp | None:
        choice = next_for(self.day, counter, self.now_ms)
        if choice is None:
            return None
        leg = self.day.legs[choice.leg]
        minutes = leg.waited_ms(self.now_ms) // MINUTE_MS
        return NextUp(self.day.ticket_of(leg.id), self.names.service(leg.service), leg.care, minutes)


def promise_min(day: Day, care: str) -> int:
    """Return the promised minutes of a weight class, 0 before the first day."""
    return day.clockwork.promises[care] if day.clockwork else 0
