"""How each branch stands at this moment, and which of them need somebody: one line of the overview."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from kiosk.domain.printers import needs_a_hand
from kiosk.hq.reports import FEWEST_WAITS, BranchState, DayFigures, LiveBranch, Trouble

Concern = Literal["forked", "differs", "silent", "printer", "promise", "behind", "unread"]
CONCERNS: Final[tuple[Concern, ...]] = get_args(Concern)
"""Gravest first."""

SILENT_OPEN_MS: Final = 30 * 60_000
"""A branch that is open tells its day every five minutes: six times unheard is silence."""
SILENT_MS: Final = 4 * 24 * 3_600_000
"""A closed branch may be switched off over a long weekend."""
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
    printers: tuple[str, ...]
    """Conditions of its printers that need a hand."""
    concerns: tuple[Concern, ...]

    @property
    def counts(self) -> bool:
        """Tell whether its queue belongs to the sum of now: open, and heard of of late."""
        return self.is_open and "silent" not in self.concerns

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
    trouble: Collection[Trouble],
    now_ms: int,
) -> list[Standing]:
    """Return every branch as it stands at `now_ms`, in the order of `branches`."""
    queues = {one.branch: one for one in live}
    kept = {one.branch: _kept(one) for one in today}
    printers = {one.branch: _amiss(one) for one in trouble}
    return [_standing(one, queues.get(one.branch), kept, printers, now_ms) for one in branches]


def _kept(day: DayFigures) -> float | None:
    promised = sum(waits.promised for waits in day.waits.values())
    return sum(waits.kept for waits in day.waits.values()) / promised if promised >= FEWEST_WAITS else None


def _amiss(trouble: Trouble) -> tuple[str, ...]:
    # A condition of a later program is no reason to send somebody.
    return tuple(one.condition for one in trouble.printers if needs_a_hand(one.condition))  # type: ignore[arg-type]


def _standing(
    branch: BranchState,
    live: LiveBranch | None,
    kept: Mapping[str, float | None],
    printers: Mapping[str, tuple[str, ...]],
    now_ms: int,
) -> Standing:
    told = branch.reconciled.told if branch.reconciled else None
    heard = max((ms for ms in (branch.heard_ms, told.received_ms if told else None) if ms), default=None)
    share, amiss = kept.get(branch.branch), printers.get(branch.branch, ())
    found: dict[Concern, bool] = {
        "forked": branch.forked_ms is not None and now_ms - branch.forked_ms < FORK_MS,
        "differs": branch.reconciled is not None and branch.reconciled.agreement == "differs",
        "silent": _is_silent(heard, now_ms, is_open=live is not None and live.is_open),
        "printer": bool(amiss),
        "promise": share is not None and share < KEPT_SHARE,
        "behind": branch.reconciled is not None and branch.reconciled.behind >= MUCH,
        "unread": branch.quarantined > 0,
    }
    concerns = tuple(one for one in CONCERNS if found[one]) if branch.state == "enrolled" else ()
    return Standing(branch, live, heard, share, amiss, concerns)


def _is_silent(heard_ms: int | None, now_ms: int, *, is_open: bool) -> bool:
    if heard_ms is None:
        return True
    return now_ms - heard_ms > (SILENT_OPEN_MS if is_open else SILENT_MS)
