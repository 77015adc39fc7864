"""An upload: an envelope and, a line each, facts as the journal stores them, without their hashes.

A line is text up to the body: id, time, version, commitment, kind, one letter, then the body's bytes to the end of the
line. The letter says how to read them: `.` as they are, `=` base64 because a line break stands in them, `?` base64 of what
the chain hashes of a fact that headquarters could not read as a line (`opaque`).
"""

from __future__ import annotations

import base64
import struct
import zlib
from binascii import unhexlify
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, NamedTuple, overload
from urllib.parse import quote, unquote

import msgspec

from kiosk.wire.chain import hash_of, part_of

VERSION: Final = 1
MOST_FACTS: Final = 1_000
MOST_COMPRESSED: Final = 1 << 20
MOST_EXPANDED: Final = 8 << 20
MOST_OPAQUE: Final = 64 << 10
MOST_KIND: Final = 200
"""Bytes of the name of a kind: one that is longer fills memory, and no index of PostgreSQL holds one of 2,700."""
OPAQUE: Final = "opaque"
"""Kind of a fact that headquarters keeps without reading it."""

BadUploadCode = Literal["envelope", "line", "count", "chain", "version", "compression", "too_large"]
_NOTHING_SENT: Final = "-"
_ID_BYTES: Final = 16
_COMMITMENT_BYTES: Final = (0, 32)


class BadUpload(ValueError):
    """The upload cannot be taken; `code` says why. The branch halves it, and at one fact sends it opaque."""

    def __init__(self, code: BadUploadCode, detail: str = "") -> None:
        """Tell what is wrong; `detail` holds nothing of any fact."""
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


class StoredFact(NamedTuple):
    """A fact as it is stored: `id` 16 bytes, `commitment` none or 32, `at_ms` UTC; `opaque` ones hold all in `body`."""

    seq: int
    id: bytes
    kind: str
    version: int
    at_ms: int
    body: bytes
    commitment: bytes = b""

    @property
    def part(self) -> bytes:
        """What the chain hashes of this fact behind the hash before it."""
        if self.kind == OPAQUE and not self.id:
            return self.body
        return part_of(self.id, self.kind, self.version, self.at_ms, self.body, self.commitment)

    @property
    def as_opaque(self) -> StoredFact:
        """This fact as headquarters can keep it without reading it; its hash is the same."""
        return StoredFact(self.seq, b"", OPAQUE, 1, 0, self.part)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands in the first line. Hashes and epoch in hex; `before` is the hash before the first fact."""

    version: int
    epoch: str
    first: int
    count: int
    before: str
    last: str
    sent_ms: int
    """When it was sent, by the branch's clock: told, never judged."""
    purged: bool = False
    """What stood before the first fact was purged at the branch, under an anchor: nobody can send it any more."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Consecutive facts of one epoch."""

    envelope: Envelope
    facts: Sequence[StoredFact]


_envelope_to: Final = msgspec.json.Encoder().encode
_envelope_of: Final = msgspec.json.Decoder(Envelope).decode


def chained(epoch: bytes, before: bytes, facts: Iterable[StoredFact]) -> list[bytes]:
    """Return the hash of each fact, the first following `before` (protocol.md, The chain)."""
    hashes = []
    for fact in facts:
        before = hash_of(epoch, fact.seq, before, fact.part)
        hashes.append(before)
    return hashes


def enclosed(
    epoch: bytes, before: bytes, facts: Sequence[StoredFact], sent_ms: int, *, purged: bool = False
) -> Upload:
    """Return consecutive facts, at least one, as an upload; `purged`: they are the oldest that are left."""
    last = chained(epoch, before, facts)[-1]
    first = facts[0].seq
    envelope = Envelope(VERSION, epoch.hex(), first, len(facts), before.hex(), last.hex(), sent_ms, purged)
    return Upload(envelope, tuple(facts))


def encode(upload: Upload) -> bytes:
    """Return the lines of an upload, not compressed."""
    return b"\n".join([_envelope_to(upload.envelope), *map(_line, upload.facts)])


def pack(lines: bytes) -> bytes:
    """Return the lines compressed with zlib, as they travel."""
    return zlib.compress(lines, 9)


def unpack(chunks: Iterable[bytes]) -> bytes:
    """Return the lines of a compressed body, which comes in pieces.

    Both limits hold while it is inflated: a bomb is dropped at the first byte too many.

    Raises:
        BadUpload: `too_large`, or `compression`, cut short or no zlib.
    """
    inflater, taken, lines = zlib.decompressobj(), 0, bytearray()
    for chunk in chunks:
        taken += len(chunk)
        if taken > MOST_COMPRESSED:
            raise BadUpload("too_large", "compressed")
        try:
            lines += inflater.decompress(chunk, MOST_EXPANDED + 1 - len(lines))
        except zlib.error as error:
            raise BadUpload("compression") from error
        if len(lines) > MOST_EXPANDED:
            raise BadUpload("too_large", "expanded")
    if not inflater.eof or inflater.unused_data:
        raise BadUpload("compression")
    return bytes(lines)


def decode(lines: bytes) -> Upload:
    """Return the upload in `lines`.

    The chain is not looked at: that needs what headquarters holds.

    Raises:
        BadUpload: it is no upload of this version.
    """
    upload = opened(lines)
    return replace(upload, facts=tuple(upload.facts))


def opened(lines: bytes) -> Upload:
    """Return the upload in `lines`, each of which is read no sooner than its fact is asked for, and every time again.

    So a database can write the facts before it meanwhile. BadUpload: as from `decode`; that of a line comes from its fact.
    """
    head, _, rest = lines.partition(b"\n")
    envelope = _read_envelope(head)
    parts = rest.split(b"\n")
    if not 1 <= envelope.count <= MOST_FACTS or len(parts) != envelope.count:
        raise BadUpload("count")
    return Upload(envelope, _Lines(envelope.first, parts))


def _read_envelope(head: bytes) -> Envelope:
    try:
        envelope = _envelope_of(head)
        for text, size in ((envelope.epoch, 8), (envelope.before, 32), (envelope.last, 32)):
            if len(bytes.fromhex(text)) != size:
                raise BadUpload("envelope")
    except (ValueError, RecursionError) as error:  # of msgspec too
        raise BadUpload("envelope") from error
    if envelope.version != VERSION:
        raise BadUpload("version", str(envelope.version))
    if not 1 <= envelope.first < 1 << 62:
        raise BadUpload("envelope")
    return envelope


class _Lines(Sequence[StoredFact]):
    """The facts of an upload as they came."""

    def __init__(self, first: int, lines: Sequence[bytes]) -> None:
        self._first, self._lines = first, lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> StoredFact: ...
    @overload
    def __getitem__(self, at: slice) -> _Lines: ...
    def __getitem__(self, at: int | slice) -> StoredFact | _Lines:
        seqs = range(self._first, self._first + len(self._lines))
        if isinstance(at, slice):
            return _Lines(seqs[at].start, self._lines[at])
        return next(iter(_Lines(seqs[at], [self._lines[at]])))

    def __iter__(self) -> Iterator[StoredFact]:
        seq = self._first
        try:
            for seq, line in enumerate(self._lines, self._first):
                yield _fact(seq, line)
        except (ValueError, struct.error, OverflowError, UnicodeError) as error:
            raise BadUpload("line", str(seq)) from error


def _line(fact: StoredFact) -> bytes:
    if not fact.id:
        return b"- 0 1 - opaque ? " + base64.b64encode(fact.body)
    commitment = fact.commitment.hex() or _NOTHING_SENT
    raw = b"\n" not in fact.body
    head = (
        f"{fact.id.hex()} {fact.at_ms} {fact.version} {commitment} {quote(fact.kind)} {'.' if raw else '='} "
    )
    return head.encode() + (fact.body if raw else base64.b64encode(fact.body))


def _fact(seq: int, line: bytes) -> StoredFact:
    """Return the fact of a line. ValueError and the like: it is none."""
    key, at_ms, version, commitment, kind, form, body = line.split(b" ", 6)
    if form == b"?":
        part = base64.b64decode(body, validate=True)
        if len(part) > MOST_OPAQUE:
            raise BadUpload("too_large", str(seq))
        return StoredFact(seq, b"", OPAQUE, 1, 0, part)
    if form == b"=":
        body = base64.b64decode(body, validate=True)
    elif form != b".":
        raise ValueError("form")
    id_, sealed = unhexlify(key), b"" if commitment == b"-" else unhexlify(commitment)
    number, time = int(version), int(at_ms)
    if len(id_) != _ID_BYTES or len(sealed) not in _COMMITMENT_BYTES:
        raise ValueError("id or commitment")
    if not 0 <= number < 1 << 31 or abs(time) >= 1 << 62:
        raise ValueError("version or time")
    return StoredFact(seq, id_, _kind(kind), number, time, body, sealed)


@lru_cache(256)
def _kind(quoted: bytes) -> str:
    """Return the name of a kind; there are few, and each stands in many lines. ValueError: it can be none."""
    name = unquote(quoted.decode("ascii"), errors="strict")
    if "\0" in name or len(name.encode()) > MOST_KIND:  # no text column of PostgreSQL holds a zero
        raise ValueError("kind")
    return name
