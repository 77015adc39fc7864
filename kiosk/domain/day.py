"""The day: the queue of one business date in memory, made from nothing but its facts."""

from dataclasses import replace
from functools import singledispatchmethod

from kiosk.domain import facts as f
from kiosk.domain.admission import leg_of, visit_of
from kiosk.domain.counter import Counter
from kiosk.domain.guide import Guide
from kiosk.domain.rating import Rating
from kiosk.domain.state import DayState, clockwork_of
from kiosk.domain.visit import Leg, LegStatus, Period, Visit


class Day(DayState):
    """The business day as its facts make it. Applying the same facts gives the same day, in any process.

    A screen that may not see every kind applies what it sees: facts about a visit it was never told of change nothing.
    Not thread-safe: at the branch the lane owns it, in a screen the GUI thread.
    """

    def apply(self, recorded: f.Recorded) -> None:
        """Take one fact in. Facts of a kind unknown to this program change nothing."""
        self._take(recorded.fact, recorded.at_ms)
        self.last_ms = max(self.last_ms, recorded.at_ms)

    @singledispatchmethod
    def _take(self, fact: object, at_ms: int) -> None:
        """Facts with no step of their own (unknown, or of no meaning to the queue) change nothing."""

    @_take.register
    def _(self, fact: f.EpochStarted, at_ms: int) -> None:  # noqa: ARG002 - one signature for all steps
        self.branch, self.demonstration = fact.branch, fact.demonstration

    @_take.register
    def _(self, fact: f.DayOpened, at_ms: int) -> None:  # noqa: ARG002
        self.begin(clockwork_of(fact))
        self.time_quality = fact.time_quality

    @_take.register
    def _(self, fact: f.DayClosed, at_ms: int) -> None:
        for leg in list(self.active.values()):
            if leg.id not in fact.carried:
                self.put(self.move(leg.id, LegStatus.CLOSED, at_ms))
        self.counters = {}
        self.open = False

    @_take.register
    def _(self, fact: f.DayReopened, at_ms: int) -> None:  # noqa: ARG002
        self.open = True

    @_take.register
    def _(self, fact: f.TicketIssued, at_ms: int) -> None:
        self._admit(visit_of(fact, self.date, at_ms), leg_of(fact, at_ms))
        self.last_number[fact.series] = fact.number

    @_take.register
    def _(self, fact: f.TicketCarried, at_ms: int) -> None:
        self._admit(visit_of(fact, fact.date, at_ms), leg_of(fact, at_ms))

    def _admit(self, visit: Visit, leg: Leg) -> None:
        """Let a visit in with its leg; a carried visit may have a second one."""
        known = self.visits.get(visit.id)
        self.visits[visit.id] = visit if known is None else replace(known, legs=(*known.legs, leg.id))
        self.by_ticket[visit.date, visit.series, visit.number] = visit.id
        self.put(leg)

    @_take.register
    def _(self, fact: f.LegAdded, at_ms: int) -> None:
        visit = self.visits.get(fact.visit)
        if visit is not None:
            self.visits[visit.id] = replace(visit, legs=(*visit.legs, fact.leg))
            self.put(
                Leg(
                    fact.leg,
                    visit.id,
                    fact.service,
                    fact.zone,
                    visit.care,
                    fact.minutes,
                    LegStatus.PLANNED,
                    at_ms,
                )
            )

    @_take.register
    def _(self, fact: f.LegJoined, at_ms: int) -> None:
        if fact.leg in self.legs:
            leg = self.legs[fact.leg]
            self.put(replace(leg, status=LegStatus.WAITING, joined_ms=at_ms, credit_ms=fact.credit_ms))

    @_take.register
    def _(self, fact: f.TicketCalled, at_ms: int) -> None:
        if fact.leg not in self.legs:
            return
        leg = self.move(fact.leg, LegStatus.CALLED, at_ms)
        credit_ms = leg.credit_ms if fact.credit_ms is None else fact.credit_ms
        period = Period(
            fact.period,
            fact.counter,
            at_ms,
            fact.reason,
            fact.score,
            fact.runner_up,
            fact.runner_up_score,
        )
        self.put(replace(leg, counter=fact.counter, credit_ms=credit_ms, periods=(*leg.periods, period)))
        counter = self.counters.get(fact.counter)
        if counter is not None:
            since = 0 if fact.reason == "guard" else counter.calls_since_guard + 1
            self.counters[counter.id] = replace(counter, leg=fact.leg, calls_since_guard=since)

    @_take.register
    def _(self, fact: f.TicketAnnouncedAgain, at_ms: int) -> None:  # noqa: ARG002
        leg = self.legs.get(fact.leg)
        if leg is not None:
            self.put(
                replace(leg, periods=(*leg.periods[:-1], replace(leg.periods[-1], announced=fact.times)))
            )

    @_take.register
    def _(self, fact: f.ServiceStarted, at_ms: int) -> None:
        leg = self.legs.get(fact.leg)
        if leg is not None:
            periods = (*leg.periods[:-1], replace(leg.periods[-1], started_ms=at_ms))
            self.put(replace(leg, status=LegStatus.SERVING, periods=periods))

    @_take.register
    def _(self, fact: f.StepReached, at_ms: int) -> None:  # noqa: ARG002
        leg = self.legs.get(fact.leg)
        if leg is not None and leg.periods:
            self.put(replace(leg, periods=(*leg.periods[:-1], replace(leg.periods[-1], step=fact.step))))

    @_take.register
    def _(self, fact: f.CareMarked, at_ms: int) -> None:  # noqa: ARG002
        visit = self.visits.get(fact.visit)
        if visit is not None:
            self.visits[visit.id] = replace(visit, care=fact.care, verified=True)
            for leg in self.legs_of(visit.id):
                if leg.id in self.active:
                    self.put(replace(leg, care=fact.care), quietly=True)

    @_take.register
    def _(self, fact: f.ServiceFinished, at_ms: int) -> None:
        self._set_status(fact.leg, LegStatus.FINISHED, at_ms)

    @_take.register
    def _(self, fact: f.TicketPassed, at_ms: int) -> None:
        self._set_status(fact.leg, LegStatus.PASSED, at_ms)

    @_take.register
    def _(self, fact: f.TicketParked, at_ms: int) -> None:
        self._set_status(fact.leg, LegStatus.PARKED, at_ms)

    @_take.register
    def _(self, fact: f.TicketVoided, at_ms: int) -> None:
        self._set_status(fact.leg, LegStatus.VOIDED, at_ms)

    @_take.register
    def _(self, fact: f.TicketAbandoned, at_ms: int) -> None:
        self._set_status(fact.leg, LegStatus.ABANDONED, at_ms)

    @_take.register
    def _(self, fact: f.TicketReturned, at_ms: int) -> None:
        if fact.leg in self.legs:
            leg = self.move(fact.leg, LegStatus.WAITING, at_ms)
            credit_ms = leg.credit_ms if fact.credit_ms is None else fact.credit_ms
            self.put(replace(leg, joined_ms=at_ms, credit_ms=credit_ms))

    @_take.register
    def _(self, fact: f.TicketTransferred, at_ms: int) -> None:
        if fact.leg in self.legs:
            leg = self.move(fact.leg, LegStatus.WAITING, at_ms)
            self.put(
                replace(
                    leg,
                    joined_ms=at_ms,
                    service=fact.service,
                    zone=fact.zone,
                    minutes=fact.minutes,
                    counter=fact.counter,
                )
            )

    def _set_status(self, leg_id: str, status: LegStatus, at_ms: int) -> None:
        if leg_id in self.legs:
            self.put(self.move(leg_id, status, at_ms))

    @_take.register
    def _(self, fact: f.CounterOpened, at_ms: int) -> None:
        self.counters[fact.counter] = Counter(
            fact.counter, fact.zone, frozenset(fact.skills), badge=fact.badge, idle_since_ms=at_ms
        )

    @_take.register
    def _(self, fact: f.CounterClosed, at_ms: int) -> None:  # noqa: ARG002
        self.counters.pop(fact.counter, None)

    @_take.register
    def _(self, fact: f.CounterHandedOver, at_ms: int) -> None:  # noqa: ARG002
        if fact.counter in self.counters:
            self.counters[fact.counter] = replace(self.counters[fact.counter], badge=fact.badge)

    @_take.register
    def _(self, fact: f.VisitRated, at_ms: int) -> None:
        visit = self.visits.get(fact.visit)
        if visit is not None:
            self.visits[visit.id] = replace(visit, rated=True)
            self.ratings[visit.id] = Rating(visit.id, fact.score, at_ms, fact.answers, fact.reasons)

    @_take.register
    def _(self, fact: f.RatingAnswered, at_ms: int) -> None:  # noqa: ARG002
        if fact.visit in self.ratings:
            self.ratings[fact.visit] = replace(self.ratings[fact.visit], answered=True)

    @_take.register
    def _(self, fact: f.BranchChecked, at_ms: int) -> None:
        self.findings, self.checked_ms = dict(fact.findings), at_ms

    @_take.register
    def _(self, fact: f.SlipQueued, at_ms: int) -> None:
        visit = self.visits.get(fact.visit)
        if visit is not None:
            self.visit_of_slip[fact.slip] = visit.id
            self.visits[visit.id] = replace(visit, slips={**visit.slips, fact.slip: "queued"})
            self.slips_to_print[fact.slip] = at_ms

    @_take.register
    def _(self, fact: f.GuideQueued, at_ms: int) -> None:
        self.guides[fact.slip] = Guide(
            fact.slip, fact.service, fact.language, fact.visit, fact.answers, fact.ready
        )
        self.slips_to_print[fact.slip] = at_ms

    @_take.register
    def _(self, fact: f.PrinterChanged, at_ms: int) -> None:  # noqa: ARG002
        self.printers[fact.printer] = fact.condition

    @_take.register
    def _(self, fact: f.SlipStatusChanged, at_ms: int) -> None:  # noqa: ARG002
        visit, guide = self.visits.get(fact.visit), self.guides.get(fact.slip)
        if visit is None and guide is None:
            return
        if guide is not None:
            self.guides[guide.id] = replace(guide, status=fact.status)
        if visit is not None:
            self.visits[visit.id] = replace(visit, slips={**visit.slips, fact.slip: fact.status})
        if fact.reason:
            self.print_reasons[fact.slip] = fact.reason
        self.slips_to_print.pop(fact.slip, None)

    @_take.register
    def _(self, fact: f.HelpCalled, at_ms: int) -> None:  # noqa: ARG002
        self.helps[fact.help] = fact.place

    @_take.register
    def _(self, fact: f.HelpAnswered, at_ms: int) -> None:  # noqa: ARG002
        self.helps.pop(fact.help, None)

    @_take.register
    def _(self, fact: f.NumbersSkipped, at_ms: int) -> None:  # noqa: ARG002
        if fact.date == self.date:
            self.number_floor = fact.floor

    @_take.register
    def _(self, fact: f.ClockJumped, at_ms: int) -> None:  # noqa: ARG002
        self.time_quality = fact.quality
