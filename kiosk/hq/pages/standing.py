"""How each branch stands at this moment, and which of them need somebody: one line of the overview."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from kiosk.domain.printers import needs_a_hand
from kiosk.hq.reports import FEWEST_WAITS, BranchState, DayFigures, LiveBranch, Machines, PrinterTrouble

Concern = Literal[
    "unsafe", "forked", "differs", "silent", "printer", "checks", "promise", "behind", "unread",
]  # fmt: skip
CONCERNS: Final[tuple[Concern, ...]] = get_args(Concern)
"""Gravest first. `unsafe`: the last check found its data or its backup not in order; `checks`: anything else."""

SILENT_OPEN_MS: Final = 30 * 60_000
"""A branch that is open tells its day every five minutes: six times unheard is silence."""
SILENT_MS: Final = 4 * 24 * 3_600_000
"""A closed branch may be switched off over a long weekend."""
FRESH_MS: Final = 10 * 60_000
"""Heard of within this time, two words of it, whoever waits there waits still."""
UNSAFE: Final = ("database", "backup")
"""Checks whose finding means that records may be lost."""
SHOWN_LIVE: Final = ("printer", "paper")
"""Checks that say again what printers tell all day."""
KEPT_SHARE: Final = 0.8
"""Fewer promises kept than this share today, and somebody should look."""
FORK_MS: Final = 7 * 24 * 3_600_000
"""After a week a fork is history: somebody has looked at it, or nobody will. The page of the branch goes on saying it."""
MUCH: Final = 1_000
"""Facts that a branch has and headquarters has not: more than a few hours of an ordinary day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One branch, now."""

    branch: BranchState
    live: LiveBranch | None
    heard_ms: int | None
    """When it was last heard of in any way."""
    kept: float | None
    """Promises kept today, 0 to 1; None of too few."""
    printers: tuple[PrinterTrouble, ...]
    """Those of its printers that needed a hand when they were last found."""
    findings: tuple[tuple[str, str], ...]
    """What its last check found not in order, but of printers: what was looked at, and the finding."""
    longest_ms: int | None
    """The longest wait: up to now where it was heard of a moment ago, else up to its newest fact; None: nobody waits."""
    is_fresh: bool
    """It was heard of a moment ago."""
    concerns: tuple[Concern, ...]

    @property
    def counts(self) -> bool:
        """Tell whether its queue belongs to the sum of now: open, and heard of of late."""
        return self.is_open and self.is_near

    @property
    def is_near(self) -> bool:
        """Tell whether it belongs to the bank and was heard of lately: what is said of it holds now."""
        return self.branch.state == "enrolled" and "silent" not in self.concerns

    def found(self, concern: Concern) -> tuple[tuple[str, str], ...]:
        """Return the findings that make a concern, `unsafe` or `checks`."""
        return tuple(one for one in self.findings if (one[0] in UNSAFE) == (concern == "unsafe"))

    @property
    def is_open(self) -> bool:
        """Tell whether it was open when it was last heard of, and belongs to the bank."""
        return self.branch.state == "enrolled" and self.live is not None and self.live.is_open

    @property
    def behind(self) -> int:
        """Facts that the branch has counted and the tables here do not hold yet."""
        told = self.branch.reconciled.behind if self.branch.reconciled else 0
        return max(told, self.branch.pending)


def standings(
    branches: Collection[BranchState],
    live: Collection[LiveBranch],
    today: Collection[DayFigures],
    machines: Collection[Machines],
    now_ms: int,
) -> list[Standing]:
    """Return every branch as it stands at `now_ms`, in the order of `branches`."""
    queues = {one.branch: one for one in live}
    kept = {one.branch: _kept(one) for one in today}
    found = {one.branch: one for one in machines}
    return [_standing(one, queues.get(one.branch), kept, found.get(one.branch), now_ms) for one in branches]


def _kept(day: DayFigures) -> float | None:
    promised = sum(waits.promised for waits in day.waits.values())
    return sum(waits.kept for waits in day.waits.values()) / promised if promised >= FEWEST_WAITS else None


def _amiss(machines: Machines | None) -> tuple[PrinterTrouble, ...]:
    # A condition of a later program is no reason to send somebody.
    return tuple(one for one in machines.printers if needs_a_hand(one.condition)) if machines else ()  # type: ignore[arg-type]


def _found(machines: Machines | None) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in machines.findings.items() if one[0] not in SHOWN_LIVE) if machines else ()


def _longest(live: LiveBranch | None, now_ms: int, *, is_fresh: bool) -> int | None:
    if live is None or live.longest_ms is None:
        return None
    return live.longest_ms + (max(0, now_ms - live.at_ms) if is_fresh and live.is_open else 0)


def _standing(
    branch: BranchState,
    live: LiveBranch | None,
    kept: Mapping[str, float | None],
    machines: Machines | None,
    now_ms: int,
) -> Standing:
    told = branch.reconciled.told if branch.reconciled else None
    heard = max((ms for ms in (branch.heard_ms, told.received_ms if told else None) if ms), default=None)
    share, amiss, findings = kept.get(branch.branch), _amiss(machines), _found(machines)
    is_silent = _is_silent(heard, now_ms, is_open=live is not None and live.is_open)
    is_fresh = heard is not None and now_ms - heard <= FRESH_MS
    found: dict[Concern, bool] = {
        "unsafe": any(thing in UNSAFE for thing, _ in findings),
        "forked": branch.forked_ms is not None and now_ms - branch.forked_ms < FORK_MS,
        "differs": branch.reconciled is not None and branch.reconciled.agreement == "differs",
        "silent": is_silent,
        # What a branch said before it fell silent need not hold any more.
        "printer": bool(amiss) and not is_silent,
        "checks": any(thing not in UNSAFE for thing, _ in findings) and not is_silent,
        "promise": share is not None and share < KEPT_SHARE,
        "behind": branch.reconciled is not None and branch.reconciled.behind >= MUCH,
        "unread": branch.quarantined > 0,
    }
    concerns = tuple(one for one in CONCERNS if found[one]) if branch.state == "enrolled" else ()
    longest_ms = _longest(live, now_ms, is_fresh=is_fresh)
    return Standing(branch, live, heard, share, amiss, findings, longest_ms, is_fresh, concerns)


def _is_silent(heard_ms: int | None, now_ms: int, *, is_open: bool) -> bool:
    if heard_ms is None:
        return True
    return now_ms - heard_ms > (SILENT_OPEN_MS if is_open else SILENT_MS)
