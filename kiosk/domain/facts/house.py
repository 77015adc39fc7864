"""The branch as a whole: epochs, business days, the clock, and calls for a person."""

from dataclasses import dataclass
from typing import ClassVar, Literal

TimeQuality = Literal["trusted", "doubtful"]


@dataclass(frozen=True, slots=True)
class EpochStarted:
    """A database was born, restored, or found to differ from headquarters: the chain goes on under a new epoch."""

    kind: ClassVar[str] = "epoch_started"
    version: ClassVar[int] = 1
    branch: str
    why: Literal["born", "restored", "forked"]
    demonstration: bool
    previous_epoch: str = ""
    """Hex of the epoch before, empty at birth."""
    last_seq: int = 0
    last_hash: str = ""


@dataclass(frozen=True, slots=True)
class DayOpened:
    """A business day began; holds the rules that will explain every call of this day."""

    kind: ClassVar[str] = "day_opened"
    version: ClassVar[int] = 1
    date: str
    """ISO date in the branch's time zone."""
    opens_ms: int
    closes_ms: int
    cutoff_ms: int
    """From here on the entrance issues no more tickets."""
    catalogue: str
    weights: dict[str, int]
    """Weight in hundredths by care class (queueing.md b_k)."""
    promises: dict[str, int]
    """Promised minutes by care class (queueing.md T_k)."""
    guard: bool = False
    express: bool = False
    time_quality: TimeQuality = "trusted"
    """What service time was worth when the day began; a later jump of the clock changes it."""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The business day ended: every leg still open is closed at day end, except the carried ones."""

    kind: ClassVar[str] = "day_closed"
    version: ClassVar[int] = 1
    date: str
    why: Literal["by_hand", "stale"]
    finished: int
    unfinished: int
    carried: tuple[str, ...] = ()
    """Ids of the legs that go on the next day."""


@dataclass(frozen=True, slots=True)
class DayReopened:
    """Staff took back a closing of the same date. Tickets closed by it stay closed."""

    kind: ClassVar[str] = "day_reopened"
    version: ClassVar[int] = 1
    date: str


@dataclass(frozen=True, slots=True)
class NumbersSkipped:
    """After a restore, numbers given out behind the backup may be in customers' hands: the day goes on above them."""

    kind: ClassVar[str] = "numbers_skipped"
    version: ClassVar[int] = 1
    date: str
    floor: int
    """Every series of this date goes on from the number after this one, or from its own if that is higher."""


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The wall clock left the service clock by more than the tolerance (design.md, Journal)."""

    kind: ClassVar[str] = "clock_jumped"
    version: ClassVar[int] = 1
    by_ms: int
    """Wall clock minus service time; negative when the wall clock went back."""
    when: Literal["start", "running"]
    quality: TimeQuality
    """What the service time is worth from here on."""


@dataclass(frozen=True, slots=True)
class BranchChecked:
    """What the branch was found to be like before its doors opened, or whenever somebody asked (G1)."""

    kind: ClassVar[str] = "branch_checked"
    version: ClassVar[int] = 1
    findings: dict[str, str]
    """Finding by what was looked at, both as codes; `ok` where nothing needs to be done."""


@dataclass(frozen=True, slots=True)
class DayKept:
    """After a day was closed: its summary is written, and a backup was made and read back, or could not be."""

    kind: ClassVar[str] = "day_kept"
    version: ClassVar[int] = 1
    date: str
    """ISO business date that was closed."""
    backup: Literal["verified", "failed"]
    summary: Literal["written", "failed"]
    reason: str = ""
    """Why something failed, as a code; empty if nothing did."""


@dataclass(frozen=True, slots=True)
class CarriedPerson:
    """Somebody on the staff as the purged facts made them. Times are UTC ms; `left_ms` None: works here."""

    badge: str
    roles: tuple[str, ...]
    added_ms: int
    left_ms: int | None
    locked: bool


@dataclass(frozen=True, slots=True)
class CarriedDevice:
    """A device as the purged facts made it."""

    name: str
    role: str
    counter: str
    state: str
    changed_ms: int


@dataclass(frozen=True, slots=True)
class JournalPurged:
    """The front of the journal went: headquarters holds it, and its days are long closed (protocol.md, Purge).

    What of it outlives days is carried here, so that the tables can still be made from what is left.
    """

    kind: ClassVar[str] = "journal_purged"
    version: ClassVar[int] = 1
    date: str
    """ISO business date with which the journal begins from now on."""
    last_seq: int
    """The last fact that went; what follows it is kept."""
    last_hash: str
    """Its hash, in hex."""
    staff: tuple[CarriedPerson, ...]
    devices: tuple[CarriedDevice, ...]


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """Somebody asks for a person (呼叫人工, A4)."""

    kind: ClassVar[str] = "help_called"
    version: ClassVar[int] = 1
    help: str
    place: str


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """A person took the call for help."""

    kind: ClassVar[str] = "help_answered"
    version: ClassVar[int] = 1
    help: str
