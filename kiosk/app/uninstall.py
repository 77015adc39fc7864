"""`kiosk uninstall`: before the packages are removed, say what becomes of the data: it stays, or nobody ever reads it again.

A wipe destroys the keys first: from then on database, backups and records are noise, wherever they lie, and whatever
interrupts the rest. Then everything in the data folder goes, the database last: while it is there without its keys, no
service starts on it. A note in the folder lets an interrupted wipe be taken up again without a question.
"""

import contextlib
import os
import secrets
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.records.database.disk import sync, write_anew
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import StoreProblem, naming_problems

_NOTE: Final = "wiping"
_OPENING: Final = ("database.key", "branch.key")
"""Without these two nothing opens the database; they go before the others."""
_MIB: Final = 1 << 20
PACKAGES: Final = (
    "apt-get purge kiosk-setup cn.kiosk.reception" if sys.platform != "win32" else "msiexec /x kiosk.msi /qn"
)
"""What removes the programs themselves, once the data was seen to."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What lies in a data folder: each name with how many files it is and how many bytes."""

    code: str
    """What must be typed before it goes: the branch's code, or the folder's name where nobody can tell that."""
    begun: bool
    """A wipe was confirmed and interrupted."""
    parts: tuple[tuple[str, int, int], ...]

    @property
    def lines(self) -> list[str]:
        """Each part as a line."""
        return [f"  {name}  {files} 个文件 files  {size / _MIB:.1f} MB" for name, files, size in self.parts]


def holding(data: Path) -> Holding:
    """Return what a data folder holds; nothing, if there is no such folder."""
    begun = (data / _NOTE).exists() and not (BranchFiles(data).keys / _OPENING[0]).exists()
    parts = [(path.name, *_size(path)) for path in sorted(data.iterdir())] if data.is_dir() else []
    return Holding(_code(data), begun, tuple(part for part in parts if part[0] != _NOTE))


def _size(path: Path) -> tuple[int, int]:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return len(files), sum(each.stat().st_size for each in files)


def _code(data: Path) -> str:
    """Return the code of the branch by its journal, else by its files, else the name of the folder."""
    with contextlib.suppress(StoreProblem), reading(data) as (_, _, conn):
        return Journal(conn).head.branch
    with contextlib.suppress(OSError, ValueError, KeyError):
        return str(tomllib.loads((data / "catalogue" / "branch.toml").read_text("utf-8"))["code"])
    return data.name


def wipe(data: Path) -> None:
    """Destroy the keys of a data folder, then everything in it; done again after an interruption it goes on.

    Raises:
        StoreProblem: `locked`, a service runs on it: nothing was touched. Or something could not be deleted.
    """
    files = BranchFiles(data)
    with naming_problems(data):
        with FolderLock(files.lock):
            write_anew(data / _NOTE, b"")
            for key in _keys(files.keys):
                _destroy(key)
            stays = {_NOTE, files.lock.name, files.home.name}
            for path in sorted(data.iterdir()):
                if path.name not in stays:
                    _delete(path)
            _delete(files.home)
        files.lock.unlink()
        (data / _NOTE).unlink()
        with contextlib.suppress(OSError):  # a mounted folder, or one that the package made, stays as it is
            data.rmdir()


def _keys(folder: Path) -> Iterator[Path]:
    for name in _OPENING:
        if (folder / name).is_file():
            yield folder / name
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in _OPENING)


def _destroy(path: Path) -> None:
    """Overwrite a small file before it goes. A flash disk may keep a copy nobody can reach without taking it apart."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync(path.parent)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
