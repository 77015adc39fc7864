"""What is to be done when: moments in simulated time, in order."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count


class Agenda:
    """Things to do, soonest first; at one moment in the order they were put down, so that every run does the same."""

    def __init__(self) -> None:
        """Nothing is to be done yet."""
        self._heap: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = count()

    def at(self, ms: int, do: Callable[[int], None]) -> None:
        """Put down that `do` is to be called at `ms` with that moment."""
        heappush(self._heap, (ms, next(self._order), do))

    def __len__(self) -> int:
        return len(self._heap)

    def take(self) -> tuple[int, Callable[[int], None]]:
        """Take out what comes next; IndexError when nothing is left."""
        ms, _, do = heappop(self._heap)
        return ms, do
