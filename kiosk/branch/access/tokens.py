"""Device tokens: what a paired device shows on every call. Only their digests are kept, outside database and backups.

So restoring a backup lets no revoked device in again, and a stolen backup holds nothing to come in with.
"""

import hashlib
import os
import secrets
from pathlib import Path

from kiosk.branch.database.files import sync


class Tokens:
    """The tokens of a branch, in one folder with a file for each device. For the event loop alone."""

    def __init__(self, folder: Path) -> None:
        """Read the digests kept in `folder`; it is made with the first."""
        self._folder = folder
        files = folder.glob("*.token") if folder.is_dir() else ()
        self._names = {file.read_text("ascii"): file.stem for file in files}

    def issue(self, name: str) -> str:
        """Return a new token for a device, in place of any it had; it is told once and never kept."""
        self.revoke(name)
        token = secrets.token_urlsafe(32)
        digest = _digest(token)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{name}.token"
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, digest.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(path)
        sync(self._folder)
        self._names[digest] = name
        return token

    def name_of(self, token: str) -> str | None:
        """Return the name of the device that holds a token, None if no device does."""
        return self._names.get(_digest(token)) if token else None

    def revoke(self, name: str) -> None:
        """Let the token of a device go, for good."""
        self._names = {digest: one for digest, one in self._names.items() if one != name}
        path = self._folder / f"{name}.token"
        if path.exists():
            path.unlink()
            sync(self._folder)


def _digest(token: str) -> str:
    """Return the SHA-256 of a token: 256 random bits need no slow hash, and a lookup by digest tells no timing."""
    return hashlib.sha256(b"kiosk device\0" + token.encode()).hexdigest()
