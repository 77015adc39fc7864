"""Folders of somebody else's, for tests of what root does there: those of pytest nobody but root may enter."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOMEBODY: Final = 12_345
_ENTER: Final = 0o001


def _everybody_may_read(place: Path) -> bool:
    return all(part.stat().st_mode & _ENTER for part in place.resolve().parents)


needs_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="not run: only root becomes somebody else"
)
needs_a_python_of_everybodys = pytest.mark.skipif(
    not _everybody_may_read(Path(os.__file__)), reason="not run: this Python is root's alone to read"
)


@contextmanager
def roof_for_everybody() -> Iterator[Path]:
    """Give a folder that everybody may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def folder_of(user: int, place: Path) -> Path:
    """Make a folder that is `user`'s alone."""
    place.mkdir(mode=0o700)
    os.chown(place, user, user)
    return place
