"""The board of one counter: what the day is now, made into a CounterView. Pure."""

from heapq import nlargest
from typing import Final, Literal

from kiosk.domain.branch_plan import PlannedCounter
from kiosk.domain.catalogue import STEPS
from kiosk.domain.counter import Counter
from kiosk.domain.day import Day
from kiosk.domain.dispatch import coming_to
from kiosk.domain.rules.common import BUSY
from kiosk.domain.visit import Leg, LegStatus
from kiosk.pages.counter.view import Act, Aside, ChooserView, CounterView, Desk, Finished, InHand, Track
from kiosk.pages.reception.board import MINUTE_MS
from kiosk.pages.reception.names import Choice, Names
from kiosk.pages.reception.ticket import ticket_view
from kiosk.pages.reception.view import CounterState, NextUp

MOST_COMING: Final = 8
MOST_ASIDE: Final = 12
MOST_FINISHED: Final = 3


def counter_view(day: Day, now_ms: int, names: Names, counter: str, badge: str) -> CounterView | None:
    """Return the page of a counter at `now_ms` (service time) for whoever is signed in with `badge`.

    None if the branch has no such counter. What it costs does not grow with how many wait.
    """
    planned = next((one for one in names.plan.counters if one.id == counter), None)
    if planned is None:
        return None
    return _Board(day, now_ms, names, planned, badge).view()


def chooser_view(day: Day, now_ms: int, names: Names, *, missing: bool) -> ChooserView:
    """Return every counter of the branch as it stands; `missing` for a computer whose own counter is gone."""
    desks = tuple(_Board(day, now_ms, names, planned, "").desk() for planned in names.plan.counters)
    return ChooserView(names.pick(names.plan.name), day.demonstration, desks, missing)


class _Board:
    def __init__(self, day: Day, now_ms: int, names: Names, planned: PlannedCounter, badge: str) -> None:
        self.day, self.now_ms, self.names, self.planned, self.badge = day, now_ms, names, planned, badge
        self.counter = day.counters.get(planned.id)
        self.serves = self.counter or Counter(planned.id, planned.zone, frozenset(planned.skills))

    def view(self) -> CounterView:
        day, leg = self.day, self.day.legs.get(self.serves.leg)
        in_hand = None if leg is None else self.in_hand(leg)
        coming = tuple(map(self.next_up, coming_to(day, self.serves, self.now_ms, MOST_COMING)))
        desk = self.desk()
        return CounterView(
            branch=self.names.pick(self.names.plan.name),
            state="before" if day.clockwork is None else "open" if day.open else "closed",
            demonstration=day.demonstration,
            doubtful_time=day.time_quality == "doubtful",
            desk=desk,
            act=self.act(desk, in_hand, anybody=bool(coming)),
            in_hand=in_hand,
            waiting=sum(len(line) for _, line in day.lines.open_to(self.serves)),
            coming=coming,
            aside=self.aside(),
            finished=self.finished(),
        )

    def desk(self) -> Desk:
        planned, counter, names = self.planned, self.counter, self.names
        place = f"counter-{planned.id}"
        return Desk(
            id=planned.id, title=names.counter(planned.id), name=names.pick(planned.name),
            zone=names.zone(planned.zone), colour=names.colour(planned.zone), vip=planned.vip,
            state=self.state(), badge=self.badge if counter is None else counter.badge,
            taken=self.taken(),
            idle_min=0 if counter is None else (self.now_ms - counter.idle_since_ms) // MINUTE_MS,
            place=place, calling=place in self.day.helps.values(),
            services=tuple(map(names.service, planned.skills)),
        )  # fmt: skip

    def taken(self) -> bool:
        return self.counter is not None and bool(self.badge) and self.counter.badge != self.badge

    def state(self) -> CounterState:
        if self.counter is None:
            return "closed"
        if not self.counter.leg:
            return "idle"
        return "serving" if self.day.legs[self.counter.leg].status is LegStatus.SERVING else "called"

    def act(self, desk: Desk, in_hand: InHand | None, *, anybody: bool) -> Act:
        if in_hand is not None and not desk.taken:
            if desk.state == "called":
                return "start_service"
            return "finish_service" if in_hand.next_step is None else "reach_step"
        if desk.state == "closed" or desk.taken:
            return "open_counter" if self.day.open or self.day.clockwork is None else "none"
        return "call_next" if anybody else "none"

    def in_hand(self, leg: Leg) -> InHand | None:
        ticket = ticket_view(self.day, self.now_ms, self.names, leg.id)
        if ticket is None:
            return None
        period = leg.periods[-1]
        since_ms = period.called_ms if period.started_ms is None else period.started_ms
        minutes = (self.now_ms - since_ms) // MINUTE_MS
        track = self.track(leg)
        return InHand(
            ticket=ticket, announced=period.announced,
            minutes=minutes, expected_min=leg.minutes,
            over_min=0 if period.started_ms is None else max(0, minutes - leg.minutes),
            planned=tuple(
                self.names.service(other.service)
                for other in self.day.legs_of(leg.visit)
                if other.status is LegStatus.PLANNED
            ),
            track=track,
            next_step=next((Choice(one.code, one.name) for one in track if one.place == "todo"), None),
        )  # fmt: skip

    def track(self, leg: Leg) -> tuple[Track, ...]:
        """Return the five steps. Whoever is being served and was not said to be further is at the first."""
        period, services = leg.periods[-1], self.names.catalogue.services
        # Every service has the same five; one that was removed meanwhile borrows their names from any other.
        service = services.get(leg.service) or next(iter(services.values()))
        here = -1 if period.started_ms is None else STEPS.index(period.step or STEPS[0])
        return tuple(
            Track(step.code, self.names.pick(step.name), _place(at, here))
            for at, step in enumerate(service.steps)
        )

    def next_up(self, leg_id: str) -> NextUp:
        leg = self.day.legs[leg_id]
        minutes = leg.waited_ms(self.now_ms) // MINUTE_MS
        return NextUp(self.day.ticket_of(leg.id), self.names.service(leg.service), leg.care, minutes)

    def aside(self) -> tuple[Aside, ...]:
        """Return whom this counter may call again: the last to leave first, those who were here before others."""
        if self.counter is None or self.counter.leg or self.taken():
            return ()
        legs = [leg for leg in self.day.active.values() if self.may_call_again(leg)]
        return tuple(
            Aside(
                leg.id,
                leg.version,
                self.day.ticket_of(leg.id),
                self.names.service(leg.service),
                leg.care,
                "passed" if leg.status is LegStatus.PASSED else "parked",
            )
            for leg in nlargest(MOST_ASIDE, legs, key=self.nearness)
        )

    def may_call_again(self, leg: Leg) -> bool:
        if leg.status not in {LegStatus.PASSED, LegStatus.PARKED}:
            return False
        if leg.service not in self.serves.skills and not self.was_here(leg):
            return False
        return not any(other.status in BUSY for other in self.day.legs_of(leg.visit))

    def was_here(self, leg: Leg) -> bool:
        return bool(leg.periods) and leg.periods[-1].counter == self.planned.id

    def nearness(self, leg: Leg) -> tuple[bool, int, str]:
        left_ms = leg.periods[-1].ended_ms if leg.periods else None
        return (self.was_here(leg), left_ms or leg.joined_ms, leg.id)

    def finished(self) -> tuple[Finished, ...]:
        done = (
            leg for leg in self.day.legs.values() if leg.status is LegStatus.FINISHED and self.was_here(leg)
        )
        last = nlargest(MOST_FINISHED, ((leg.periods[-1].ended_ms or 0, leg.id) for leg in done))
        return tuple(
            Finished(
                leg,
                self.day.ticket_of(leg),
                self.names.service(self.day.legs[leg].service),
                self.names.clock(ended_ms),
            )
            for ended_ms, leg in last
        )


def _place(at: int, here: int) -> Literal["done", "here", "todo"]:
    if at == here:
        return "here"
    return "done" if at < here else "todo"
