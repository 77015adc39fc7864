"""The files of a real branch, which is never born under the code of the one shipped."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from kiosk.branch.setting_files import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path


def own_files(data: Path, code: str = "0312") -> None:
    """Put the shipped files into a data folder as a branch's own, under a code of its own."""
    shutil.copytree(SHIPPED, data / "catalogue")
    file = data / "catalogue" / "branch.toml"
    file.write_text(file.read_text("utf-8").replace('code = "demo"', f'code = "{code}"'), "utf-8")
