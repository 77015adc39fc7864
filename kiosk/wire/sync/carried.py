"""What headquarters gives the stick to carry back: its answer to what came, under its signature."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.wire.sync.answers import Accepted, Bad, Busy, Denied, Fork, Gap
from kiosk.wire.sync.upload import Envelope

SUFFIX: Final = ".kiosk-receipts"


class BadReceipts(ValueError):
    """Headquarters did not sign this, or it is for another branch."""


class Answered(msgspec.Struct, frozen=True):
    """An upload by its envelope, and the answer to it."""

    envelope: Envelope
    answer: Accepted | Gap | Fork | Bad | Denied | Busy


class Receipts(msgspec.Struct, frozen=True):
    """The answers that matter: to the last upload that was taken, and to the first that was not."""

    branch: str
    made_ms: int
    answers: tuple[Answered, ...]


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Receipts).decode


def encode_receipts(receipts: Receipts, key: Ed25519PrivateKey) -> bytes:
    """Return the file: a line with the signature in base64, then what is signed."""
    content = _encode(receipts)
    return base64.b64encode(key.sign(_signed_bytes(content))) + b"\n" + content


def decode_receipts(file: bytes, publics: Sequence[Ed25519PublicKey]) -> Receipts:
    """Return what one of `publics` signed. BadReceipts."""
    signature, _, content = file.partition(b"\n")
    if not any(_has_signed(public, signature, content) for public in publics):
        raise BadReceipts("signature")
    try:
        return _decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadReceipts("format") from error


def _has_signed(public: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        public.verify(base64.b64decode(signature, validate=True), _signed_bytes(content))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _signed_bytes(content: bytes) -> bytes:
    return b"kiosk-receipts-1\0" + content
