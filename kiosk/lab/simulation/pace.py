"""The time of a simulated day: how quickly it goes by, and telling it to a branch that has no clock of its own."""

import time
from collections.abc import Callable
from typing import Final

from kiosk.lab.simulation.client import Client

_MINUTE_MS: Final = 60_000
_TICK_MS: Final = 5_000
_TICK_S: Final = 0.25
"""A screen's waiting times move at least this often, or every five simulated seconds if that is rarer."""


class Pace:
    """Goes through a day `speed` times as fast as real time; 0 is as fast as the branch answers.

    A branch at simulated time is told each moment before anything happens in it. At one with a real clock, time is only
    slept through: its day takes place `speed` times as fast.
    """

    def __init__(
        self,
        client: Client,
        speed: float,
        *,
        stepped: bool = True,
        each_minute: Callable[[int], None] | None = None,
    ) -> None:
        """Tell the time to `client` if it is `stepped`; `each_minute` is called with every full simulated minute."""
        self._client, self._speed, self._stepped, self._each_minute = client, speed, stepped, each_minute
        self._tick_ms = max(_TICK_MS, int(speed * _TICK_S * 1000))
        self._now_ms = self._began_ms = 0
        self._began_s = 0.0

    def begin(self, ms: int) -> None:
        """Begin a day at `ms` (UTC): whatever lies before it, a night perhaps, takes no time."""
        self._began_ms, self._began_s = ms, time.monotonic()
        self._arrive(ms)

    def go_to(self, ms: int) -> None:
        """Let time go by until `ms`, in small steps so that screens see it pass."""
        while self._now_ms < ms:
            self._arrive(self._next_stop_ms(ms))
            if self._each_minute is not None and self._now_ms % _MINUTE_MS == 0:
                self._each_minute(self._now_ms)

    def _next_stop_ms(self, ms: int) -> int:
        tick_ms = self._now_ms + self._tick_ms if self._speed else ms
        if self._each_minute is None:
            return min(ms, tick_ms)
        return min(ms, tick_ms, (self._now_ms // _MINUTE_MS + 1) * _MINUTE_MS)

    def _arrive(self, ms: int) -> None:
        if self._speed:
            left_s = self._began_s + (ms - self._began_ms) / self._speed / 1000 - time.monotonic()
            if left_s > 0:
                time.sleep(left_s)
        self._now_ms = ms
        if self._stepped:
            self._client.go_to(ms)
