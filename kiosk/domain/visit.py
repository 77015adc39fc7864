"""A visit, its legs and their periods at a counter: what a reception knows of one customer, without knowing who."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.facts import PrintStatus


class LegStatus(StrEnum):
    """Where a leg stands. Print status, time quality and priority are kept apart from it."""

    PLANNED = "planned"
    """Added while the visit is at a counter; waits for its turn in the visit (D2)."""
    WAITING = "waiting"  # 等候
    CALLED = "called"  # 叫号
    SERVING = "serving"  # 办理中
    FINISHED = "finished"  # 办结
    PASSED = "passed"  # 过号
    PARKED = "parked"  # 挂起
    VOIDED = "voided"  # 作废
    ABANDONED = "abandoned"  # 弃号
    CLOSED = "closed"  # still open when the day ended


ENDED = frozenset({LegStatus.FINISHED, LegStatus.VOIDED, LegStatus.ABANDONED, LegStatus.CLOSED})
AT_COUNTER = frozenset({LegStatus.CALLED, LegStatus.SERVING})


@dataclass(frozen=True, slots=True)
class Period:
    """One stay of a leg at one counter, from the call on. Times are service time in ms, None while not reached."""

    id: str
    counter: str
    called_ms: int
    reason: str
    score: int = 0
    """As the fact of the call has it: hundredths times ms."""
    runner_up: str = ""
    """Leg that came second, empty if nobody else waited for this counter."""
    runner_up_score: int = 0
    announced: int = 1
    started_ms: int | None = None
    ended_ms: int | None = None
    step: str = ""
    """How far the handling is, as a code of the five steps; empty until the teller says so."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One service of a visit.

    `joined_ms` is when the present wait began and `credit_ms` what was waited before it, over the whole visit:
    a leg's age for dispatch is `now - anchor_ms`. Time at a counter, parked or passed earns nothing (queueing.md).
    """

    id: str
    visit: str
    service: str
    zone: str
    care: str
    minutes: int
    status: LegStatus
    joined_ms: int
    credit_ms: int = 0
    counter: str = ""
    """The counter it is at, or the only one that may call it while it waits."""
    version: int = 1
    """Rises by one with every fact about the leg; a request names the version it was made on."""
    periods: tuple[Period, ...] = ()

    @property
    def anchor_ms(self) -> int:
        """The moment since which the leg would have waited had it never done anything else."""
        return self.joined_ms - self.credit_ms

    def waited_ms(self, now_ms: int) -> int:
        """Return the summed waiting of the visit up to `now_ms`, in ms."""
        return now_ms - self.anchor_ms if self.status is LegStatus.WAITING else self.credit_ms


@dataclass(frozen=True, slots=True)
class Visit:
    """A customer's stay with one ticket; `date` is the business date the number belongs to."""

    id: str
    date: str
    series: str
    number: int
    care: str
    language: str
    issued_ms: int
    legs: tuple[str, ...]
    answers: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    ahead: int = 0
    low_min: int | None = None
    high_min: int | None = None
    slips: dict[str, PrintStatus] = field(default_factory=dict)
    rated: bool = False
    verified: bool = False
    """Staff made sure which care class it is (A3)."""
    done: tuple[str, ...] = ()
    """Codes of the services finished on the days it was carried over from."""

    @property
    def ticket(self) -> str:
        """The ticket number as printed: series letter and at least three digits."""
        return ticket_label(self.series, self.number)


def ticket_label(series: str, number: int) -> str:
    """Return the printed form of a ticket number, such as A012; four digits from 1000 on."""
    return f"{series}{number:03d}"
