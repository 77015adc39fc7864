"""Wrong tries at a check code: four digits are short, so nobody may go through them."""

from collections import deque
from typing import Final

MOST: Final = 5
"""Wrong tries at one thing, or from one device, within `WITHIN_MS`."""
WITHIN_MS: Final = 60_000


class Tries:
    """Counts wrong tries by what they were made at and where. Times are service time in ms; one thread at a time.

    Both count: a device alone could change its name, and a number alone would let one device try them all.
    """

    def __init__(self, most: int = MOST) -> None:
        """Nobody has tried anything; `most` wrong tries within `WITHIN_MS` are let pass."""
        self._most = most
        self._wrong: dict[str, deque[int]] = {}

    def wait_ms(self, keys: tuple[str, ...], now_ms: int) -> int:
        """Return how long to wait before any of `keys` may be tried again, 0 if not at all."""
        self._forget(now_ms)
        full = (self._wrong[key] for key in keys if len(self._wrong.get(key, ())) >= self._most)
        return max((tries[0] + WITHIN_MS - now_ms for tries in full), default=0)

    def wrong(self, keys: tuple[str, ...], now_ms: int) -> None:
        """Take note of a wrong try."""
        for key in keys:
            self._wrong.setdefault(key, deque(maxlen=self._most)).append(now_ms)

    def _forget(self, now_ms: int) -> None:
        """Drop what is older than a minute, whoever it was: names that never come back leave nothing behind."""
        for tries in self._wrong.values():
            while tries and tries[0] <= now_ms - WITHIN_MS:
                tries.popleft()
        self._wrong = {key: tries for key, tries in self._wrong.items() if tries}

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._wrong)
