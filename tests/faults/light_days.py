"""Simulated days short enough for every check: a branch that is open for two hours."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from kiosk.resources import resources

if TYPE_CHECKING:
    from pathlib import Path


def open_for_two_hours(folder: Path) -> Path:
    """Make `folder` the data folder of the shipped branch, open from ten to twelve; return it."""
    files = folder / "catalogue"
    shutil.copytree(resources() / "catalogue", files)
    branch = files / "branch.toml"
    branch.write_text(re.sub(r'"09:00-17:00"', '"10:00-12:00"', branch.read_text("utf-8")), "utf-8")
    return folder
