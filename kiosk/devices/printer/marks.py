"""A slip laid out: marks at places on a strip of paper, ready for any renderer to draw.

Everything is in printer dots, 8 to the millimetre (203 dpi), x to the right and y downwards. Black on white:
thermal paper knows nothing else.
"""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.fonts import Weight

Anchor = Literal["l", "m", "r"]

DOTS_PER_MM: Final = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Text on one line: `anchor` says whether `x` is its left end, middle or right end; `size` is the em."""

    x: float
    baseline: float
    text: str
    size: float
    weight: Weight
    anchor: Anchor = "l"
    white: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners: filled if `line` is 0, else a line of that width inside its edge."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    line: float = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, with round ends and joints."""

    points: tuple[tuple[float, float], ...]
    line: float
    white: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR symbol without its quiet zone: `modules[row][column]` is dark or not, each `module` dots wide."""

    x: float
    y: float
    module: int
    modules: tuple[tuple[bool, ...], ...]


Mark = Words | Box | Stroke | Code


@dataclass(frozen=True, slots=True)
class Page:
    """A strip of paper `width` wide, as far as the printer reaches, and `height` long; marks are drawn in order."""

    width: int
    height: int
    marks: tuple[Mark, ...]
