"""Personal data on its way to headquarters: sealed to its key, bound to its place, checked against the chain when opened.

HPKE of RFC 9180 in base mode (X25519, HKDF-SHA256, AES-256-GCM): whoever carries or stores it reads nothing. Anybody who
knows the public key could seal something; what proves the content is the commitment in the branch's chain.
"""

import struct
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.domain.facts import RecordClass

MOST: Final = 20
"""Records in one request."""
LONGEST: Final = 128 * 1024
"""Of one sealed record, in bytes: twice what a request to a branch may bring."""
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of the body of a request."""
TAKEN: Final = b'{"kind":"taken"}'
"""The body of the answer to records that are kept."""

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_length: Final = struct.Struct(">I").pack


class BadSeal(Exception):
    """It was not sealed to this key, or not for this place."""


class BadRecords(ValueError):
    """A request with sealed records cannot be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a sealed record is bound to: moved to another it does not open."""

    branch: str
    record: str
    date: str
    of: str

    @property
    def info(self) -> bytes:
        """The same as HPKE is told it: each part with its length in front."""
        parts = [part.encode() for part in (self.branch, self.record, self.date, self.of)]
        return b"kiosk-sealed-1\0" + b"".join(_length(len(part)) + part for part in parts)


class SealedRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record as it is sent. `commitment` is what the chain holds for it (kiosk.wire.chain)."""

    record: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z-]{1,64}\Z")]
    date: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
    of: RecordClass
    commitment: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
    sealed: Annotated[bytes, msgspec.Meta(min_length=1, max_length=LONGEST)]


_Records = Annotated[list[SealedRecord], msgspec.Meta(max_length=MOST)]


def seal(public: bytes, place: Place, salted: bytes) -> bytes:
    """Return a salt and content sealed to headquarters' public key (32 raw bytes): another text each time."""
    return _SUITE.encrypt(salted, X25519PublicKey.from_public_bytes(public), place.info)


def unseal(private: X25519PrivateKey, place: Place, sealed: bytes) -> bytes:
    """Return the salt and content of a sealed record. BadSeal."""
    try:
        return _SUITE.decrypt(sealed, private, place.info)
    except (InvalidTag, ValueError) as error:
        raise BadSeal(place.record) from error


def encode_records(records: list[SealedRecord]) -> bytes:
    """Return the body of a request that brings sealed records."""
    return msgspec.json.encode(records)


def decode_records(body: bytes) -> list[SealedRecord]:
    """Return the sealed records of a request. BadRecords: it is none, too many, or one is too long."""
    try:
        return msgspec.json.decode(body, type=_Records)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecords(str(error)) from error
