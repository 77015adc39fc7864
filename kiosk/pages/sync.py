"""How the records travel to headquarters, as both staff pages say it in plain words. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from kiosk.branch.upload.told import Told

State = Literal["fine", "waiting", "trouble", "alarm"]
Next = Literal["sending", "at", "with_next", "nothing"]

ALARMS: Final = frozenset({
    "hash", "rewound", "damaged", "refused", "bad_url", "bad_keys", "not_enrolled", "wrong_key", "wrong_branch",
    "revoked", "demonstration", "real", "replaced", "fork_waits",
})  # fmt: skip
"""Failures that somebody must see to: no waiting mends them."""

_FORK_SHOWN_MS: Final = 3 * 24 * 3_600_000
"""So long an ended fork stands on the pages: whoever copied or restored the data must be found."""


@dataclass(frozen=True, slots=True)
class SyncView:
    """One line for the board, and what stands behind it."""

    state: State
    alarm: str
    """Code of what somebody must see to; empty: nothing."""
    waiting: int
    oldest: str
    """Times are on the wall clock of the branch, such as 14:05, with the date if it is another; empty: never."""
    succeeded: str
    failure: str
    """Code of the last failure; empty: the last try succeeded."""
    failed: str
    restored: bool
    """Headquarters was restored and gets everything again."""
    next: Next
    next_at: str
    words: tuple[tuple[str, ...], ...] = ()
    """The six words of both keys in each language; none without a headquarters."""


def sync_view(told: Told, now_ms: int, time_zone: str) -> SyncView:
    """Return what is told at `now_ms` (wall clock, UTC ms), times in the branch's zone."""
    clock = _Clock(now_ms, time_zone)
    alarm = _alarm(told, now_ms)
    return SyncView(
        state="alarm" if alarm else "trouble" if told.failure else "waiting" if told.waiting else "fine",
        alarm=alarm,
        waiting=told.waiting,
        oldest=clock.at(told.oldest_ms),
        succeeded=clock.at(told.succeeded_ms),
        failure=told.failure,
        failed=clock.at(told.failed_ms) if told.failure else "",
        restored=told.frozen == "restored",
        next=_next(told, now_ms),
        next_at=clock.at(told.next_ms),
        words=told.words,
    )


def _alarm(told: Told, now_ms: int) -> str:
    if told.failure in ALARMS:
        return told.failure
    if told.frozen in ALARMS:
        return told.frozen
    return "forked" if told.forked_ms and now_ms - told.forked_ms < _FORK_SHOWN_MS else ""


def _next(told: Told, now_ms: int) -> Next:
    if told.failure in {"bad_url", "bad_keys"}:
        return "nothing"
    if told.sending:
        return "sending"
    return "at" if told.next_ms > now_ms and (told.waiting or told.failure) else "with_next"


@dataclass(frozen=True, slots=True)
class _Clock:
    now_ms: int
    time_zone: str

    def at(self, ms: int) -> str:
        if not ms:
            return ""
        moment, today = self._moment(ms), self._moment(self.now_ms)
        return moment.strftime("%H:%M" if moment.date() == today.date() else "%Y-%m-%d %H:%M")

    def _moment(self, ms: int) -> datetime:
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(self.time_zone))
