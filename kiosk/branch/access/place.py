"""Where a branch is found on its LAN, while it is to be found there at all."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a branch on its LAN, and whose word proves that it is the branch."""

    urls: tuple[str, ...]
    """Such as https://10.77.0.1:8766; one for each address of the machine."""
    fingerprint: str
    """Of the branch's own certificate authority, as people compare it: four groups of four letters and digits."""
    ca_pem: bytes
    """The certificate of that authority, for whoever is to trust it."""


FindPlace = Callable[[], Awaitable[Place | None]]
"""Tells where the branch is found right now, and opens the LAN first if it is to be open; None: on loopback only."""


async def nowhere() -> None:
    """Tell that there is no LAN: nobody serves one."""
