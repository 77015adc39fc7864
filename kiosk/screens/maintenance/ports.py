"""What the panel has done by the machine it runs on; screens may not import app, so app hands it in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication


def _nothing_kept(diagonal_in: float) -> bool:
    del diagonal_in
    return False


@dataclass(frozen=True, slots=True)
class Ports:
    """The machine as the panel may touch it."""

    supervised: bool = False
    """Whether somebody starts this screen again when it ends; the panel offers no restart otherwise."""
    keep_diagonal: Callable[[float], bool] = _nothing_kept
    """Keeps the measured diagonal in inches for the next start; False: it could not be written."""
    disk: Path = field(default_factory=Path.home)
    """A folder on the disk whose room is told."""
    end: Callable[[int], None] = QCoreApplication.exit
    """Ends this screen with an exit code (kiosk.screens.endings)."""
