"""Tools on the machine of a branch that lets in nobody it does not know."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.own_files import own_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.row("G1")
@pytest.mark.row("F3")
def test_a_real_branch_that_runs_is_checked_by_whoever_may_read_its_folder(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "kiosk"]
    address = tmp_path / "service.json"
    own_files(tmp_path)
    with subprocess.Popen(
        [*program, "branch", "--until-stdin-closes", "--data", str(tmp_path), "--port", "0"],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin is not None
        try:
            while not address.exists():
                time.sleep(0.02)
            mode = stat.S_IMODE(address.stat().st_mode)
            ready = subprocess.run(
                [*program, "ready", "--data", str(tmp_path)], capture_output=True, text=True, check=False
            )
            told = json.loads(address.read_text())
            address.write_text(json.dumps(told | {"tool": "made up"}))
            stranger = subprocess.run(
                [*program, "ready", "--data", str(tmp_path)], capture_output=True, text=True, check=False
            )
        finally:
            child.stdin.close()
            child.wait(60)

    assert mode == 0o600
    assert ready.returncode in {0, 1}, ready.stderr
    assert "readiness-" in ready.stdout
    assert stranger.returncode == 2
    assert "not_paired" in stranger.stderr
