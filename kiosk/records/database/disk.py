"""The few moves on files that survive a power cut."""

import errno
import hashlib
import os
import shutil
import stat
from pathlib import Path
from typing import BinaryIO, Final

_PIECE: Final = 1 << 20
_BITS: Final = stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO


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


def copy_anew(source: BinaryIO, target: Path) -> None:
    """Copy what is left of an open file to `target`, whole or not at all, and read it back from the medium.

    Who may read, write and run it stays; that it runs as its owner does not, for the copy may have another.

    Raises:
        ReadsOtherwise: what came back is something else. OSError as it comes. What was at `target` is as it was.
    """
    draft, begin = target.with_name(f"{target.name}.draft"), source.tell()
    draft.unlink(missing_ok=True)
    # Exclusive: a link that lies on a stick is not followed to wherever it leads.
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(draft, flags, os.fstat(source.fileno()).st_mode & _BITS)
    try:
        with os.fdopen(descriptor, "w+b") as copy:
            shutil.copyfileobj(source, copy, _PIECE)
            copy.flush()
            os.fsync(copy.fileno())
            if hasattr(os, "posix_fadvise"):  # let the system forget it, so that reading it reads the medium
                os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            source.seek(begin)
            copy.seek(0)
            if _digest(copy) != _digest(source):
                raise ReadsOtherwise(errno.EIO, "it reads back as something else", str(target))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    sync(target.parent)


class ReadsOtherwise(OSError):
    """A medium gives back something else than was written."""


def _digest(file: BinaryIO) -> bytes:
    said = hashlib.sha256()
    while piece := file.read(_PIECE):
        said.update(piece)
    return said.digest()


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk. Windows keeps the names of a folder by itself."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
