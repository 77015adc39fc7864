"""Bringing a checked update to where the updater finds it, and handing over to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from kiosk.app.update.checking import UPDATER, Update
from kiosk.app.update.contents import PACKAGES
from kiosk.app.update.debian import control_of
from kiosk.app.update.refusals import Refused
from kiosk.records.database.disk import sync
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import StoreProblem

_NEXT: Final = "next"
_PLAN: Final = "plan"
_PATIENCE_S: Final = 60
"""How long a version may take to be well once it has started."""


def refuse_without_rights() -> None:
    """Raise Refused unless this is root on a machine with the updater."""
    if os.name == "nt" or not UPDATER.exists():
        raise Refused("no_updater")
    if os.geteuid() != 0:
        raise Refused("not_root")


@contextmanager
def alone(updates: Path) -> Iterator[None]:
    """Hold the lock that the updater holds. Refused: an update is under way."""
    updates.mkdir(mode=0o755, parents=True, exist_ok=True)
    try:
        lock = FolderLock(updates / "lock")
    except StoreProblem as problem:
        raise Refused("under_way") from problem
    with lock:
        yield


def prepare(update: Update, version: str, data: Path, updates: Path) -> None:
    """Write the packages and the plan into the folder `next`, durably; whatever was there is worth nothing.

    `version` is what is here now. Until the updater begins nothing but this folder has changed.

    Raises:
        Refused: a package is not what the update says. OSError as it comes.
    """
    folder = updates / _NEXT
    shutil.rmtree(folder, ignore_errors=True)
    try:
        update.pack.unpack(folder, sync)
        # Nothing in it is secret, and the panel tells how it stands.
        folder.chmod(0o755)
        _refuse_other_packages(update, folder / PACKAGES)
        # The plan last and whole: the updater begins what has one.
        draft = folder / f"{_PLAN}.draft"
        draft.write_text(
            f"from={version}\nto={update.contents.version}\ndata={data}\npatience={_PATIENCE_S}\n",
            encoding="utf-8",
        )
        sync(draft)
        draft.replace(folder / _PLAN)
        sync(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _refuse_other_packages(update: Update, folder: Path) -> None:
    contents = update.contents
    for package in contents.packages:
        control = control_of(folder / f"{package.name}.deb")
        if (control.name, control.version) != (package.name, contents.version):
            raise Refused("altered", f"{control.name} {control.version}")


def hand_over(verb: str) -> NoReturn:
    """Become the updater: this program is about to be replaced, and must not be running when it is."""
    os.execv(UPDATER, [str(UPDATER), verb])  # noqa: S606 - a fixed program, and nothing of this one shall stay
