"""Whoever looks at the same figures at the same time shares one reading of them."""

import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

Read = TypeVar("Read")

REST_S: Final = 3.0
"""How ten thousand branches stand takes a second to read: a hundred pages that follow must not each ask for it."""


class Lately(Generic[Read]):
    """Keeps what was read for `rest_s` and reads it again when somebody asks after that. Any thread may ask.

    While one reads, the others wait for what it finds; what fails is kept for nobody.
    """

    def __init__(self, rest_s: float = REST_S) -> None:
        """Nothing is read yet."""
        self._rest_s = rest_s
        self._turn = threading.Lock()
        self._kept: tuple[float, Read] | None = None

    def get(self, read: Callable[[], Read]) -> Read:
        """Return what `read` returned a moment ago, or returns now."""
        with self._turn:
            now = time.monotonic()
            if self._kept is None or now - self._kept[0] > self._rest_s:
                self._kept = (now, read())
            return self._kept[1]
