"""One service for a data folder: a lock that the system lets go when the process ends, however it ends."""

import os
import sys
from pathlib import Path
from typing import Self

from kiosk.records.database.problems import StoreProblem

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Held from the moment it is made until `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock file at `path`, making it if need be.

        Raises:
            StoreProblem: `locked`, another process or another store of this one holds it.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreProblem("locked", path.parent) from error

    def release(self) -> None:
        """Let go. The file stays: removing it would let two processes hold two files of the same name."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
