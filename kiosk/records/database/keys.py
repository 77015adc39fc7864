"""The secrets of a branch, each 32 random bytes in a file that only the service may read. They are in no backup."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.records.database.disk import sync
from kiosk.records.database.problems import StoreProblem

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """`database` opens the database; `branch` keys every HMAC of the branch: check codes, request digests."""

    database: bytes = field(repr=False)
    branch: bytes = field(repr=False)


def load_keys(folder: Path) -> Keys:
    """Return the keys kept in `folder`.

    Raises:
        StoreProblem: `key_missing`, a key file is not there or is cut short.
    """
    return Keys(load_key(folder / "database.key"), load_key(folder / "branch.key"))


def make_keys(folder: Path) -> Keys:
    """Make the keys that are not there yet, and return both. The caller holds the lock."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("database.key", "branch.key"):
        if not (folder / name).exists():
            make_key(folder / name)
    return load_keys(folder)


def load_key(path: Path) -> bytes:
    """Return a key of 32 bytes. StoreProblem `key_missing`: the file is not there or is cut short."""
    try:
        key = path.read_bytes()
    except FileNotFoundError as error:
        raise StoreProblem("key_missing", path) from error
    if len(key) != _BYTES:
        raise StoreProblem("key_missing", path)
    return key


def make_key(path: Path) -> None:
    """Write a new key under another name first, so that a crash never leaves half a key."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(descriptor, os.urandom(_BYTES))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(path)
    sync(path.parent)
