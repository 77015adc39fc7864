"""What headquarters answers to an upload, and the receipt it signs (protocol.md, Upload)."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DenialCode = Literal[
    "not_enrolled", "wrong_key", "wrong_branch", "revoked", "demonstration", "real", "replaced"
]


class Acked(msgspec.Struct, frozen=True):
    """A place in the chain that is durable at headquarters. Epoch and hash in hex; seq 0: nothing of this epoch yet."""

    epoch: str
    seq: int
    hash: str


class Receipt(msgspec.Struct, frozen=True):
    """Headquarters' word that it holds everything of a branch up to a place, good without a network and for ever."""

    branch: str
    acked: Acked
    hq_epoch: int
    """Rises whenever headquarters was restored from a backup."""
    key_id: str
    signature: str
    """Base64 of Ed25519 over all the others."""

    @classmethod
    def signed(cls, key: Ed25519PrivateKey, key_id: str, branch: str, acked: Acked, hq_epoch: int) -> Receipt:
        """Give a receipt under headquarters' key."""
        signature = key.sign(_receipt_base(branch, acked, hq_epoch, key_id))
        return cls(branch, acked, hq_epoch, key_id, base64.b64encode(signature).decode())

    def holds(self, public: Ed25519PublicKey) -> bool:
        """Tell whether the holder of `public` signed this."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
            public.verify(signature, _receipt_base(self.branch, self.acked, self.hq_epoch, self.key_id))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


class Accepted(msgspec.Struct, frozen=True, tag="accepted", tag_field="answer"):
    """200: durable through `receipt.acked`."""

    receipt: Receipt
    quarantined: int
    """How many facts of this upload headquarters keeps and does not understand yet."""
    batch: int = 1_000
    """The most facts it wants in one upload."""
    wait_ms: int = 0
    """How long it would like the branch to wait before the next."""

    @property
    def acked(self) -> Acked:
        """What is durable."""
        return self.receipt.acked


class Gap(msgspec.Struct, frozen=True, tag="gap", tag_field="answer"):
    """409: the upload begins beyond what headquarters holds."""

    acked: Acked
    hq_epoch: int


class Fork(msgspec.Struct, frozen=True, tag="fork", tag_field="answer"):
    """409: headquarters holds another fact at `at`; `hash` is the hash it holds there, `epoch` whose seq it is."""

    epoch: str
    at: int
    hash: str


class Bad(msgspec.Struct, frozen=True, tag="bad", tag_field="answer"):
    """400, 413 or 422: the upload cannot be taken as it is."""

    code: str


class Denied(msgspec.Struct, frozen=True, tag="denied", tag_field="answer"):
    """401 or 403: not from this branch, or not any more."""

    code: DenialCode


class Busy(msgspec.Struct, frozen=True, tag="busy", tag_field="answer"):
    """429 or 503: later."""

    wait_ms: int


Answer = Accepted | Gap | Fork | Bad | Denied | Busy

DAMAGED: Final = Bad("digest")
"""What came is not what was sent: it suffered on its way, and is good enough to be sent again as it is."""

_encode: Final = msgspec.json.Encoder().encode
_decode: Final[Callable[[bytes], Answer]] = msgspec.json.Decoder(Answer).decode
_STATUS: Final = {"Accepted": 200, "Gap": 409, "Fork": 409, "Bad": 422, "Denied": 403, "Busy": 503}


class BadAnswer(ValueError):
    """What came back is no answer of this protocol: nobody knows what became of the upload."""


def status_of(answer: Answer) -> int:
    """Return the HTTP status of an answer."""
    return _STATUS[type(answer).__name__]


def encode_answer(answer: Answer) -> bytes:
    """Return an answer as JSON."""
    return _encode(answer)


def decode_answer(body: bytes) -> Answer:
    """Return the answer in `body`. BadAnswer: it is none."""
    try:
        return _decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadAnswer(str(error)) from error


def _receipt_base(branch: str, acked: Acked, hq_epoch: int, key_id: str) -> bytes:
    """Return what a receipt signs: every text preceded by its length, so that no two receipts read alike."""
    texts = (branch, acked.epoch, acked.hash, key_id)
    lengths = b"".join(struct.pack(">I", len(text.encode())) + text.encode() for text in texts)
    return b"kiosk-receipt-1\0" + lengths + struct.pack(">QQ", acked.seq, hq_epoch)
