"""What the day holds in memory, and the few moves that keep its parts in step with one another."""

from dataclasses import dataclass, replace

from kiosk.domain.counter import Counter
from kiosk.domain.facts import DayOpened, PrinterCondition, PrintStatus, TimeQuality
from kiosk.domain.guide import Guide
from kiosk.domain.lines import Lines
from kiosk.domain.rating import Rating
from kiosk.domain.visit import AT_COUNTER, ENDED, Leg, LegStatus, Visit


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What the day runs by: its hours and the rules that explain its calls (units as in DayOpened)."""

    date: str
    opens_ms: int
    closes_ms: int
    cutoff_ms: int
    catalogue: str
    weights: dict[str, int]
    promises: dict[str, int]
    guard: bool
    express: bool


def clockwork_of(fact: DayOpened) -> Clockwork:
    """Return what the day that a fact opens runs by."""
    return Clockwork(
        fact.date,
        fact.opens_ms,
        fact.closes_ms,
        fact.cutoff_ms,
        fact.catalogue,
        fact.weights,
        fact.promises,
        fact.guard,
        fact.express,
    )


class DayState:
    """The parts of a business day. Only the steps in `Day` change them; readers may be given the object itself."""

    def __init__(self) -> None:
        """Start before the first fact: no day is open."""
        self.branch = ""
        self.demonstration = False
        self.time_quality: TimeQuality = "trusted"
        self.last_ms = 0
        self.begin(None)

    def begin(self, clockwork: Clockwork | None) -> None:
        """Empty the day and set what it runs by."""
        self.clockwork = clockwork
        self.open = clockwork is not None
        self.visits: dict[str, Visit] = {}
        self.legs: dict[str, Leg] = {}
        self.active: dict[str, Leg] = {}
        """Legs that have not ended, so that no list of them grows with the day."""
        self.counters: dict[str, Counter] = {}
        self.last_number: dict[str, int] = {}
        self.number_floor = 0
        """Numbers up to this one may be out since before a restore."""
        self.by_ticket: dict[tuple[str, str, int], str] = {}
        """Visit id by (date, series, number)."""
        self.visit_of_slip: dict[str, str] = {}
        self.printers: dict[str, PrinterCondition] = {}
        """How each printer was found today, as far as anybody looked."""
        self.guides: dict[str, Guide] = {}
        """Guidance slips of today by their id."""
        self.slips_to_print: dict[str, int] = {}
        """Slips still queued, oldest first, and since when (service time, ms)."""
        self.print_reasons: dict[str, str] = {}
        """Why a slip is as it is, as a code, where its status came with one."""
        self.helps: dict[str, str] = {}
        """Place by id of the calls for help nobody has answered."""
        self.ratings: dict[str, Rating] = {}
        """Opinions of today by their visit, for the manager alone."""
        self.findings: dict[str, str] = {}
        """How the branch was found when it was last checked today; empty before that."""
        self.checked_ms = 0
        """When that was."""
        self.lines = Lines()

    @property
    def date(self) -> str:
        """ISO business date, empty before the first day."""
        return self.clockwork.date if self.clockwork else ""

    def print_status(self, slip: str) -> PrintStatus | None:
        """Return what is known of a slip or guidance slip of today, None if there is none of that id."""
        if slip in self.guides:
            return self.guides[slip].status
        visit = self.visits.get(self.visit_of_slip.get(slip, ""))
        return None if visit is None else visit.slips[slip]

    def legs_of(self, visit: str) -> list[Leg]:
        """Return the legs of a visit in the order they were added."""
        return [self.legs[leg] for leg in self.visits[visit].legs]

    def services_done(self, visit: str) -> tuple[str, ...]:
        """Return the codes of the services of a visit that were finished, today and on days it was carried over from."""
        finished = (leg.service for leg in self.legs_of(visit) if leg.status is LegStatus.FINISHED)
        return (*self.visits[visit].done, *finished)

    def waited_ms(self, visit: str, now_ms: int) -> int:
        """Return the summed waiting of a visit in ms: every leg goes on from what the visit has waited."""
        return max(leg.waited_ms(now_ms) for leg in self.legs_of(visit))

    def ticket_of(self, leg: str) -> str:
        """Return the printed ticket number of a leg, empty for no leg."""
        return self.visits[self.legs[leg].visit].ticket if leg else ""

    def next_number(self, series: str) -> int:
        """Return the number that the next ticket of a series gets."""
        return max(self.last_number.get(series, 0), self.number_floor) + 1

    def put(self, leg: Leg, *, quietly: bool = False) -> None:
        """Store a new or changed leg, one version up, with lines and active legs kept in step.

        `quietly` keeps the version, for what not everybody who sees the leg may know has changed.
        """
        old = self.legs.get(leg.id)
        if old is not None:
            leg = replace(leg, version=old.version + (not quietly))
            if old.status is LegStatus.WAITING:
                self.lines.remove(old)
        self.legs[leg.id] = leg
        if leg.status is LegStatus.WAITING:
            self.lines.add(leg)
        if leg.status in ENDED:
            self.active.pop(leg.id, None)
        else:
            self.active[leg.id] = leg

    def move(self, leg_id: str, status: LegStatus, now_ms: int) -> Leg:
        """Return the leg taken out of its line or counter, with its credit settled and the status set; not stored yet."""
        leg = self.legs[leg_id]
        credit_ms = leg.waited_ms(now_ms)
        if leg.status in AT_COUNTER:
            leg = self._leave_counter(leg, now_ms)
        return replace(leg, status=status, credit_ms=credit_ms, counter="")

    def _leave_counter(self, leg: Leg, now_ms: int) -> Leg:
        counter = self.counters.get(leg.counter)
        if counter is not None and counter.leg == leg.id:
            self.counters[counter.id] = replace(counter, leg="", idle_since_ms=now_ms)
        return replace(leg, periods=(*leg.periods[:-1], replace(leg.periods[-1], ended_ms=now_ms)))
