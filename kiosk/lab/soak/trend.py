"""Whether a measure grows: a straight line through its daily means, each life of a process with a level of its own.

Daily means, because a day's queue fills the memory and the change of day empties it again: within a day everything has
a slope. Lives, because a process that was killed begins anew: only what it does while it lives tells of a leak.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

Judgement = Literal["flat", "GROWS", "shrinks", "cannot tell"]

_NOISE: Final = 2.0
"""Standard errors within which a slope is called none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure of one process at one moment; `day` counts simulated days, `life` is the process id."""

    life: int
    day: int
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The slope of a measure per simulated day, with its standard error, from `means` daily means."""

    slope: float
    error: float
    means: int

    def judged(self, negligible: float) -> Judgement:
        """Judge the slope against what may be neglected a day.

        A slope within noise is called flat only where growth that matters would have stood out of that noise.
        """
        noise = _NOISE * self.error
        if abs(self.slope) > max(noise, negligible):
            return "GROWS" if self.slope > 0 else "shrinks"
        return "flat" if noise <= negligible else "cannot tell"


def trend(readings: Iterable[Reading]) -> Trend | None:
    """Return the trend of a measure; None while there are too few whole days to tell a slope from noise.

    The first and the last day of each life are left out: the one is its warm-up, the other may be cut short. Ordinary
    least squares with one intercept per life: its error has means - lives - 1 degrees of freedom.
    """
    lives = [points for points in map(_warm, _by_life(readings)) if len(points) > 1]
    points = [point for life in lives for point in _centred(life)]
    freedom = len(points) - len(lives) - 1
    if freedom < 1:
        return None
    spread = sum(x * x for x, _ in points)
    slope = sum(x * y for x, y in points) / spread
    unexplained = sum((y - slope * x) ** 2 for x, y in points)
    return Trend(slope, math.sqrt(unexplained / freedom / spread), len(points))


def _by_life(readings: Iterable[Reading]) -> list[list[tuple[int, float]]]:
    """Return the daily means of each life, in the order of days."""
    lives: defaultdict[int, defaultdict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        lives[reading.life][reading.day].append(reading.value)
    return [[(day, fmean(values)) for day, values in sorted(days.items())] for days in lives.values()]


def _warm(means: Sequence[tuple[int, float]]) -> Sequence[tuple[int, float]]:
    return means[1:-1]


def _centred(means: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    day, value = fmean(x for x, _ in means), fmean(y for _, y in means)
    return [(x - day, y - value) for x, y in means]
