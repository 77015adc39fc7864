"""Where a branch is found on its LAN, while it is to be found there at all."""

import hashlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a branch on its LAN, and whose word proves that it is the branch."""

    urls: tuple[str, ...]
    """Such as https://10.77.0.1:8766; one for each address of the machine."""
    fingerprint: str
    """Of the branch's own certificate authority, as people compare it with what `kiosk pair` shows: four groups of four."""
    ca_pem: bytes
    """The certificate of that authority, for whoever is to trust it."""

    @property
    def fingerprint_sha256(self) -> str:
        """The same certificate's SHA-256 as browsers and openssl show it: 32 pairs of hex digits with colons."""
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.ca_pem.decode())).digest().hex(":").upper()


FindPlace = Callable[[], Awaitable[Place | None]]
"""Tells where the branch is found right now, and opens the LAN first if it is to be open; None: on loopback only."""


async def nowhere() -> None:
    """Tell that there is no LAN: nobody serves one."""
