"""Where a branch keeps its data: the names inside the data folder.

The database lives in a folder of its own together with its write-ahead log, because the two belong together: renaming
the folder swaps both at once.
"""

from dataclasses import dataclass
from pathlib import Path

from kiosk.records.database.disk import move_folder


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
