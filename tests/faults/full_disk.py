"""A small disk to fill, and a printer whose own work takes the last room of it."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from kiosk.devices.printer.port import Job, NotPrinted, Outcome
from kiosk.domain.facts import PrinterCondition

_BALLAST: Final = "ballast"
_SIZES: Final = (1 << 20, 4_096, 1)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Give a disk of that size, mounted on a folder; skip the test where mounting is not permitted."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> None:
    """Fill a disk to its last byte."""
    with (disk / _BALLAST).open("ab", buffering=0) as ballast:
        for size in _SIZES:
            try:
                while ballast.write(bytes(size)) == size:
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


def make_room(disk: Path) -> None:
    """Give the room back."""
    (disk / _BALLAST).unlink()


def is_full(disk: Path) -> bool:
    """Tell whether a disk was filled."""
    return (disk / _BALLAST).exists()


class FillingPrinter:
    """Fills `disk` before it finds that there is no room. Can be pickled, as a printer must."""

    def __init__(self, disk: Path) -> None:
        self._disk = disk

    def print(self, job: Job) -> Outcome:  # noqa: ARG002 - nothing of it comes out
        """Print nothing."""
        fill(self._disk)
        return NotPrinted("disk_full")

    def condition(self) -> PrinterCondition:
        """Say that all is well: the fault is the disk's."""
        return "ready"
