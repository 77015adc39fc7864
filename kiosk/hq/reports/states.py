"""What the reports of how branches stand hold. Durations and moments are ms (UTC)."""

from dataclasses import dataclass
from typing import Literal

from kiosk.hq.sites import State

Agreement = Literal["equal", "behind", "differs", "silent"]
"""`behind`: facts of the branch are still on their way or not applied yet. `silent`: the branch has told nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a branch itself said last of its day: it proves nothing (protocol.md, Upload)."""

    date: str
    epoch: str
    seq: int
    """The last fact it counted."""
    waiting: int
    serving: int
    counters: int
    issued: int
    finished: int
    sent_ms: int
    received_ms: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A branch's own numbers of a business date beside ours: "branch 312 = HQ 312"."""

    date: str
    told: Told | None
    issued: int
    """By headquarters' tables, as `finished`."""
    finished: int
    agreement: Agreement
    behind: int
    """Facts that the branch had counted and headquarters has not applied yet."""
    of_day: int = 0
    """All numbers of the date by headquarters' tables, those after what is compared as well."""

    @property
    def is_about_services(self) -> bool:
        """Tell whether the numbers are the same, and only what was finished differs."""
        return self.agreement == "differs" and self.told is not None and self.told.issued == self.issued


@dataclass(frozen=True, slots=True)
class BranchState:
    """A branch as headquarters knows it."""

    branch: str
    name: str
    """The code if it has no name."""
    state: State
    demonstration: bool
    heard_ms: int | None
    """When it last sent facts; None: never."""
    facts_at: int | None
    """Service time of the newest durable fact."""
    durable: int
    """Facts that headquarters holds, of all its epochs."""
    applied: int
    """Those of them that the tables hold, or that were set aside."""
    quarantined: int
    """Those of the applied that mean nothing to this program."""
    epochs: int
    forked: bool
    """Two of its epochs go on from the same fact: a restored backup, or a cloned disk."""
    forked_ms: int | None
    """When headquarters took in the newest of such epochs; None: there is none, or its first fact is gone."""
    told_seq: int | None
    """The last fact the branch said it has; None: it never said."""
    reconciled: Reconciled | None
    """Its newest business date; None before its first."""
    missing: int = 0
    """Facts that were purged at the branch before headquarters had them, or lost them in a restore."""

    @property
    def pending(self) -> int:
        """Durable facts that are not applied yet."""
        return self.durable - self.applied


@dataclass(frozen=True, slots=True)
class LiveBranch:
    """The queue of a branch as of its newest applied fact."""

    branch: str
    name: str
    at_ms: int
    """Service time of that fact."""
    date: str
    """Business date of that fact; empty before the first."""
    is_open: bool
    """The day of that date is not closed."""
    waiting: int
    called: int
    """Called and not at the counter yet."""
    serving: int
    parked: int
    counters: int
    longest_ms: int | None
    """The longest wait of those who wait, as of `at_ms`; None: nobody does."""
    issued: int
    """Numbers of the date, as `finished`."""
    finished: int


@dataclass(frozen=True, slots=True)
class Live:
    """All branches as of their newest facts, and their sums."""

    branches: tuple[LiveBranch, ...]

    @property
    def waiting(self) -> int:
        """Waiting everywhere."""
        return sum(one.waiting for one in self.branches)

    @property
    def serving(self) -> int:
        """Being served everywhere."""
        return sum(one.serving for one in self.branches)

    @property
    def counters(self) -> int:
        """Counters open everywhere."""
        return sum(one.counters for one in self.branches)

    @property
    def longest_ms(self) -> int | None:
        """The longest wait anywhere; None: nobody waits."""
        return max((one.longest_ms for one in self.branches if one.longest_ms is not None), default=None)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Facts that are durable on one server and not applied yet."""

    server: int
    """Its place in the store, from 0."""
    branches: int
    """How many have some."""
    facts: int
    durable: int
    """All facts of the server, so that progress can be shown."""
