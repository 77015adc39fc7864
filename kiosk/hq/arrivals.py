"""Which branches are just sending a backlog: their tables follow now and then, so that taking their facts comes first.

Projecting costs ten times what taking does, and holds the lock of the branch meanwhile. What a branch sends in the next
moment can be projected with what it has just sent.
"""

import time
from collections.abc import Callable
from typing import Final

_QUICK_S: Final = 1.0
"""A branch whose facts go out as they happen sends less often than this."""
_AT_LEAST_S: Final = 5.0
"""However long a backlog is, people see it grow: so often a portion is projected."""


class Arrivals:
    """When each branch last sent facts, and when it last had its turn. Any thread may call."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Go by `clock`, in seconds."""
        self._clock = clock
        self._came: dict[str, tuple[float, float]] = {}
        self._turns: dict[str, float] = {}

    def came(self, branch: str) -> None:
        """Say that facts of a branch are durable."""
        _, last = self._came.get(branch, (float("-inf"), float("-inf")))
        self._came[branch] = last, self._clock()

    def has_turn(self, branch: str) -> bool:
        """Tell whether a branch should be projected now; a yes counts as its turn."""
        now = self._clock()
        before, last = self._came.get(branch, (float("-inf"), float("-inf")))
        sends_on = last - before < _QUICK_S and now - last < _QUICK_S
        if sends_on and now - self._turns.get(branch, float("-inf")) < _AT_LEAST_S:
            return False
        self._turns[branch] = now
        return True
