"""The keys of the vault: one for each business date and class of data, each 32 random bytes in a file of its own.

They are in no backup. Destroying one is the purge: what it sealed can be read by nobody any more, wherever copies lie.
"""

import os
from pathlib import Path
from typing import get_args

import structlog

from kiosk.branch.vault.forgotten import ForgottenRecords
from kiosk.domain.facts import RecordClass
from kiosk.records.database.disk import sync
from kiosk.records.database.keys import load_key, make_key
from kiosk.records.database.problems import StoreProblem, naming_problems

log = structlog.get_logger()

CLASSES: tuple[RecordClass, ...] = get_args(RecordClass)


class VaultKeys:
    """The keys below one folder. For the lane alone."""

    def __init__(self, folder: Path) -> None:
        """Look into `folder`; it is made with the first key."""
        self._folder = folder
        self.forgotten = ForgottenRecords(folder / "forgotten")
        """Which records were deleted while their key still stands."""
        self._known: dict[tuple[str, RecordClass], bytes] = {}

    def have(self, date: str, of: RecordClass) -> bytes:
        """Return the key of a date and class, made now if there is none; it is on the disk before anything is sealed.

        One that is damaged is made anew: nothing will ever open what it sealed. One that cannot be read now may be
        readable again, and stays.

        Raises:
            StoreProblem: it cannot be read or written.
        """
        with naming_problems(self._folder):
            known = self._read(date, of)
            if known is None:
                known = self._known[date, of] = self._make(date, of)
        return known

    def _make(self, date: str, of: RecordClass) -> bytes:
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700, parents=True)
            # Without this a power cut could take the folder with keys whose data are on the disk already.
            sync(self._folder.parent)
        path = self._path(date, of)
        path.unlink(missing_ok=True)  # a damaged one
        make_key(path)
        return load_key(path)

    def get(self, date: str, of: RecordClass) -> bytes | None:
        """Return the key of a date and class; None if it was never made, is destroyed, or cannot be used.

        The service goes on without one that is damaged or cannot be read: the log names it.
        """
        try:
            return self._read(date, of)
        except OSError as error:
            log.error("vault_key_unreadable", key=self._path(date, of).name, reason=str(error))  # noqa: TRY400 - the disk's
            return None

    def _read(self, date: str, of: RecordClass) -> bytes | None:
        """Return a key, None if there is none or it is damaged. OSError: it is there and cannot be read."""
        known = self._known.get((date, of))
        path = self._path(date, of)
        if known is not None or not path.exists():
            return known
        try:
            key = load_key(path)
        except StoreProblem:
            key = b""
        # All zeros: the service was killed while it destroyed this key.
        if not any(key):
            log.error("vault_key_damaged", key=path.name)
            return None
        self._known[date, of] = key
        return key

    def destroy(self, date: str, of: RecordClass) -> None:
        """Destroy a key for good: overwritten, deleted, and the deletion on the disk. Without one only its list is cut.

        Raises:
            StoreProblem: the disk does not let it go; it is not used any more, and to be destroyed again.
        """
        self._known.pop((date, of), None)
        path = self._path(date, of)
        with naming_problems(path):
            if path.exists():
                self._overwrite(path)
                path.unlink()
                sync(self._folder)
        # Not before: with the key still there an old backup would open again.
        self.forgotten.cut(date, of)

    def _overwrite(self, path: Path) -> None:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())

    def there(self) -> list[tuple[str, RecordClass]]:
        """Return date and class of every key there is, damaged ones too, oldest first.

        Raises:
            StoreProblem: the folder is there and cannot be listed. No key would mean: drop every record.
        """
        with naming_problems(self._folder):
            try:
                names = sorted(path.name for path in self._folder.iterdir())
            except FileNotFoundError:
                names = []
        pairs = (name.removesuffix(".key").rsplit(".", 1) for name in names if name.endswith(".key"))
        return [(date, of) for date, name in pairs for of in CLASSES if of == name]

    def _path(self, date: str, of: RecordClass) -> Path:
        return self._folder / f"{date}.{of}.key"
