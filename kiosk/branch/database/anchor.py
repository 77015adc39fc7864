"""Where a journal begins whose front was purged: a checkpoint of the chain, signed (protocol.md, The chain)."""

import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.records.connection import Connection

_READ: Final = "SELECT seq, epoch, hash, date, public, signature FROM anchor"
_WRITE: Final = (
    "INSERT OR REPLACE INTO anchor (only, seq, epoch, hash, date, public, signature)"
    " VALUES (1, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last fact that is not here any more: what follows has `seq + 1` and hangs on `hash`."""

    seq: int
    epoch: bytes
    hash: bytes
    date: str
    """ISO business date with which the journal begins."""
    public: bytes = b""
    signature: bytes = b""

    def signed(self, key: Ed25519PrivateKey) -> "Anchor":
        """Return the same under the branch's key."""
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return Anchor(self.seq, self.epoch, self.hash, self.date, public, key.sign(self._said()))

    @property
    def holds(self) -> bool:
        """Whether the holder of `public` signed this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(self.signature, self._said())
        except (InvalidSignature, ValueError):
            return False
        return True

    def _said(self) -> bytes:
        return (
            b"kiosk-anchor-1\0" + struct.pack(">Q8s32s", self.seq, self.epoch, self.hash) + self.date.encode()
        )


def load_anchor(conn: Connection) -> Anchor | None:
    """Return the anchor; None: the journal is whole."""
    row = conn.execute(_READ).fetchone()
    return None if row is None else Anchor(*row)


def save_anchor(conn: Connection, anchor: Anchor) -> None:
    """Write the anchor down, inside `Store.write()`."""
    conn.execute(
        _WRITE, (anchor.seq, anchor.epoch, anchor.hash, anchor.date, anchor.public, anchor.signature)
    )
