"""Ids that sort by the time they were made: UUID version 7 (RFC 9562)."""

import os
from collections.abc import Callable
from uuid import UUID

_RANDOM_BITS = 74


def uuid7(now_ms: int, random: bytes) -> str:
    """Return the UUIDv7 of a moment (UTC ms) and at least ten random bytes, as canonical text."""
    return _text(now_ms << _RANDOM_BITS | int.from_bytes(random[:10]) >> 80 - _RANDOM_BITS)


class Ids:
    """Makes UUIDv7s that rise even when the clock stands still or goes back. One thread at a time."""

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        """Take random bytes from `random`."""
        self._random = random
        self._last = 0

    def new(self, now_ms: int) -> str:
        """Return a new id for this moment, greater than every one before it."""
        random = int.from_bytes(self._random(10))
        value = now_ms << _RANDOM_BITS | random >> 80 - _RANDOM_BITS
        if value <= self._last:
            value = self._last + 1 + (random & 0xFFFF_FFFF)
        self._last = value
        return _text(value)


def _text(value: int) -> str:
    """Return 48 bits of time and 74 random bits as a UUID: version and variant lie between them."""
    time_and_a, b = divmod(value, 1 << 62)
    ms, a = divmod(time_and_a, 1 << 12)
    return str(UUID(int=(ms & (1 << 48) - 1) << 80 | 7 << 76 | a << 64 | 0b10 << 62 | b))
