"""What a branch knows of its headquarters, and the key it signs with: beside the other keys, in no backup."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.records.database.disk import write_anew
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.wire.sync.answers import Receipt
from kiosk.wire.sync.six_words import six_words

_RAW = (Encoding.Raw, PublicFormat.Raw)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A branch at its headquarters."""

    url: str
    """Where headquarters is, without a path: https, or http on loopback."""
    branch: str
    key: Ed25519PrivateKey = field(repr=False)
    """What this branch signs with."""
    hq_signing: bytes
    """What headquarters signs with: 32 raw bytes of Ed25519."""
    hq_sealing: bytes
    """What personal data is sealed to: 32 raw bytes of X25519."""
    ca_pem: str = ""
    """The certificate that headquarters' own must come from; empty: one that the system trusts."""
    former: tuple[bytes, ...] = ()
    """What headquarters signed with before, oldest first: old receipts stay good."""

    @property
    def public(self) -> bytes:
        """The public half of the branch's key, 32 raw bytes."""
        return self.key.public_key().public_bytes(*_RAW)

    @property
    def key_id(self) -> str:
        """The name of the branch's key: the beginning of its public half in hex."""
        return self.public[:8].hex()

    @property
    def headquarters(self) -> Ed25519PublicKey:
        """What answers and receipts are checked with."""
        return Ed25519PublicKey.from_public_bytes(self.hq_signing)

    @property
    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The six words of headquarters' key and the branch's, in Chinese and in English."""
        return six_words(self.hq_signing, self.public, "zh"), six_words(self.hq_signing, self.public, "en")

    def proves(self, receipt: Receipt) -> bool:
        """Tell whether headquarters signed this receipt, with the key it has now or with one it had before."""
        keys = (self.hq_signing, *self.former)
        return any(receipt.holds(Ed25519PublicKey.from_public_bytes(key)) for key in keys)

    def following(self, keys: Sequence[bytes]) -> "Enrolment":
        """Return this enrolment when headquarters has gone on to `keys`, oldest first, each signed by the one before."""
        line = (*self.former, self.hq_signing, *keys)
        return replace(self, hq_signing=line[-1], former=line[:-1])


def is_enrolled(keys: Path) -> bool:
    """Tell whether this branch has a headquarters, whether what it knows of it can be read or not."""
    return (keys / "headquarters" / "enrolment.json").exists()


def load_enrolment(keys: Path) -> Enrolment | None:
    """Return the enrolment kept below the folder of the keys; None: this branch has no headquarters.

    Raises:
        StoreProblem: `key_missing`, it is there and cannot be read whole; enrolling again mends it.
    """
    folder = keys / "headquarters"
    file = folder / "enrolment.json"
    with naming_problems(folder):
        if not file.exists():
            return None
        try:
            told = json.loads(file.read_text("utf-8"))
            key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(told["key"]))
            signing, sealing = bytes.fromhex(told["hq_signing"]), bytes.fromhex(told["hq_sealing"])
            former = tuple(map(bytes.fromhex, told.get("former", ())))
            return Enrolment(told["url"], told["branch"], key, signing, sealing, told["ca_pem"], former)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreProblem("key_missing", file, str(error)) from error


def save_enrolment(keys: Path, enrolment: Enrolment) -> None:
    """Keep an enrolment, durably and whole or not at all. StoreProblem: it cannot be written."""
    folder = keys / "headquarters"
    # One file: a key that was swapped without its headquarters would be refused by the old one and unknown to the new.
    told = {
        "key": enrolment.key.private_bytes_raw().hex(),
        "url": enrolment.url,
        "branch": enrolment.branch,
        "hq_signing": enrolment.hq_signing.hex(),
        "hq_sealing": enrolment.hq_sealing.hex(),
        "ca_pem": enrolment.ca_pem,
        "former": [key.hex() for key in enrolment.former],
    }
    with naming_problems(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_anew(folder / "enrolment.json", json.dumps(told, indent=1).encode())
