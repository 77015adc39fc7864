"""How headquarters changes the key it signs with: the old key signs the new one, and whoever trusts the old follows.

Every answer tells the whole line of keys, oldest first, so that a branch which was away for years still finds its way from
the key it knows to the one that signs today.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HEADER: Final = "kiosk-key-succession"
_MOST_BYTES: Final = 16 << 10
_KEY_BYTES: Final = 32


class Succession(msgspec.Struct, frozen=True):
    """One change of keys: public halves in hex, and base64 of Ed25519 by the old key over both."""

    old: str
    new: str
    signature: str


def succeeded(old: Ed25519PrivateKey, new: bytes) -> Succession:
    """Let the public key `new` follow `old`."""
    before = old.public_key().public_bytes_raw()
    signature = base64.b64encode(old.sign(_base(before, new))).decode()
    return Succession(before.hex(), new.hex(), signature)


def told(line: Sequence[Succession]) -> dict[str, str]:
    """Return the header that tells a line of keys; nothing while the first key still signs."""
    return {HEADER: base64.b64encode(msgspec.json.encode(line)).decode()} if line else {}


def followed(known: bytes, header: str) -> tuple[bytes, ...]:
    """Return the keys that followed `known`, oldest first, as far as each is signed by the one before it.

    Nothing of what is no line of keys, or of somebody else's.
    """
    keys = [known]
    for change in _line(header):
        if change.old == keys[-1].hex() and _holds(change):
            keys.append(bytes.fromhex(change.new))
    return tuple(keys[1:])


def _line(header: str) -> list[Succession]:
    try:
        return msgspec.json.decode(
            base64.b64decode(header[:_MOST_BYTES], validate=True), type=list[Succession]
        )
    except (ValueError, binascii.Error, RecursionError):
        return []


def _holds(change: Succession) -> bool:
    try:
        old, new = bytes.fromhex(change.old), bytes.fromhex(change.new)
        signature = base64.b64decode(change.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(old).verify(signature, _base(old, new))
    except (InvalidSignature, ValueError):
        return False
    return len(new) == _KEY_BYTES


def _base(old: bytes, new: bytes) -> bytes:
    return b"kiosk-hq-key-1\0" + old + new
