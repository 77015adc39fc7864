"""What the reports of days and weeks hold. Durations and moments are ms (UTC)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kiosk.hq.store.schema_rollups import EDGES_MIN

Part = Literal["days", "waits"]
"""What can be read of weeks by itself: what days came to, or how long was waited."""
FEWEST_WAITS: Final = 10
"""Below this many waits nine tenths of them say nothing."""
FEWEST_RATINGS: Final = 5
"""Below this many ratings there is no mean (records.satisfaction, D3)."""


@dataclass(frozen=True, slots=True)
class Between:
    """A figure known to lie between two edges of bins, in minutes; `high_min` None: above the last edge."""

    low_min: int
    high_min: int | None


@dataclass(frozen=True, slots=True)
class Waits:
    """From a number to the first call of it: how many, how long altogether, and in which bins."""

    count: int = 0
    sum_ms: int = 0
    longest_ms: int = 0
    promised: int = 0
    """Those of a class that was promised a time."""
    kept: int = 0
    """Those called within it."""
    bins: tuple[int, ...] = (0,) * (len(EDGES_MIN) + 1)
    """How many lie in each bin of EDGES_MIN."""

    def __add__(self, other: "Waits") -> "Waits":
        """Return the waits of both."""
        return Waits(
            self.count + other.count,
            self.sum_ms + other.sum_ms,
            max(self.longest_ms, other.longest_ms),
            self.promised + other.promised,
            self.kept + other.kept,
            tuple(map(sum, zip(self.bins, other.bins, strict=True))),
        )

    @property
    def mean_ms(self) -> int | None:
        """The mean, None of none."""
        return self.sum_ms // self.count if self.count else None

    @property
    def kept_share(self) -> float | None:
        """Promises kept, 0 to 1; None while nothing was promised."""
        return self.kept / self.promised if self.promised else None

    def within(self, percent: int) -> Between | None:
        """Return the bin of the wait that `percent` (1 to 100) do not exceed, by nearest rank; None of too few waits."""
        if self.count < FEWEST_WAITS:
            return None
        rank, seen = -(-self.count * percent // 100), 0
        for place, waits in enumerate(self.bins):
            seen += waits
            if seen >= rank:
                return Between(*((0, *EDGES_MIN, None)[place : place + 2]))  # type: ignore[arg-type]  # None is last
        return None


@dataclass(frozen=True, slots=True)
class Paper:
    """What became of tickets and guidance on paper, by their last print status, and of the printers."""

    printed: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    """Queued, or on the way to the printer."""
    guides: int = 0
    """How many of all were guidance."""
    trouble_ms: int = 0
    """How long, of the time the day was open, a printer had no paper, was open, jammed, broken or away."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """What customers said of visits that ended on the date (records.satisfaction)."""

    visits: int = 0
    """Finished visits, rated or not."""
    scores: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    """How many gave 1, 2, 3, 4, 5."""
    low_seen_to: int = 0
    """Low ratings that the manager has seen to."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """How often each reason was touched; not to be shown, as `scores`, where there are fewer than FEWEST_RATINGS."""

    @property
    def count(self) -> int:
        """Ratings."""
        return sum(self.scores)

    @property
    def total(self) -> int:
        """The sum of their scores."""
        return sum(score * many for score, many in enumerate(self.scores, 1))

    @property
    def low(self) -> int:
        """Ratings of 1 and 2."""
        return self.scores[0] + self.scores[1]

    @property
    def mean(self) -> float | None:
        """1 to 5; None where there are too few."""
        return self.total / self.count if self.count >= FEWEST_RATINGS else None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A branch on a business date; or a sum of several branches, of several dates, or of both."""

    branch: str
    """Empty for a sum of branches."""
    date: str
    """ISO; of a sum of dates the first."""
    days: int = 1
    """Days of branches in this."""
    open_days: int = 0
    """Those of them that are not closed yet."""
    issued: int = 0
    from_staff: int = 0
    finished: int = 0
    """Services finished."""
    passed: int = 0
    """Calls that nobody came to."""
    abandoned: int = 0
    voided: int = 0
    closed: int = 0
    """Services still open when the day ended, and ended with it."""
    carried: int = 0
    """Services handed on to the next date."""
    doubles: int = 0
    """Visits whose number another visit of the date has: two disks that were one issued it (protocol.md, fork)."""
    waits: Mapping[str, Waits] = field(default_factory=dict)
    """By care class."""
    serviced: int = 0
    """Services whose length was measured."""
    service_ms: int = 0
    """How long they took altogether."""
    suspect: int = 0
    """Services that took oddly long or short: somebody forgot to press."""
    counters: int = 0
    """Counters that were open; of a sum, counters times days."""
    counter_ms: int = 0
    """How long they were open altogether."""
    busy_ms: int = 0
    """How long somebody was served there."""
    ratings: Ratings = Ratings()
    paper: Paper = Paper()
    helps: int = 0
    helps_answered: int = 0
    findings: int = 0
    """What the last check of the branch on the date found that is not in order."""

    @property
    def no_shows(self) -> int:
        """Calls nobody came to, and numbers given up."""
        return self.passed + self.abandoned

    @property
    def all_waits(self) -> Waits:
        """The waits of all classes."""
        return sum(self.waits.values(), Waits())

    @property
    def service_mean_ms(self) -> int | None:
        """How long a service took, None if none was measured."""
        return self.service_ms // self.serviced if self.serviced else None

    @property
    def busy_share(self) -> float | None:
        """Of the time counters were open, that in which somebody was served, 0 to 1."""
        return self.busy_ms / self.counter_ms if self.counter_ms else None


@dataclass(frozen=True, slots=True)
class Hour:
    """What came and was called within an hour that began at `from_ms`; pages say it in their zone."""

    from_ms: int
    came: int
    called: int


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week, Monday to Sunday (ISO dates), and what it came to for each branch and for all."""

    first: str
    last: str
    branches: Mapping[str, DayFigures]
    """By branch; only those that have days in it."""
    total: DayFigures


@dataclass(frozen=True, slots=True)
class Comparison:
    """Weeks beside each other, oldest first."""

    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class PrinterTrouble:
    """A printer as it was last found."""

    printer: str
    condition: str
    since_ms: int


@dataclass(frozen=True, slots=True)
class Machines:
    """The machines of a branch as they were last found, whenever that was."""

    branch: str
    printers: tuple[PrinterTrouble, ...]
    findings: Mapping[str, str]
    """What the last check of its newest business date found not in order: what was looked at -> finding."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with the machines of a branch in some business dates; printers as they were last found."""

    branch: str
    name: str
    days: int
    paper: Paper
    helps: int
    helps_answered: int
    findings: Mapping[str, Mapping[str, int]]
    """Days on which the last check found it so: what was looked at -> finding -> days. Nothing that was in order."""
    printers: tuple[PrinterTrouble, ...]
