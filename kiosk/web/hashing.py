"""How a PIN is kept: argon2id, slow on purpose, behind a pepper that is in no backup.

A stolen backup alone gives no PIN away: whoever tries all six digits needs the key file too.
"""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Final, Protocol

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from kiosk.domain.staff import PIN_DIGITS, is_pin
from kiosk.records.database.keys import load_key, make_key
from kiosk.records.database.problems import StoreProblem, naming_problems

log = structlog.get_logger()

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
"""OWASP, Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane."""
_TEMPORARY_DIGITS: Final = PIN_DIGITS[0]


class Hasher(Protocol):
    """Makes and compares the hashes of secrets. Slow: never on the lane or the event loop. Any thread may call."""

    def hash(self, secret: bytes) -> str:
        """Return a hash of `secret`, salted: another one each time."""
        ...

    def fits(self, kept: str, secret: bytes) -> bool:
        """Tell whether `kept` is a hash of `secret`; a damaged one is none."""
        ...


class Argon2id:
    """The hasher of a branch. Lets other threads run while it works."""

    def __init__(self, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        """Use so much memory, so many times."""
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=LANES)

    def hash(self, secret: bytes) -> str:
        """Return a hash of `secret`; memory, passes and salt stand in it."""
        return self._hasher.hash(secret)

    def fits(self, kept: str, secret: bytes) -> bool:
        """Tell whether `kept` is a hash of `secret`; a damaged one is none."""
        try:
            return self._hasher.verify(kept, secret)
        except (VerificationError, ValueError):
            return False


def have_pepper(keys: Path) -> bytes:
    """Return the pepper in the folder of the keys, made now if there is none or it is damaged.

    With another pepper no PIN fits any more: `kiosk new-manager` lets people in again, and customers are served meanwhile.
    StoreProblem: it can be neither read nor made; one that cannot be read is left as it is.
    """
    path = keys / "pepper.key"
    with naming_problems(path):
        try:
            return load_key(path)
        except StoreProblem:
            if path.exists():
                log.error("pepper_damaged", key=path.name)  # noqa: TRY400 - the disk's fault, and mended by the next lines
                path.unlink()
        make_key(path)
        return load_key(path)


def peppered(pepper: bytes, badge: str, pin: str) -> bytes:
    """Return what is hashed for a PIN: bound to its badge, so that no hash fits under another one."""
    return hmac.digest(pepper, badge.encode() + b"\0" + pin.encode(), hashlib.sha256)


def temporary_pin(badge: str) -> str:
    """Return a random PIN for one sign-in that passes for a PIN of `badge`."""
    while True:
        pin = f"{secrets.randbelow(10**_TEMPORARY_DIGITS):0{_TEMPORARY_DIGITS}}"
        if is_pin(pin, badge):
            return pin
