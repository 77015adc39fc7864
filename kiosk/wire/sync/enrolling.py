"""What a branch that wants to be taken in says to headquarters, what it is answered, and how it announces another key.

Both are signed calls like any other (`signing`): the branch proves to hold the key it tells by signing the call with it, and
the answer is bound to that call.
"""

from __future__ import annotations

import base64
import re
import struct
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PATH: Final = "/v1/enrol"
MOST_BYTES: Final = 128 << 10
BRANCH_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
"""What may stand in a path and in a QR code."""
MOST_NAME: Final = 120
_KEY_BYTES: Final = 32

RefusalCode = Literal[
    "bad_request", "bad_voucher", "wrong_code", "expired", "used_up", "withdrawn", "other_site", "demonstration", "real",
    "taken", "revoked", "wrong_key", "too_many_tries", "busy",
]  # fmt: skip


class BadCall(ValueError):
    """Nobody of ours said this."""


class Asking(msgspec.Struct, frozen=True):
    """A branch asks to be taken in, by the file of a voucher or by its code."""

    branch: str
    name: str
    key: str
    """The branch's public key in hex; it signs this call."""
    demonstration: bool
    voucher: str = ""
    """Base64 of the file as it is."""
    code: str = ""


class Welcome(msgspec.Struct, frozen=True, tag="welcome", tag_field="answer"):
    """200: headquarters knows the branch by this key, and these are its own."""

    branch: str
    hq_signing: str
    hq_sealing: str
    words_zh: tuple[str, ...]
    words_en: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, tag="refused", tag_field="answer"):
    """403, or 429 and 503 with a time to wait: nothing came of it."""

    code: RefusalCode
    wait_s: int = 0


class NewKey(msgspec.Struct, frozen=True):
    """A branch announces the key it will sign with from now on. The call is signed by the old one."""

    key: str
    proof: str
    """Base64 of Ed25519 by the new key over branch and both keys."""


def read_asking(body: bytes) -> Asking:
    """Return what a branch asks. BadCall: it is nothing of the kind."""
    try:
        asking = msgspec.json.decode(body, type=Asking)
        size = len(bytes.fromhex(asking.key))
    except (ValueError, RecursionError) as error:
        raise BadCall from error
    if (
        size != _KEY_BYTES
        or len(asking.name) > MOST_NAME
        or "\0" in asking.name
        or not BRANCH_CODE.fullmatch(asking.branch)
        or bool(asking.voucher) == bool(asking.code)
    ):
        raise BadCall
    return asking


def read_answer(body: bytes) -> Welcome | Refused:
    """Return headquarters' answer. BadCall: it is none."""
    try:
        return msgspec.json.decode(body, type=Welcome | Refused)
    except (ValueError, RecursionError) as error:
        raise BadCall from error


def announced(branch: str, old: bytes, key: Ed25519PrivateKey) -> NewKey:
    """Return the announcement of `key` by a branch whose public key is `old`."""
    new = key.public_key().public_bytes_raw()
    return NewKey(new.hex(), base64.b64encode(key.sign(_base(branch, old, new))).decode())


def read_new_key(body: bytes, branch: str, old: bytes) -> bytes:
    """Return the public key a branch announces. BadCall: it is none, or whoever announces it does not hold it."""
    try:
        said = msgspec.json.decode(body, type=NewKey)
        new = bytes.fromhex(said.key)
        proof = base64.b64decode(said.proof, validate=True)
        Ed25519PublicKey.from_public_bytes(new).verify(proof, _base(branch, old, new))
    except (InvalidSignature, ValueError, RecursionError) as error:
        raise BadCall from error
    return new


def key_kept(key: bytes) -> bytes:
    """Return the body of the answer to a branch whose announced key is known from now on."""
    return msgspec.json.encode({"key": key.hex()})


def _base(branch: str, old: bytes, new: bytes) -> bytes:
    named = branch.encode()
    return b"kiosk-key-1\0" + struct.pack(">I", len(named)) + named + old + new
