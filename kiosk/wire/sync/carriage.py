"""Facts that travel on a stick: the uploads of a branch in one file that only headquarters reads.

A head says whose it is and holds a key of its own, sealed to headquarters (HPKE, RFC 9180). Then one frame for each upload,
under that key and numbered, the last one marked: a frame lost, doubled or moved opens nothing (the STREAM construction of
Hoang et al., 2015). At the end Ed25519 of the branch over all before it. Nothing is ever held in memory but one upload.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.wire.sync.enrolling import BRANCH_CODE
from kiosk.wire.sync.upload import MOST_COMPRESSED

MAGIC: Final = b"kiosk-carriage-1\n"
SUFFIX: Final = ".kiosk-carriage"

BadCarriageCode = Literal[
    "format", "truncated", "damaged", "signature", "other_headquarters", "not_enrolled", "wrong_key", "replaced", "revoked"
]  # fmt: skip

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LENGTH: Final = struct.Struct(">I")
_NONCE: Final = struct.Struct(">QI")
_TAG: Final = 16
_MOST_HEAD: Final = 4_096
_SIGNATURE: Final = 64
_PIECE: Final = 1 << 20
_MORE, _LAST = 0, 1


class BadCarriage(ValueError):
    """The file is not taken; `code` is stable and says why."""

    def __init__(self, code: BadCarriageCode) -> None:
        """Tell what is wrong; the text is the code."""
        self.code = code
        super().__init__(code)


class Head(msgspec.Struct, frozen=True):
    """Whose uploads these are: branch, the name of the key it signed with, UTC ms, and the key of the frames, sealed."""

    branch: str
    key_id: str
    made_ms: int
    headquarters: str
    """The sealing key it is for, in hex."""
    key: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """A branch that packs: its code, its key and that key's name, and whom it seals to (32 raw bytes)."""

    branch: str
    key_id: str
    key: Ed25519PrivateKey
    sealing: bytes


def write_carriage(file: BinaryIO, sender: Sender, uploads: Iterable[bytes], now_ms: int) -> int:
    """Write uploads, each packed as it would be sent, to a file just opened; return how many. OSError as it comes."""
    key, public = os.urandom(32), X25519PublicKey.from_public_bytes(sender.sealing)
    sealed = _SUITE.encrypt(key, public, _bound_to(sender.branch))
    head = Head(sender.branch, sender.key_id, now_ms, sender.sealing.hex(), sealed)
    content, digest, count = msgspec.json.encode(head), hashlib.sha256(), 0

    def put(data: bytes) -> None:
        digest.update(data)
        file.write(data)

    put(MAGIC + _LENGTH.pack(len(content)) + content)
    for count, frame in enumerate(_sealed(ChaCha20Poly1305(key), uploads)):  # noqa: B007 - the last frame holds no upload
        put(_LENGTH.pack(len(frame)) + frame)
    file.write(sender.key.sign(_signed_bytes(digest.digest())))
    return count


def _sealed(cipher: ChaCha20Poly1305, uploads: Iterable[bytes]) -> Iterator[bytes]:
    number = 0
    for number, upload in enumerate(uploads, 1):
        yield cipher.encrypt(_NONCE.pack(number, _MORE), upload, None)
    yield cipher.encrypt(_NONCE.pack(number + 1, _LAST), b"", None)


class Carriage:
    """A file from a branch. Read it in this order: `head`, `check`, `uploads`."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the head. BadCarriage: `format` or `truncated`."""
        self._file = file
        file.seek(0)
        if file.read(len(MAGIC)) != MAGIC:
            raise BadCarriage("format")
        try:
            self.head = msgspec.json.decode(self._exactly(self._length(_MOST_HEAD)), type=Head)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise BadCarriage("format") from error
        if not BRANCH_CODE.fullmatch(self.head.branch):
            raise BadCarriage("format")
        self._first = file.tell()

    def check(self, public: Ed25519PublicKey) -> None:
        """Read the whole file once. BadCarriage: the branch did not sign this, or not to its end."""
        size = self._file.seek(0, os.SEEK_END)
        left, digest = size - _SIGNATURE, hashlib.sha256()
        if left < self._first:
            raise BadCarriage("truncated")
        self._file.seek(0)
        while left:
            piece = self._exactly(min(left, _PIECE))
            digest.update(piece)
            left -= len(piece)
        try:
            public.verify(self._exactly(_SIGNATURE), _signed_bytes(digest.digest()))
        except InvalidSignature as error:
            raise BadCarriage("signature") from error

    def uploads(self, sealing: X25519PrivateKey) -> Iterator[bytes]:
        """Yield each upload. BadCarriage: sealed to somebody else, or not what was sealed."""
        if self.head.headquarters != sealing.public_key().public_bytes_raw().hex():
            raise BadCarriage("other_headquarters")
        self._file.seek(self._first)
        number, is_last = 0, False
        open_frame = self._opener(sealing)
        while not is_last:
            number += 1
            frame = self._exactly(self._length(MOST_COMPRESSED + _TAG))
            # The frame that ends it holds nothing.
            is_last = len(frame) == _TAG
            upload = open_frame(_NONCE.pack(number, _LAST if is_last else _MORE), frame)
            if not is_last:
                yield upload
        if len(self._file.read(_SIGNATURE + 1)) != _SIGNATURE:
            raise BadCarriage("damaged")

    def _opener(self, sealing: X25519PrivateKey) -> Callable[[bytes, bytes], bytes]:
        """Return what opens a frame by its nonce. BadCarriage."""

        def opened(nonce: bytes, frame: bytes) -> bytes:
            try:
                return cipher.decrypt(nonce, frame, None)
            except InvalidTag as error:
                raise BadCarriage("damaged") from error

        try:
            cipher = ChaCha20Poly1305(_SUITE.decrypt(self.head.key, sealing, _bound_to(self.head.branch)))
        except (InvalidTag, ValueError) as error:
            raise BadCarriage("damaged") from error
        return opened

    def _length(self, most: int) -> int:
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if length > most:
            raise BadCarriage("damaged")
        return int(length)

    def _exactly(self, length: int) -> bytes:
        content = self._file.read(length)
        if len(content) != length:
            raise BadCarriage("truncated")
        return content


def _bound_to(branch: str) -> bytes:
    return MAGIC + branch.encode()


def _signed_bytes(digest: bytes) -> bytes:
    """Return what the signature is over: nothing else that a branch signs begins like this."""
    return b"kiosk-carriage-1\0" + digest
