"""What every screen works with, put together once in `main`."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.screens.language import Tongue
from kiosk.screens.link import Link
from kiosk.screens.look import LookModel
from kiosk.screens.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Kit:
    """The link to the branch, the pictures, the language and the look of one screen, and its sense of time."""

    link: Link
    tongue: Tongue
    pictures: Pictures
    look: LookModel
    now: Callable[[], float]
    """Monotonic clock in seconds."""
    settle_s: float
    """A press so soon after a change of screen was aimed at the screen before."""
