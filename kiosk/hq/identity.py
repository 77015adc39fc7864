"""Who headquarters is: the key it signs answers and receipts with, the key personal data is sealed to, and its epoch."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.hq.succession import load_line
from kiosk.records.database.keys import load_key, make_key
from kiosk.web.hashing import have_pepper
from kiosk.wire.sync.succession import Succession


@dataclass(frozen=True, slots=True)
class Identity:
    """The keys of a headquarters. `epoch` rises whenever it was restored from a backup (protocol.md, Upload)."""

    signing: Ed25519PrivateKey = field(repr=False)
    sealing: X25519PrivateKey = field(repr=False)
    pepper: bytes = field(repr=False)
    """What the passwords of headquarters' people are hashed behind; in no backup of the database."""
    epoch: int
    line: tuple[Succession, ...] = ()
    """How the signing key came to follow others; every answer tells it."""

    @property
    def former(self) -> tuple[bytes, ...]:
        """The public keys that signed before, oldest first."""
        return tuple(bytes.fromhex(change.old) for change in self.line)

    @property
    def key_id(self) -> str:
        """The name of the signing key: the beginning of its public half in hex."""
        return key_id_of(self.signing_public)

    @property
    def signing_public(self) -> bytes:
        """What branches check answers with: 32 raw bytes."""
        return self.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def sealing_public(self) -> bytes:
        """What branches seal personal data to: 32 raw bytes."""
        return self.sealing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id_of(public: bytes) -> str:
    """Return the name of a public key."""
    return public[:8].hex()


def have_identity(keys: Path, epoch: int) -> Identity:
    """Return the identity kept in the folder `keys`, made now if there is none. StoreProblem: it can be neither.

    `sealing.key` never leaves that folder, and no backup of the database holds it. Whoever loses it has lost every record
    that branches sealed to it: there is no other way to open one, for nobody and for ever.
    """
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("signing.key", "sealing.key"):
        if not (keys / name).exists():
            make_key(keys / name)
    line = load_line(keys)
    return Identity(
        Ed25519PrivateKey.from_private_bytes(load_key(keys / "signing.key")),
        X25519PrivateKey.from_private_bytes(load_key(keys / "sealing.key")),
        have_pepper(keys),
        epoch,
        line,
    )
