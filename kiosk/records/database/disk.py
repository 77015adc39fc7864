"""The few moves on files that survive a power cut."""

import os
from pathlib import Path


def move_folder(source: Path, target: Path) -> None:
    """Rename a folder to a name that is not taken, durably: after the return no power cut brings the old name back."""
    source.rename(target)
    sync(target.parent)


def write_anew(path: Path, data: bytes) -> None:
    """Write a small file that only its owner may read, whole or not at all, and durable on return. OSError as it comes."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        # Not os.write: the last room of a disk takes the beginning of it, and says so only by a number.
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk. Windows keeps the names of a folder by itself."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
