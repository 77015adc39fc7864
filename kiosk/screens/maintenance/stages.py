"""Where somebody stands in the panel, and how long it waits for them there."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.flow.idle import Patience

OUTSIDE: Final = Patience(10, 20)
"""Whoever came here by accident is gone, and the next customer must find the screen."""
INSIDE: Final = Patience(90, 30)
"""Two minutes without a touch in all, as every page of staff (ux.md)."""
PAGES: Final = frozenset({"doctor", "checks", "printer", "sound", "touch", "ruler", "versions", "power"})
ENDED: Final = frozenset({"sign_in_needed", "page_locked", "not_paired", "role_may_not", "pin_must_be_set"})


@dataclass(frozen=True, slots=True)
class PanelState:
    """What of the panel is shown."""

    page: str = ""
    """`knocking`, `door`, `away`, `home` or one of the pages; empty while the panel is closed."""
    badge: str = ""
    inside: bool = False
    trouble: str = ""
    """Why only what is no secret is shown: `silent` or `not_paired`."""
