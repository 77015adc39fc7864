"""What is dear to make and only looked at: made once in a run, however many processes its tests are shared among."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def once_in_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that `make` has filled in this run, here or in the process that came first.

    Whoever comes while it is being filled waits for it. If `make` raises, the next one tries again in an empty folder.
    """
    base = factory.getbasetemp()
    # A worker of pytest-xdist has a folder of its own in that of the run.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (run / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run / f"{name}.done"
        if not done.exists():
            folder = factory.mktemp(name)
            make(folder)
            done.write_text(str(folder), "utf-8")
        return Path(done.read_text("utf-8"))
