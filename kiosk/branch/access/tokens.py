"""Device tokens: what a paired device shows on every call. Only their digests are kept, outside database and backups.

So restoring a backup lets no revoked device in again, and a stolen backup holds nothing to come in with.
"""

import hashlib
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import structlog

from kiosk.records.database.disk import sync, write_anew
from kiosk.records.database.problems import naming_problems

log = structlog.get_logger()

_LINES: Final = 2


class Tokens:
    """The tokens of a branch, in one folder with a file for each device: a line with its name, one with the digest.

    `name_of` is quick. The others wait for the disk: on any thread but that of the event loop.
    """

    def __init__(self, folder: Path) -> None:
        """Read the digests kept in `folder`; it is made with the first. Whoever's file is damaged must pair anew."""
        self._folder = folder
        self._names = dict(_kept(folder))
        self._writing = threading.Lock()

    def issue(self, name: str) -> str:
        """Return a new token for a device, in place of any it had; it is told once and never kept.

        StoreProblem: it cannot be written; the device has the token that it had.
        """
        token = secrets.token_urlsafe(32)
        digest, path = _digest(token), self._path(name)
        with self._writing, naming_problems(path):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_anew(path, f"{name}\n{digest}\n".encode())
            self._names = {**self._without(name), digest: name}
        return token

    def name_of(self, token: str) -> str | None:
        """Return the name of the device that holds a token, None if no device does."""
        return self._names.get(_digest(token)) if token else None

    def revoke(self, name: str) -> None:
        """Let the token of a device go, for good. StoreProblem: its file stays, and it is let go until a restart."""
        path = self._path(name)
        with self._writing, naming_problems(path):
            self._names = self._without(name)
            if path.exists():
                path.unlink()
                sync(self._folder)

    def _without(self, name: str) -> dict[str, str]:
        return {digest: one for digest, one in self._names.items() if one != name}

    def _path(self, name: str) -> Path:
        """Return the file of a device: names that differ by case alone, or are none for a file, get files of their own."""
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()}.token"


def _kept(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the digest and the name in each file that is sound; one that is not keeps nobody else out."""
    for path in sorted(folder.glob("*.token")) if folder.is_dir() else ():
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        if len(lines) == _LINES:
            yield lines[1], lines[0]
        else:
            log.error("token_damaged", file=path.name)


def _digest(token: str) -> str:
    """Return the SHA-256 of a token: 256 random bits need no slow hash, and a lookup by digest tells no timing."""
    return hashlib.sha256(b"kiosk device\0" + token.encode()).hexdigest()
