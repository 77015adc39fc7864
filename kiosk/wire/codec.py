"""Facts as stored bytes and as lines of a stream: JSON by kind and version, strict both ways.

The body of a journal row holds the business date, the actor and the device beside the fact, so that the hash chain
covers them. Stored bytes are never written again: older versions are lifted while they are read (protocol.md, Evolution).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import msgspec

from kiosk.domain.facts import Fact, Recorded, Unknown, type_of_kind

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

upcasters: dict[tuple[str, int], Upcaster] = {}
"""By kind and version: turns the fields of that version into those of the next. Empty while every kind is at version 1."""


class BadFact(ValueError):
    """The bytes are no fact; the text says of which kind and where they go wrong."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of a journal row."""

    day: str
    actor: str
    device: str
    fact: msgspec.Raw


@dataclass(frozen=True, slots=True)
class _Line:
    """A recorded fact as one event of a stream."""

    epoch: str
    seq: int
    id: str
    date: str
    at_ms: int
    actor: str
    device: str
    kind: str
    version: int
    fact: msgspec.Raw


_encode = msgspec.json.Encoder().encode
_decode_body = msgspec.json.Decoder(_Body).decode
_decode_line = msgspec.json.Decoder(_Line).decode


def encode_body(date: str, actor: str, device: str, fact: Fact) -> bytes:
    """Return the bytes that the journal stores and the chain hashes."""
    return _encode(_Body(date, actor, device, msgspec.Raw(_encode_fact(fact))))


def decode_body(kind: str, version: int, body: bytes) -> tuple[str, str, str, Fact]:
    """Return business date, actor, device and fact of a journal row.

    A kind or version that this program does not know comes back as `Unknown`. Fields it does not know are let be: a
    later program added them, and the previous one must run after a rollback.

    Raises:
        BadFact: the bytes are not what `kind` at `version` looks like.
    """
    try:
        form = _decode_body(body)
        return form.day, form.actor, form.device, _decode_fact(kind, version, form.fact)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadFact(f"{kind} version {version}: {error}") from error


def encode_recorded(recorded: Recorded) -> bytes:
    """Return the JSON line of a recorded fact. Of an `Unknown` only kind and version travel."""
    fact = recorded.fact
    return _encode(
        _Line(
            recorded.epoch, recorded.seq, recorded.id, recorded.date, recorded.at_ms, recorded.actor, recorded.device,
            fact.kind, fact.version, msgspec.Raw(_encode_fact(fact)),
        )
    )  # fmt: skip


def decode_recorded(data: bytes) -> Recorded:
    """Return the recorded fact in a line made by `encode_recorded`.

    Raises:
        BadFact: it is not such a line.
    """
    try:
        line = _decode_line(data)
        fact = _decode_fact(line.kind, line.version, line.fact)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadFact(str(error)) from error
    return Recorded(line.epoch, line.seq, line.id, line.date, line.at_ms, line.actor, line.device, fact)


def _encode_fact(fact: Fact) -> bytes:
    return b"{}" if isinstance(fact, Unknown) else _encode(fact)


def _decode_fact(kind: str, version: int, raw: msgspec.Raw) -> Fact:
    cls = type_of_kind.get(kind)
    if cls is None or not 1 <= version <= _version(cls):
        return Unknown(kind, version)
    if version == _version(cls):
        return cast("Fact", _decoder(cls).decode(raw))
    return _lifted(cls, kind, version, raw)


def _lifted(cls: type, kind: str, version: int, raw: msgspec.Raw) -> Fact:
    """Return a fact of an older version as one of today's, one version at a time."""
    fields: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, Any])
    for older in range(version, _version(cls)):
        fields = upcasters[kind, older](fields)
    return cast("Fact", msgspec.convert(fields, cls))


@cache
def _decoder(cls: type) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cls)


def _version(cls: type) -> int:
    return cast("int", getattr(cls, "version"))  # noqa: B009 - a plain `type` has no version for the type checker
