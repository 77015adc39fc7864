"""How large the windows of a demonstration are on one desktop, and where they stand without burying one another."""

from typing import Final, Literal

from PySide6.QtCore import QSize

BAR_MM: Final = 150
"""Width of the bar of a demonstration, in millimetres of its own scale."""
_BAR_DENSITY: Final = 2.6
_BAR_TALL_MM: Final = 378
"""Height that leaves room for the bar (some 345 mm), its distance from the edge and the title of its window."""
_GAP: Final = 24
_TITLE: Final = 32
"""Pixels between two windows, and of the title that a desktop puts above each."""
_KIOSK_OF_DESKTOP: Final = 0.92


def portrait_in(height: int) -> tuple[int, int]:
    """Return the size of an upright monitor, small enough for a desktop of that height with its bars."""
    tall = min(1920, int(height * _KIOSK_OF_DESKTOP))
    return tall * 9 // 16, tall


def landscape_in(space: QSize) -> tuple[int, int]:
    """Return the size of a lying 16:9 window that fits between the entrance and the bar, half the desktop at most."""
    room = space.width() - _beside_entrance(space) - bar_room(space.height())
    wide = min(space.width() // 2, max(space.width() // 3, room))
    return wide, wide * 9 // 16


def place_of(kind: Literal["exit", "hall"], space: QSize) -> tuple[int, int]:
    """Return how far from the left and from the top of the desktop a window stands: beside the entrance, off the bar.

    The exit stands at the top, the hall at the bottom: whoever presses the one still sees the head of the other.
    """
    if kind == "exit":
        wide, down = portrait_in(space.height())[0], _TITLE
    else:
        wide, tall = landscape_in(space)
        down = max(0, space.height() - tall - _GAP)
    return max(0, min(_beside_entrance(space), space.width() - bar_room(space.height()) - wide)), down


def bar_density(height: int) -> float:
    """Return the scale of the bar in pixels for each mm, so that all of it fits a desktop of that height."""
    return min(_BAR_DENSITY, height / _BAR_TALL_MM)


def bar_room(height: int) -> int:
    """Return how many pixels at the right of a desktop the bar takes, with the gaps beside it."""
    return round(BAR_MM * bar_density(height)) + 2 * _GAP


def _beside_entrance(space: QSize) -> int:
    return portrait_in(space.height())[0] + _GAP
