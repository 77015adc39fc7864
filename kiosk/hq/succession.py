"""The line of headquarters' signing keys as it lies beside them: which key followed which, each signed by the one before."""

from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.records.database.disk import sync, write_anew
from kiosk.records.database.keys import load_key, make_key
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.wire.sync.succession import Succession, succeeded

_NOW: Final = "signing.key"
_NEXT: Final = "signing.next.key"
_LINE: Final = "succession.json"


def load_line(keys: Path) -> tuple[Succession, ...]:
    """Return every change of the signing key so far, oldest first, once a change that was cut off is through.

    Raises:
        StoreProblem: `key_missing`, the file is there and cannot be read.
    """
    file = keys / _LINE
    with naming_problems(file):
        line = _read(file)
        _finish(keys, line)
        return line


def renew_signing(keys: Path) -> None:
    """Make another signing key and let the old one sign it; while no headquarters runs on `keys`.

    The old one is destroyed. Cut off anywhere, the next start signs with the old key or the new one, and the line fits.

    Raises:
        StoreProblem: the disk is in the way, or a key is not there.
    """
    line = load_line(keys)
    old = Ed25519PrivateKey.from_private_bytes(load_key(keys / _NOW))
    with naming_problems(keys):
        make_key(keys / _NEXT)
        new = Ed25519PrivateKey.from_private_bytes(load_key(keys / _NEXT)).public_key().public_bytes_raw()
        line = (*line, succeeded(old, new))
        write_anew(keys / _LINE, msgspec.json.encode(line))
        _finish(keys, line)


def _read(file: Path) -> tuple[Succession, ...]:
    if not file.exists():
        return ()
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[Succession, ...])
    except ValueError as error:
        raise StoreProblem("key_missing", file, str(error)) from error


def _finish(keys: Path, line: tuple[Succession, ...]) -> None:
    """Put a new key in its place that the line already names; throw away one that it does not."""
    draft = keys / _NEXT
    if not draft.exists():
        return
    new = Ed25519PrivateKey.from_private_bytes(load_key(draft)).public_key().public_bytes_raw()
    if line and line[-1].new == new.hex():
        draft.replace(keys / _NOW)
    else:
        draft.unlink()
    sync(keys)
