"""A reception told fact by fact: it gives ids, keeps the clock, and applies every fact to a real day.

It checks nothing: whether a fact was legal is the rules' business, what it made of the day is the test's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain import facts as f
from kiosk.domain.counter import Counter
from kiosk.domain.day import Day
from kiosk.domain.dispatch import Choice, next_for
from tests.simulation.waiting_room import MINUTE_MS, MINUTES, NOW_MS, PROMISES, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kiosk.domain.visit import Leg, Visit


class Story:
    """One day (or several) of a reception; `told` is the journal so far."""

    def __init__(self) -> None:
        self.day = Day()
        self.told: list[f.Recorded] = []
        self.now_ms = NOW_MS
        self._ids = 0

    def tell(self, fact: f.Fact) -> None:
        """Let a fact happen now."""
        seq = len(self.told) + 1
        self.told.append(
            f.Recorded("00" * 8, seq, f"fact-{seq}", self.day.date, self.now_ms, "staff", "test", fact)
        )
        self.day.apply(self.told[-1])

    def after(self, minutes: float = 0, *, ms: int = 0) -> None:
        """Let time go by."""
        self.now_ms += round(minutes * MINUTE_MS) + ms

    def leg(self, leg: str) -> Leg:
        return self.day.legs[leg]

    def visit_of(self, leg: str) -> Visit:
        return self.day.visits[self.leg(leg).visit]

    def open_day(
        self,
        date: str = "2026-11-23",
        *,
        weights: Mapping[str, int] = WEIGHTS,
        guard: bool = False,
    ) -> None:
        self.tell(
            f.DayOpened(
                date=date,
                opens_ms=self.now_ms,
                closes_ms=self.now_ms + 8 * 60 * MINUTE_MS,
                cutoff_ms=self.now_ms + 8 * 60 * MINUTE_MS,
                catalogue="test",
                weights=dict(weights),
                promises=PROMISES,
                guard=guard,
            )
        )

    def close_day(self, carried: Iterable[str] = ()) -> None:
        self.tell(f.DayClosed(self.day.date, "by_hand", finished=0, unfinished=0, carried=tuple(carried)))

    def open_counter(self, counter: str = "1", *skills: str) -> None:
        self.tell(f.CounterOpened(counter, "hall", skills or ("cash",)))

    def issue(self, care: str = "ordinary", service: str = "cash") -> str:
        """Give out the next number and return the id of its leg."""
        visit, leg = self.new_id("visit"), self.new_id("leg")
        number = self.day.next_number("A")
        self.tell(
            f.TicketIssued(
                visit=visit,
                leg=leg,
                series="A",
                number=number,
                service=service,
                zone="hall",
                care=care,
                minutes=MINUTES[service],
                channel="kiosk",
            )
        )
        return leg

    def add(self, leg: str, service: str = "card") -> str:
        """Add a service to the visit of a leg and return the id of the new, planned leg."""
        added = self.new_id("leg")
        self.tell(f.LegAdded(self.leg(leg).visit, added, service, "hall", MINUTES[service]))
        return added

    def join(self, leg: str) -> None:
        """Let a planned leg wait, with the visit's summed waiting as its credit."""
        legs = self.day.legs_of(self.leg(leg).visit)
        self.tell(f.LegJoined(leg, max(one.waited_ms(self.now_ms) for one in legs)))

    def call(self, leg: str, counter: str = "1") -> None:
        """Call this very ticket."""
        self.tell(f.TicketCalled(leg, self.new_id("period"), counter, "picked", score=0))

    def call_next(self, counter: str = "1") -> Choice | None:
        """Call whom the rules choose, if anybody waits for this counter."""
        choice = next_for(self.day, self.day.counters[counter], self.now_ms)
        if choice is not None:
            self.tell(
                f.TicketCalled(
                    leg=choice.leg,
                    period=self.new_id("period"),
                    counter=counter,
                    reason=choice.reason,
                    score=choice.score,
                    runner_up=choice.runner_up,
                    runner_up_score=choice.runner_up_score,
                )
            )
        return choice

    def announce_again(self, leg: str) -> None:
        held = self.leg(leg)
        self.tell(f.TicketAnnouncedAgain(leg, held.counter, held.periods[-1].announced + 1))

    def start(self, leg: str) -> None:
        held = self.leg(leg)
        self.tell(f.ServiceStarted(leg, held.periods[-1].id, held.counter))

    def finish(self, leg: str) -> None:
        held = self.leg(leg)
        self.tell(f.ServiceFinished(leg, held.periods[-1].id, held.counter))

    def pass_by(self, leg: str) -> None:
        self.tell(f.TicketPassed(leg, self.leg(leg).counter))

    def come_back(self, leg: str) -> None:
        passed = self.leg(leg).status == "passed"
        self.tell(f.TicketReturned(leg, "passed" if passed else "parked"))

    def park(self, leg: str) -> None:
        self.tell(f.TicketParked(leg))

    def void(self, leg: str) -> None:
        self.tell(f.TicketVoided(leg))

    def abandon(self, leg: str) -> None:
        self.tell(f.TicketAbandoned(leg))

    def transfer(self, leg: str, service: str = "loan", counter: str = "") -> None:
        self.tell(f.TicketTransferred(leg, service, "hall", MINUTES[service], counter))

    def carry(self, leg: Leg, visit: Visit) -> None:
        """Let a parked ticket of the day before go on today."""
        self.tell(
            f.TicketCarried(
                visit=visit.id,
                leg=leg.id,
                date=visit.date,
                series=visit.series,
                number=visit.number,
                service=leg.service,
                zone=leg.zone,
                care=leg.care,
                minutes=leg.minutes,
                credit_ms=leg.credit_ms,
                language=visit.language,
                rated=visit.rated,
            )
        )

    def new_id(self, what: str) -> str:
        """Return an id that sorts after every one before, as UUIDv7 does."""
        self._ids += 1
        return f"{what}-{self._ids:05}"


def reception() -> Story:
    """Return an open day with two counters: both do cash, the second also loans."""
    story = Story()
    story.open_day()
    story.open_counter("1", "cash")
    story.open_counter("2", "cash", "loan")
    return story


def serve(story: Story, leg: str, counter: str = "1") -> None:
    """Call a ticket and begin to serve it."""
    story.call(leg, counter)
    story.start(leg)


def replayed(told: Iterable[f.Recorded]) -> Day:
    """Return the day that the same facts make in another process."""
    day = Day()
    for recorded in told:
        day.apply(recorded)
    return day


def picture(day: Day) -> dict[str, object]:
    """Return all a day holds, in a form that compares and is not changed by later facts."""
    parts = {
        name: dict(part) if isinstance(part, dict) else part
        for name, part in vars(day).items()
        if name != "lines"
    }
    return {**parts, "lines": queues(day), "minutes": {k: day.lines.minutes(k) for k in day.lines.occupied()}}


def queues(day: Day) -> dict[tuple[str, str, str], list[tuple[int, str]]]:
    """Return who stands in which line, as any counter that may call from it sees it."""
    return {
        key: list(line)
        for wish in {key.counter for key in day.lines.occupied()}
        for key, line in day.lines.open_to(Counter(wish or "any", "", frozenset(MINUTES)))
    }
