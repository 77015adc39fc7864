"""How a customer wants a public screen: text size, contrast, low layout (ux.md, Numbers). Wiped with the session."""

from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from kiosk.domain.flow import events as e

TextSize = Literal["S", "M", "L", "XL"]
Contrast = Literal["default", "light", "dark", "glare"]
"""`light` and `dark` are black and white at 21:1; `glare` is calm on a screen that dazzles."""

T = TypeVar("T")

_SIZES: Final[tuple[TextSize, ...]] = ("M", "L", "XL", "S")
_CONTRASTS: Final[tuple[Contrast, ...]] = ("default", "dark", "light", "glare")


@dataclass(frozen=True, slots=True)
class View:
    """The look of a screen for one customer; a fresh one is what everybody starts with."""

    size: TextSize = "M"
    contrast: Contrast = "default"
    low: bool = False
    """All controls within reach of somebody who sits (ux.md: 380 to 1220 mm above the floor)."""


def seen(view: View, event: e.Larger | e.Recolour | e.Lower) -> View:
    """Return the view after a press: the next text size, the next contrast, or controls down or up again."""
    match event:
        case e.Larger():
            return replace(view, size=_after(_SIZES, view.size))
        case e.Recolour():
            return replace(view, contrast=_after(_CONTRASTS, view.contrast))
        case e.Lower():
            return replace(view, low=not view.low)


def tiles(view: View) -> int:
    """Return how many tiles or rows at most stand on one screen: six, fewer where text is large or space is low."""
    return 4 if view.size == "XL" or view.low else 6


def _after(choices: tuple[T, ...], chosen: T) -> T:
    return choices[(choices.index(chosen) + 1) % len(choices)]
