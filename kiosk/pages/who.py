"""Who is at a page, for the frame around it: the badge chip, the menu beside it, and the lock that waits."""

from dataclasses import dataclass
from typing import Final

from fastapi import Request

from kiosk.branch.access.access import Who
from kiosk.web.sessions import LOCK_S


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a page."""

    badge: str = ""
    """Badge number of the person signed in; empty in the open demonstration, where nobody signs in."""
    device: str = ""
    """Name of the paired device; where help is wanted if somebody calls for it."""
    lock_s: int = int(LOCK_S)
    """Seconds without a touch after which the page locks."""


NOBODY: Final = Visitor()
"""Whoever it is, nobody needs to be known: the frame is that of the open demonstration."""


def visitor(request: Request) -> Visitor:
    """Return who opened a page, as the doors let them in; NOBODY where there are no doors or everybody is let in.

    Every view of a page hands it to its template as `who`: without it the frame draws neither badge nor lock.
    """
    who: Who | None = getattr(request.state, "who", None)
    return Visitor(who.badge, who.device) if who is not None and who.badge else NOBODY
