"""What is typed wrong is told in one line of both languages, also where nothing of a markup drawer is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

_AS_PACKAGED = """
import sys
sys.modules["pygments"] = None  # no package holds it
sys.argv = ["kiosk", *sys.argv[1:]]
from kiosk.app.cli import main
main()
"""


@pytest.mark.row("G1")
def test_a_command_typed_wrong_is_told_with_the_nearest_and_no_traceback() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _AS_PACKAGED, "provison"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith("kiosk: usage: 命令没有写对，kiosk --help 说明写法。")
    assert "'provision'" in line
