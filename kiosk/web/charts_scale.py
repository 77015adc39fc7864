"""The axes of charts: round numbers from zero up, and as many labels below as have room beside one another."""

from dataclasses import dataclass
from typing import Final

_STEPS: Final = (1, 2, 5, 10)
_WIDE, _NARROW = 14, 6
"""So many labels of five letters have room below a chart at a desk, and on a phone of 360 px."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An upright axis: from 0 to the last of `ticks`."""

    ticks: tuple[float, ...]

    @property
    def top(self) -> float:
        """The largest value that has room."""
        return self.ticks[-1]

    def share(self, value: float) -> float:
        """Return how high `value` stands, 0 to 1; what is outside is drawn at the edge."""
        return min(1.0, max(0.0, value / self.top))


@dataclass(frozen=True, slots=True)
class Label:
    """A word below the axis: which slot, and whether it is left out where there is little room."""

    slot: int
    text: str
    minor: bool


def scale(most: float, lines: int = 5) -> Scale:
    """Return an axis from zero for values up to `most` in about `lines` whole steps of 1, 2 or 5 times a power of ten."""
    rough, power = max(most, 1) / lines, 1
    while rough > _STEPS[-1] * power:
        power *= 10
    step = next(step * power for step in _STEPS if rough <= step * power)
    count = max(1, -(-max(most, 1) // step))
    return Scale(tuple(step * n for n in range(int(count) + 1)))


def labels(texts: list[str]) -> list[Label]:
    """Return the labels that are written of `texts`, one for each slot: evenly, counted from the last, which is now."""
    wide = -(-len(texts) // _WIDE) or 1
    narrow = wide * (-(-len(texts) // (wide * _NARROW)) or 1)
    back = range(len(texts) - 1, -1, -wide)
    return [Label(at, texts[at], bool((len(texts) - 1 - at) % narrow)) for at in sorted(back)]


def whole(value: float) -> str:
    """Return a tick as it is written: 1,000 and not 1000.0."""
    return f"{value:,.0f}"
