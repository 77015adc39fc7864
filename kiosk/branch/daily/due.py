"""What is due, given the time and what was done: pure rules, in service time (UTC ms)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.records.keeping import ClosedDay

_MINUTE_MS: Final = 60_000
EARLY_MS: Final = 30 * _MINUTE_MS
"""The branch is checked this long before it opens: time enough to change a roll of paper."""
SETTLED_MS: Final = _MINUTE_MS
"""Screens need this long after a start of the service until they are there."""
CHECK_AGAIN_MS: Final = 10 * _MINUTE_MS
"""When a check is repeated that found something amiss, or whose outcome could not be written down."""
GRACE_MS: Final = _MINUTE_MS
"""Whoever closed the day by hand may take it back this long before it is kept."""
KEEP_AGAIN_MS: Final = 30 * _MINUTE_MS
"""When keeping is tried again after it failed."""
AT_ONCE: Final = 31
"""The newest days that are kept in one go; a backlog longer than a month is caught up from its new end."""


@dataclass(frozen=True, slots=True)
class Morning:
    """What the opening check depends on. A branch that does not open today has both times the same."""

    opens_ms: int
    closes_ms: int
    checked_ms: int
    """When it was last checked today; 0: not yet. A check long before opening does not stand for that of the morning."""
    started_ms: int
    """When the service started."""
    tried_ms: int = 0
    """When a check was last begun; 0: never."""
    amiss: bool = False
    """The last check found something to see to: perhaps somebody has, meanwhile."""


def check_is_due(morning: Morning, now_ms: int) -> bool:
    """Tell whether to check the branch now: before it opens, or as soon as the service runs later, until all is well."""
    early_ms = morning.opens_ms - EARLY_MS
    if morning.opens_ms == morning.closes_ms or (morning.checked_ms >= early_ms and not morning.amiss):
        return False
    last_ms = max(morning.tried_ms, morning.checked_ms if morning.checked_ms >= early_ms else 0)
    if last_ms and now_ms < last_ms + CHECK_AGAIN_MS:
        return False
    from_ms = max(early_ms, morning.started_ms + SETTLED_MS)
    return from_ms <= now_ms < morning.closes_ms


def days_to_keep(closed: Iterable[ClosedDay], now_ms: int, tried_ms: int = 0) -> tuple[ClosedDay, ...]:
    """Return the closed days that are to be kept now, the newest `AT_ONCE` of them, in the order of `closed`.

    `closed` is oldest first; `tried_ms` is when keeping was last begun (0: never). A day closed again after it was kept
    is kept anew.
    """
    return tuple(day for day in closed if _is_due(day, now_ms, tried_ms))[-AT_ONCE:]


def _is_due(day: ClosedDay, now_ms: int, tried_ms: int) -> bool:
    if day.why == "by_hand" and now_ms < day.closed_ms + GRACE_MS:
        return False
    if is_kept(day):
        return False
    failed_ms = day.kept.kept_ms if day.kept else 0
    last_try_ms = max(tried_ms, failed_ms)
    return last_try_ms < day.closed_ms or now_ms >= last_try_ms + KEEP_AGAIN_MS


def is_kept(day: ClosedDay) -> bool:
    """Tell whether all that should be kept of a day is kept, as it was when it was closed last."""
    return day.backed_up and day.summed_up
