"""Wrong tries at a check code: four digits are short, so nobody may go through them."""

from collections import deque
from typing import Final

MOST: Final = 5
"""Wrong tries from one device within `WITHIN_MS`."""
WITHIN_MS: Final = 60_000


class Tries:
    """Counts wrong tries of each device. Times are service time in ms; one thread at a time."""

    def __init__(self) -> None:
        """Nobody has tried anything."""
        self._wrong: dict[str, deque[int]] = {}

    def wait_ms(self, device: str, now_ms: int) -> int:
        """Return how long the device has to wait before it may try again, 0 if not at all."""
        tries = self._wrong.get(device, deque())
        while tries and tries[0] <= now_ms - WITHIN_MS:
            tries.popleft()
        if not tries:
            self._wrong.pop(device, None)
        return tries[0] + WITHIN_MS - now_ms if len(tries) >= MOST else 0

    def wrong(self, device: str, now_ms: int) -> None:
        """Take note of a wrong try."""
        self._wrong.setdefault(device, deque(maxlen=MOST)).append(now_ms)
