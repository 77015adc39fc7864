"""The size of a screen as somebody measured it with a ruler at the maintenance panel, kept for its next start."""

import math
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.app.ownership import as_owner_of
from kiosk.records.database.disk import write_anew

if TYPE_CHECKING:
    from kiosk.screens.maintenance.ports import Ports

_SIZES_IN: Final = (7.0, 200.0)
"""As `screen.diagonal_in` of the settings."""


def measured_in(folder: Path, kind: str) -> float | None:
    """Return the measured diagonal of a screen in inches; None: nobody measured it, or the file cannot be used."""
    try:
        with as_owner_of(folder):
            inches = float(_file(folder, kind).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return inches if math.isfinite(inches) and _SIZES_IN[0] <= inches <= _SIZES_IN[1] else None


def keep_measured(folder: Path, kind: str, diagonal_in: float) -> bool:
    """Keep the diagonal for the next start; False: it cannot be written, and what was kept before stays."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_anew(_file(folder, kind), f"{diagonal_in}\n".encode())
    except OSError:
        return False
    return True


def _file(folder: Path, kind: str) -> Path:
    return folder / f"{kind}.inches"


def ports_of(folder: Path, kind: str) -> "Ports":
    """Return what the panel of a screen may have done by this machine; `folder` is for what is measured."""
    from kiosk.screens.maintenance.ports import Ports

    return Ports(
        # Set by whoever watches over this process, and starts it again when it ends.
        supervised="WATCHDOG_USEC" in os.environ,
        keep_diagonal=partial(keep_measured, folder, kind),
        disk=folder.parent if folder.parent.is_dir() else Path.home(),
    )
