"""The child that serves a demonstration ends with it, even one that does not hear that it should."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from kiosk.app import demonstration
from kiosk.app.folders import Folders

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DEAF = "import time; time.sleep(60)"


def test_a_child_that_does_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = subprocess.Popen([sys.executable, "-c", DEAF], stdin=subprocess.PIPE)

    def deaf(*_: object, **__: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - as Popen is called
        return child

    monkeypatch.setattr(subprocess, "Popen", deaf)
    monkeypatch.setattr(demonstration, "_START_LIMIT_S", 0.1)
    monkeypatch.setattr(demonstration, "_STOP_LIMIT_S", 0.1)

    with demonstration.running_branch(Folders(tmp_path), 0) as url:
        assert url is None

    assert child.returncode not in {None, 0}
