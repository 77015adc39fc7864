"""The hash chain of the journal, exactly as protocol.md says. Standard library only: anybody can check a journal with it."""

import hashlib
import struct
from typing import Final

NOTHING_BEFORE: Final = bytes(32)
"""The hash before the first fact of a branch."""


def fact_hash(  # noqa: PLR0913 - these values are the chain
    *, epoch: bytes, seq: int, prev: bytes, id: bytes, kind: str, version: int, at_ms: int, body: bytes,  # noqa: A002
    commitment: bytes = b"",
) -> bytes:  # fmt: skip
    """Return the SHA-256 that ties a fact to all before it, over the stored bytes (protocol.md, The chain).

    `epoch` is 8 bytes, `prev` 32, `id` the 16 of the UUID, `commitment` none or 32. Integers are big-endian; `kind`
    and `body` are preceded by their length in bytes as 32 bits.
    """
    name = kind.encode()
    return hashlib.sha256(
        b"".join(
            (
                b"k1\0",
                epoch,
                struct.pack(">Q", seq),
                prev,
                id,
                struct.pack(">I", len(name)),
                name,
                struct.pack(">Iq", version, at_ms),
                struct.pack(">I", len(body)),
                body,
                commitment,
            )
        )
    ).digest()
