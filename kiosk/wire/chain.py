"""The hash chain of the journal, exactly as protocol.md says. Standard library only: anybody can check a journal with it."""

import hashlib
import struct
from functools import lru_cache
from typing import Final

NOTHING_BEFORE: Final = bytes(32)
"""The hash before the first fact of a branch."""

_length: Final = struct.Struct(">I").pack
_place: Final = struct.Struct(">3s8sQ32s").pack
_times_and_length: Final = struct.Struct(">IqI").pack


def commitment_to(salted: bytes) -> bytes:
    """Return what the chain holds in the place of personal data: `salted` is a salt of 32 bytes, then the content."""
    return hashlib.sha256(b"kiosk record\0" + salted).digest()


def part_of(  # noqa: PLR0913, PLR0917 - these values are the chain
    id: bytes,  # noqa: A002
    kind: str,
    version: int,
    at_ms: int,
    body: bytes,
    commitment: bytes = b"",
) -> bytes:
    """Return what a fact itself gives to its hash: `id` is the 16 bytes of the UUID, `commitment` none or 32.

    Integers are big-endian; `kind` and `body` are preceded by their length in bytes as 32 bits.
    """
    return b"".join((id, _named(kind), _times_and_length(version, at_ms, len(body)), body, commitment))


@lru_cache(256)
def _named(kind: str) -> bytes:
    """Return a kind behind its length: there are few of them."""
    name = kind.encode()
    return _length(len(name)) + name


def hash_of(epoch: bytes, seq: int, prev: bytes, part: bytes) -> bytes:
    """Return the SHA-256 that ties a fact to all before it: its place (`epoch` 8 bytes, `prev` 32) and its own part."""
    return hashlib.sha256(_place(b"k1\0", epoch, seq, prev) + part).digest()


def fact_hash(  # noqa: PLR0913 - these values are the chain
    *, epoch: bytes, seq: int, prev: bytes, id: bytes, kind: str, version: int, at_ms: int, body: bytes,  # noqa: A002
    commitment: bytes = b"",
) -> bytes:  # fmt: skip
    """Return the SHA-256 that ties a fact to all before it, over the stored bytes (protocol.md, The chain)."""
    return hash_of(epoch, seq, prev, part_of(id, kind, version, at_ms, body, commitment))
