"""What a branch and headquarters say to each other about packs: what is in use here, what there is there."""

from __future__ import annotations

from typing import Final

import msgspec

MOST_PIECE: Final = 1 << 20
"""The most bytes of a pack in one answer."""
PIECE: Final = 64 << 10
"""What a pack is kept in, and what a branch asks for first: eight seconds at 64 kbit/s."""


class Holding(msgspec.Struct, frozen=True):
    """What a branch has of one kind: the version in use (0: none), and the newest it refused, with the code."""

    kind: str
    version: int
    refused: int = 0
    code: str = ""


class Offer(msgspec.Struct, frozen=True):
    """A pack that headquarters has for a branch: bytes and SHA-256 (hex) of the whole file."""

    kind: str
    version: int
    size: int
    sha256: str


encode_holdings: Final = msgspec.json.Encoder().encode
_holdings: Final = msgspec.json.Decoder(tuple[Holding, ...]).decode
encode_offers: Final = msgspec.json.Encoder().encode
_offers: Final = msgspec.json.Decoder(tuple[Offer, ...]).decode


class BadTalk(ValueError):
    """This is no talk of packs."""


def decode_holdings(body: bytes) -> tuple[Holding, ...]:
    """Return what a branch says it has. BadTalk."""
    try:
        return _holdings(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadTalk(str(error)) from error


def decode_offers(body: bytes) -> tuple[Offer, ...]:
    """Return what headquarters offers. BadTalk."""
    try:
        return _offers(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadTalk(str(error)) from error


def path_of_piece(home: str, offer: Offer, start: int, end: int) -> str:
    """Return where bytes `start` to `end` (not included) of a pack are; `home` is the path of the branch."""
    return f"{home}/packs/{offer.kind}/{offer.version}/{start}-{end}"
