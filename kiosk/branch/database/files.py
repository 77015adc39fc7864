"""Where a branch keeps its data: the names inside the data folder, and the few moves on them that survive a power cut.

The database lives in a folder of its own together with its write-ahead log, because the two belong together: renaming
the folder swaps both at once.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BranchFiles:
    """The names inside a data folder."""

    folder: Path

    @property
    def home(self) -> Path:
        """The folder of the database. It exists from birth on, and is never empty."""
        return self.folder / "database"

    @property
    def database(self) -> Path:
        """The database file."""
        return self.home / "branch.db"

    @property
    def preparing(self) -> Path:
        """Where a new home is made, by birth or restore. Whatever is left there after a crash is worth nothing."""
        return self.folder / "database.preparing"

    @property
    def restored(self) -> Path:
        """A finished home that a restore is about to move in."""
        return self.folder / "database.restored"

    @property
    def keys(self) -> Path:
        """The folder of the keys. In no backup: restoring one must not undo a purge."""
        return self.folder / "keys"

    @property
    def lock(self) -> Path:
        """Held by the one service, or by a tool while no service runs."""
        return self.folder / "service.lock"

    @property
    def backups(self) -> Path:
        """Where copies go that the program makes by itself."""
        return self.folder / "backups"


def finish_restore(files: BranchFiles) -> None:
    """Move a restored home in if a restore was killed in the only moment without a home. The caller holds the lock."""
    if not files.home.exists() and files.restored.exists():
        move_folder(files.restored, files.home)


def move_folder(source: Path, target: Path) -> None:
    """Rename a folder to a name that is not taken, durably: after the return no power cut brings the old name back."""
    source.rename(target)
    sync(target.parent)


def write_anew(path: Path, data: bytes) -> None:
    """Write a small file that only the service may read, whole or not at all, and durable on return. OSError as it comes."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.replace(path)
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
