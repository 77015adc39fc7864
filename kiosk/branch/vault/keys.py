"""The keys of the vault: one for each business date and class of data, each 32 random bytes in a file of its own.

They are in no backup. Destroying one is the purge: what it sealed can be read by nobody any more, wherever copies lie.
"""

from pathlib import Path
from typing import get_args

from kiosk.branch.database.files import sync
from kiosk.branch.database.keys import load_key, make_key
from kiosk.domain.facts import RecordClass

CLASSES: tuple[RecordClass, ...] = get_args(RecordClass)


class VaultKeys:
    """The keys below one folder. For the lane alone."""

    def __init__(self, folder: Path) -> None:
        """Look into `folder`; it is made with the first key."""
        self._folder = folder
        self._known: dict[tuple[str, RecordClass], bytes] = {}

    def have(self, date: str, of: RecordClass) -> bytes:
        """Return the key of a date and class, made now if there is none.

        Raises:
            StoreProblem: it cannot be read or written.
        """
        known = self.get(date, of)
        if known is not None:
            return known
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(date, of)
        make_key(path)
        self._known[date, of] = load_key(path)
        return self._known[date, of]

    def get(self, date: str, of: RecordClass) -> bytes | None:
        """Return the key of a date and class, None if it was never made or is destroyed."""
        known = self._known.get((date, of))
        if known is None and self._path(date, of).exists():
            known = self._known[date, of] = load_key(self._path(date, of))
        return known

    def destroy(self, date: str, of: RecordClass) -> None:
        """Destroy a key for good: overwritten, deleted, and the deletion on the disk. Nothing happens without one."""
        self._known.pop((date, of), None)
        path = self._path(date, of)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
        sync(path)
        path.unlink()
        sync(self._folder)

    def there(self) -> list[tuple[str, RecordClass]]:
        """Return date and class of every key there is, oldest first."""
        names = sorted(path.stem for path in self._folder.glob("*.key")) if self._folder.is_dir() else []
        pairs = (name.rsplit(".", 1) for name in names)
        return [(date, of) for date, name in pairs for of in CLASSES if of == name]

    def _path(self, date: str, of: RecordClass) -> Path:
        return self._folder / f"{date}.{of}.key"
