"""The small scripts around the packages: whatever stands in the environment or lies where they are called, ours is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

LINUX = Path("packaging/linux").resolve()


def test_what_another_frozen_program_left_in_the_environment_does_not_reach_this_one(tmp_path: Path) -> None:
    launcher = tmp_path / "launcher"
    text = (LINUX / "launcher").read_text("utf-8")
    launcher.write_text(
        text.replace("/opt/apps/cn.kiosk.reception/files/kiosk/kiosk", "/usr/bin/env"), "utf-8"
    )
    left = {
        "_PYI_ARCHIVE_FILE": "/x",
        "_PYI_LATER_ONE": "a b",
        "LD_LIBRARY_PATH": "/x",
        "KIOSK_DATA": "/data",
    }

    said = subprocess.run(
        ["/bin/sh", launcher],
        env={"PATH": os.environ["PATH"], **left},
        capture_output=True,
        text=True,
        check=True,
    )

    names = {line.partition("=")[0] for line in said.stdout.splitlines()}
    assert "KIOSK_DATA" in names
    assert not names & (set(left) - {"KIOSK_DATA"})


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="not run: needs dpkg")
def test_an_update_is_signed_by_the_program_of_the_checkout_wherever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "kiosk" / "__init__.py").write_text("raise SystemExit('another program')", "utf-8")
    for name in ("key", "a.deb"):
        (tmp_path / name).write_bytes(b"")

    said = subprocess.run(
        [LINUX / "sign", "key", "0.0.1", ".", "a.deb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "another program" not in said.stderr
    assert f"bad_package: {tmp_path}" in said.stderr or str(tmp_path / "a.deb") in said.stderr
