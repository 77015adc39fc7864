"""The keys that updates are signed with. The private one is the publisher's and never on a branch's machine."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from kiosk.app.update.refusals import Refused

MACHINE_KEYS: Final = Path("/etc/kiosk/release-keys")
PUBLIC_SUFFIX: Final = ".pub"


def new_key(file: Path) -> str:
    """Make a key: the private half into `file`, which must not be there yet, the public half beside it. Return that.

    The public half is one line of base64, as `update.keys` takes it. OSError as it comes.
    """
    key = Ed25519PrivateKey.generate()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = public_text(key)
    file.with_name(file.name + PUBLIC_SUFFIX).write_text(f"{public}\n", encoding="ascii")
    return public


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key in base64."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def load_private(file: Path) -> Ed25519PrivateKey:
    """Return the key in a file of `new_key`. Refused: it holds none."""
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused("bad_key", str(file)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("bad_key", str(file))
    return key


def trusted(given: Iterable[str], *folders: Path) -> tuple[Ed25519PublicKey, ...]:
    """Return the keys that this machine trusts: those given by its settings, otherwise those in the folders.

    Raises:
        Refused: there is none, or one of them is no key.
    """
    texts = {text: text for text in given} or {
        file.read_text(encoding="ascii", errors="replace").strip(): str(file)
        for folder in folders
        for file in sorted(folder.glob(f"*{PUBLIC_SUFFIX}"))
    }
    if not texts:
        raise Refused("no_keys")
    return tuple(_public(text, name) for text, name in texts.items())


def _public(text: str, name: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as error:
        raise Refused("bad_key", name) from error
