"""Mornings that could have happened: random but legal facts, told one after the other and always the same for a seed."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.domain import facts as f
from kiosk.domain.day import Day
from kiosk.domain.visit import Leg, LegStatus
from kiosk.records.database.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.branch.database.files import BranchFiles

OPENED_MS = 1_795_219_200_000
SERVICES = ("cash", "transfer", "loan")
BADGE = "工号7788"


class SampleDay:
    """Tells facts and keeps the day they make; `recorded` is everything told so far."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.ids = Ids(self.chance.randbytes)
        self.day = Day()
        self.now_ms = OPENED_MS
        self.date = "2026-11-21"
        self.recorded: list[f.Recorded] = []
        self.tell(f.EpochStarted("b1", "born", demonstration=True))

    def tell(self, fact: f.Fact, actor: str = "customer") -> None:
        """Let a fact happen, up to two minutes after the one before."""
        self.now_ms += self.chance.randrange(120_000)
        recorded = f.Recorded(
            "00" * 8, len(self.recorded) + 1, self.new(), self.date, self.now_ms, actor, "entrance-1", fact
        )
        self.day.apply(recorded)
        self.recorded.append(recorded)

    def new(self) -> str:
        return self.ids.new(self.now_ms)

    def open(self, date: str = "2026-11-21") -> None:
        self.date = date
        weights = {"ordinary": 100, "elderly": 140, "protected": 180, "vip": 160}
        self.tell(
            f.DayOpened(date, 0, 1 << 50, 1 << 50, "v1", weights, dict.fromkeys(weights, 20), guard=True)
        )
        self.tell(f.BranchChecked({"disk": "ok", "printer": "near_end"}), "system")
        with self.as_if_not_there():
            self.staff()
        for counter in ("1", "2"):
            self.tell(f.CounterOpened(counter, "A", SERVICES, badge=BADGE), f"staff:{BADGE}")
        with self.as_if_not_there():
            self.tell(f.CounterHandedOver("2", "7799"), "staff:7799")

    @contextmanager
    def as_if_not_there(self) -> Iterator[None]:
        """Let things happen that change nothing of what chance brings afterwards."""
        state = self.chance.getstate()
        self.chance.seed(len(self.recorded))
        try:
            yield
        finally:
            self.chance.setstate(state)

    def staff(self) -> None:
        """Let people and devices come and go, and personal data be kept, read and destroyed."""
        if self.date == "2026-11-21":
            self.tell(f.StaffAdded("7788", ("teller",)), "staff:1001")
            self.tell(f.StaffAdded("7799", ("reception",)), "staff:1001")
        self.tell(f.StaffRolesChanged("7788", ("teller", "reception")), "staff:1001")
        self.tell(f.PinSet("7788", temporary=True), "staff:1001")
        for locked in (f.StaffLocked("7799", 10), f.StaffUnlocked("7799")):
            self.tell(locked, "system")
        self.tell(f.DeviceInvited("counter-1", "counter", "1"), "staff:1001")
        self.tell(f.DevicePaired("counter-1"), "system")
        self.tell(f.StaffSignedIn("7788"), "staff:7788")
        self.tell(f.StaffSignedOut("7788", "by_hand"), "staff:7788")
        self.tell(f.StaffSignedIn("7788"), "staff:7788")
        self.tell(f.PaperRead("report", "2026-11-20"), "staff:1001")
        self.tell(f.MaintenanceDone("printer_tested", "printed"), "staff:1001")
        self.tell(f.CareNeedsCounted("2026-11-20", {"elderly": 3}), "system")
        if self.date != "2026-11-21":
            self.tell(f.StaffLeft("7799"), "staff:1001")
            self.tell(f.DeviceRevoked("counter-1"), "staff:1001")
            self.tell(f.PersonalDataPurged("2026-11-21", "contact", 2), "system")

    def keep(self, visit: str) -> None:
        """Keep a record of a visit, mark its care, and read and perhaps forget the record."""
        record = self.new()
        self.tell(f.CareMarked(visit, "protected"), "staff:7788")
        self.tell(f.RecordKept(record, visit, "contact"), "staff:7788")
        self.tell(f.ConsentGiven(record, "2026-11"), "staff:7788")
        self.tell(f.RecordsSearched(1), "staff:7788")
        self.tell(f.RecordRead(record, "call_back"), "staff:7788")
        if len(self.recorded) % 2:
            self.tell(f.RecordForgotten(record, "mistake"), "staff:7788")

    def close(self, *, carry: bool = True) -> None:
        """End the day; parked legs go on the next day."""
        active = self.day.active.values()
        parked = tuple(leg.id for leg in active if leg.status is LegStatus.PARKED) if carry else ()
        self.tell(f.DayClosed(self.date, "by_hand", 1, len(active), parked))

    def carry_over(self, legs: dict[str, Leg], visits: dict[str, f.TicketIssued]) -> None:
        """Begin the next day with the legs that were parked."""
        for leg in legs.values():
            issued = visits[leg.visit]
            self.tell(
                f.TicketCarried(
                    leg.visit, leg.id, "2026-11-21", issued.series, issued.number, leg.service, leg.zone, leg.care,
                    leg.minutes, leg.credit_ms,
                )
            )  # fmt: skip

    def issue(self) -> None:
        """Give out the next number, with a slip."""
        series = self.chance.choice("AB")
        visit, number = self.new(), self.day.last_number.get(series, 0) + 1
        care = self.chance.choice(("ordinary", "elderly", "protected"))
        service = self.chance.choice(SERVICES)
        answers = {"who": self.chance.choice(("self", "agent"))}
        self.tell(
            f.TicketIssued(visit, self.new(), series, number, service, "A", care, 8, "kiosk", "zh", answers, ("id_card",))
        )  # fmt: skip
        slip = self.new()
        self.tell(f.SlipQueued(slip, visit))
        self.tell(f.SlipStatusChanged(slip, visit, self.chance.choice(("printed", "unknown", "failed"))))
        self.guide(self.chance.choice((visit, "")), service, answers)
        if number % 3 == 0:
            with self.as_if_not_there():
                self.keep(visit)

    def guide(self, visit: str, service: str, answers: dict[str, str]) -> None:
        """Print what to bring, and look at the printer."""
        slip = self.new()
        self.tell(f.GuideQueued(slip, service, answers, ("id_card",), "en", visit))
        if self.chance.random() < 0.7:
            self.tell(f.SlipStatusChanged(slip, "", self.chance.choice(("printed", "failed")), "paper_out"))
        self.tell(f.PrinterChanged("main", self.chance.choice(("ready", "near_end"))))

    def go_on(self, steps: int) -> None:
        """Let so many things happen, each legal as the day stands."""
        for _ in range(steps):
            leg = self.chance.choice(list(self.day.active.values()) or [None])
            if leg is None or self.chance.random() < 0.3:
                self.chance.choice((self.issue, self.issue, self.issue, self.ask_help))()
            else:
                self._move_on(leg)

    def ask_help(self) -> None:
        asked = self.new()
        self.tell(f.HelpCalled(asked, "entrance"))
        if self.chance.random() < 0.5:
            self.tell(f.HelpAnswered(asked))

    def _move_on(self, leg: Leg) -> None:
        moves: dict[LegStatus, tuple[Callable[[Leg], None], ...]] = {
            LegStatus.WAITING: (
                self._call,
                self._call,
                self._call,
                self._park,
                self._transfer,
                self._abandon,
            ),
            LegStatus.CALLED: (self._start, self._start, self._again, self._pass, self._park),
            LegStatus.SERVING: (
                self._finish,
                self._finish,
                self._add,
                self._transfer,
                self._park,
            ),
            LegStatus.PASSED: (self._return, self._void, self._call),
            LegStatus.PARKED: (self._return,),
            LegStatus.PLANNED: (self._join,),
        }
        self.chance.choice(moves[leg.status])(leg)

    def _call(self, leg: Leg) -> None:
        free = [counter.id for counter in self.day.counters.values() if not counter.leg]
        if free:
            counter = self.chance.choice(free)
            self.tell(
                f.TicketCalled(
                    leg.id, self.new(), counter, "recall" if leg.status is LegStatus.PASSED else "score", 4_200,
                    picked_by=BADGE,
                ),
                "staff",
            )  # fmt: skip

    def _start(self, leg: Leg) -> None:
        self.tell(f.ServiceStarted(leg.id, leg.periods[-1].id, leg.counter))
        with self.as_if_not_there():
            self.tell(f.StepReached(leg.id, leg.periods[-1].id, "review"))

    def _again(self, leg: Leg) -> None:
        self.tell(f.TicketAnnouncedAgain(leg.id, leg.counter, leg.periods[-1].announced + 1))

    def _pass(self, leg: Leg) -> None:
        self.tell(f.TicketPassed(leg.id, leg.counter))

    def _park(self, leg: Leg) -> None:
        self.tell(f.TicketParked(leg.id))

    def _transfer(self, leg: Leg) -> None:
        self.tell(f.TicketTransferred(leg.id, "loan", "B", 20, self.chance.choice(("", "2"))))

    def _abandon(self, leg: Leg) -> None:
        self.tell(f.TicketAbandoned(leg.id))

    def _finish(self, leg: Leg) -> None:
        self.tell(f.ServiceFinished(leg.id, leg.periods[-1].id, leg.counter))
        if not self.day.visits[leg.visit].rated and self.chance.random() < 0.5:
            score = self.chance.randint(1, 5)
            self.tell(f.VisitRated(leg.visit, score, {"speed": 4}, ("long_wait",) if score < 4 else ()))
            if score < 3:
                self.tell(f.RatingAnswered(leg.visit))

    def _add(self, leg: Leg) -> None:
        self.tell(f.LegAdded(leg.visit, self.new(), "cash", "A", 8))

    def _join(self, leg: Leg) -> None:
        self.tell(f.LegJoined(leg.id, 60_000))

    def _return(self, leg: Leg) -> None:
        self.tell(f.TicketReturned(leg.id, "passed" if leg.status is LegStatus.PASSED else "parked"))

    def _void(self, leg: Leg) -> None:
        self.tell(f.TicketVoided(leg.id))


def two_days(seed: int = 1, steps: int = 60) -> SampleDay:
    """Tell of one whole day and a good part of the next, with tickets carried over."""
    sample = SampleDay(seed)
    sample.open()
    sample.go_on(steps)
    issued = {one.fact.visit: one.fact for one in sample.recorded if isinstance(one.fact, f.TicketIssued)}
    parked = {leg.id: leg for leg in sample.day.active.values() if leg.status is LegStatus.PARKED}
    sample.tell(f.CounterClosed("2"), "staff")
    sample.close()
    sample.tell(f.DayReopened(sample.date), "staff")
    sample.close()
    sample.tell(f.DayKept(sample.date, "verified", "written"), "system")
    sample.open("2026-11-22")
    sample.carry_over(parked, issued)
    sample.go_on(steps)
    return sample


def give_birth(folder: Path) -> BranchFiles:
    """Start a branch in a folder and stop it again."""
    with Store.open(folder) as store:
        return store.files


def write_down(store: Store, recorded: list[f.Recorded]) -> list[f.Recorded]:
    """Append facts to the journal of a store, in one transaction, and return them as the journal has them."""
    journal = Journal(store.conn)
    written: list[f.Recorded] = []
    with store.write():
        for one in recorded:
            if isinstance(one.fact, f.EpochStarted):
                journal.begin_epoch()
            written += journal.append(
                [one.fact], ids=[one.id], date=one.date, at_ms=one.at_ms, actor=one.actor, device=one.device
            )
    return written
