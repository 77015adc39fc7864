"""The waiting lines of the day: one sorted line for each service, class and counter wish."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import NamedTuple

from kiosk.domain.counter import Counter
from kiosk.domain.visit import Leg


class LineKey(NamedTuple):
    """Who waits in one line: those for one service, of one class, for any counter (empty) or for one."""

    service: str
    care: str
    counter: str


class Lines:
    """Waiting legs by line, oldest first. Adding, removing and finding a head cost no more with a long past."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._lines: dict[LineKey, list[tuple[int, str]]] = {}
        self._minutes: dict[LineKey, int] = {}
        self._zones: dict[LineKey, str] = {}

    def add(self, leg: Leg) -> None:
        """Put a waiting leg in its line by anchor, then id."""
        key = _key(leg)
        insort(self._lines.setdefault(key, []), (leg.anchor_ms, leg.id))
        self._minutes[key], self._zones[key] = leg.minutes, leg.zone

    def remove(self, leg: Leg) -> None:
        """Take a waiting leg out of its line; KeyError if it is not there."""
        key = _key(leg)
        line, place = self._lines[key], (leg.anchor_ms, leg.id)
        at = bisect_left(line, place)
        if at == len(line) or line[at] != place:
            raise KeyError(leg.id)
        del line[at]
        if not line:
            del self._lines[key], self._minutes[key], self._zones[key]

    def open_to(self, counter: Counter) -> Iterator[tuple[LineKey, list[tuple[int, str]]]]:
        """Yield the lines a counter may call from: its skills, and whoever waits for it by name."""
        for key, line in self._lines.items():
            if key.counter == counter.id or (not key.counter and key.service in counter.skills):
                yield key, line

    def occupied(self) -> tuple[LineKey, ...]:
        """Return the lines in which somebody waits."""
        return tuple(self._lines)

    def minutes(self, key: LineKey) -> int:
        """Return the prior mean service minutes of a line."""
        return self._minutes[key]

    def zone(self, key: LineKey) -> str:
        """Return where a line waits, by code."""
        return self._zones[key]

    def length(self, key: LineKey) -> int:
        """Return how many wait in a line."""
        return len(self._lines[key])

    def not_after(self, key: LineKey, anchor_ms: int) -> int:
        """Return how many in a line have an anchor at or before `anchor_ms`."""
        return bisect_right(self._lines[key], (anchor_ms, "~"))

    def __len__(self) -> int:
        """Return how many wait in all."""
        return sum(map(len, self._lines.values()))


def _key(leg: Leg) -> LineKey:
    return LineKey(leg.service, leg.care, leg.counter)
