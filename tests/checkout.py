"""The checkout the tests run in: where it is, and the files that are tracked in it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parent.parent


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the checkout, relative to its top; whoever owns the folder."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=TOP, check=True, capture_output=True
    )
    names = listing.stdout.decode().rstrip("\0").split("\0")
    return tuple(path for path in map(Path, names) if (TOP / path).is_file())


def modules() -> tuple[Path, ...]:
    """Return every Python file of the program, relative to the top, tracked or about to be."""
    return tuple(sorted(path.relative_to(TOP) for path in (TOP / "kiosk").rglob("*.py")))
