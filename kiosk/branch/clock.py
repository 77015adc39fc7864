"""Service time: the last fact's time plus monotonic elapsed, so that a clock that jumps cannot bend the queue."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from kiosk.domain.facts import TimeQuality

TOLERANCE_MS = 120_000
"""The wall clock may leave service time by this much before it is called a jump; time servers slew less."""
_IMPLAUSIBLE_MS = 400 * 24 * 3_600_000
"""No branch sleeps this long: a wall clock further ahead at the start is wrong, not late."""
_EARLIEST_MS = 1_767_225_600_000
"""2026-01-01 UTC. This program is younger: a wall clock before it has lost its battery and begins at 1970 or so."""
_COUNTED_MS = 31 * 24 * 3_600_000
"""Service time up to this long after `_EARLIEST_MS` was counted from there while the wall clock was dead."""


@dataclass(frozen=True, slots=True)
class Jump:
    """The wall clock left service time by `by_ms`; `quality` is what service time is worth from here on."""

    by_ms: int
    when: Literal["start", "running"]
    quality: TimeQuality


class Clock(Protocol):
    """Service time in UTC ms, as the desk needs it: it never goes back."""

    def now_ms(self) -> int:
        """Return service time in UTC ms."""
        ...

    def jumped(self) -> Jump | None:
        """Return what is to be known of the wall clock until `note` is told of it; None while it keeps pace."""
        ...

    def note(self, jump: Jump) -> None:
        """Take it that everybody knows of a jump."""
        ...


def wall_ms() -> int:
    """Return the wall clock in UTC ms."""
    return time.time_ns() // 1_000_000


def elapsed_ms() -> int:
    """Return ms since some fixed moment, counting sleep of the machine where the system can."""
    clock = getattr(
        time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC if hasattr(time, "CLOCK_MONOTONIC") else None
    )
    return (time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)) // 1_000_000


class ServiceClock:
    """Service time in UTC ms: never goes back, not even over a restart. One thread at a time."""

    def __init__(
        self, wall: Callable[[], int] = wall_ms, elapsed: Callable[[], int] = elapsed_ms, *, last_ms: int = 0
    ) -> None:
        """Anchor at the wall clock if it can be true, else at `last_ms`, the time of the last fact (0: none yet).

        Without a clock or a fact that can be true, service time begins at 2026-01-01.
        """
        self._wall, self._elapsed = wall, elapsed
        self._anchor_ms = wall() if _believable(wall(), last_ms) else max(last_ms, _EARLIEST_MS)
        self._began_ms = elapsed()
        self._known_jump_ms = wall() - self._anchor_ms
        self._at_start: Jump | None = _jump(self._known_jump_ms, "start")

    def now_ms(self) -> int:
        """Return service time in UTC ms."""
        return self._anchor_ms + self._elapsed() - self._began_ms

    def jumped(self) -> Jump | None:
        """Return what is to be known of the wall clock until `note` is told of it; None while it keeps pace.

        First of all, how it stood at the start.
        """
        by_ms = self._wall() - self.now_ms()
        if abs(by_ms - self._known_jump_ms) <= TOLERANCE_MS:
            return self._at_start
        return _jump(by_ms, "running")

    def note(self, jump: Jump) -> None:
        """Take it that everybody knows of a jump: it is not told again."""
        self._known_jump_ms, self._at_start = jump.by_ms, None


class SteppedClock:
    """Service time that goes on only when it is told to: for simulated days, which are then the same every time."""

    def __init__(self, start_ms: int, *, last_ms: int = 0) -> None:
        """Stand at `start_ms`, or at the last fact if that is later."""
        self._now_ms = max(start_ms, last_ms)

    def now_ms(self) -> int:
        """Return service time in UTC ms."""
        return self._now_ms

    def go_to(self, ms: int) -> None:
        """Go on to `ms`; a moment that is past already changes nothing."""
        self._now_ms = max(self._now_ms, ms)

    def jumped(self) -> Jump | None:
        """There is no wall clock to differ from."""
        return None

    def note(self, jump: Jump) -> None:
        """Nothing is ever told of, so nothing is noted."""


def _believable(wall: int, last_ms: int) -> bool:
    """Say whether the wall clock at a start can be true, given the time of the last fact."""
    if wall < max(last_ms, _EARLIEST_MS):
        return False
    return last_ms <= _EARLIEST_MS + _COUNTED_MS or wall - last_ms <= _IMPLAUSIBLE_MS


def _jump(by_ms: int, when: Literal["start", "running"]) -> Jump:
    return Jump(by_ms, when, "trusted" if abs(by_ms) <= TOLERANCE_MS else "doubtful")
