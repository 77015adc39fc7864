"""A machine without a display: said plainly, the pages served, the tour offered, and never an abort of Qt."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

KIOSK = (sys.executable, "-m", "kiosk")
_LIMIT_S = 60


def environment(**changed: str) -> dict[str, str]:
    """Return this environment without anything that would let Qt draw."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    return {name: value for name, value in os.environ.items() if name not in hidden} | changed


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    started = subprocess.Popen(
        [*KIOSK, "--data", str(tmp_path), "--port", "0"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield started
    if started.poll() is None:
        started.kill()
    started.wait(_LIMIT_S)
    assert started.stdout
    started.stdout.close()


def test_without_a_display_the_pages_are_served_and_the_tour_is_offered(
    demonstration: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    assert demonstration.stdout
    said = [demonstration.stdout.readline() for _ in range(4)]
    page = said[1].split()[-1]
    with urllib.request.urlopen(page, timeout=60) as answer:  # noqa: S310 - the address it printed
        body = answer.read().decode()

    assert "no display" in said[0]
    assert "大堂接待" in body
    assert "kiosk tour" in said[2]

    demonstration.send_signal(signal.SIGINT)
    assert demonstration.wait(_LIMIT_S) == 0
    assert not (tmp_path / "service.json").exists()


def test_the_branch_ends_with_a_demonstration_that_is_killed(
    demonstration: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    assert demonstration.stdout
    for _ in range(4):
        demonstration.stdout.readline()
    child = json.loads((tmp_path / "service.json").read_text())["pid"]

    demonstration.kill()

    deadline = time.monotonic() + _LIMIT_S
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4242"}], ids=["none", "one that does not answer"])
def test_a_screen_without_a_display_says_so_and_does_not_abort(display: dict[str, str]) -> None:
    done = subprocess.run(
        [*KIOSK, "screen", "entrance"],
        env=environment(**display),
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )

    assert done.returncode == 3
    assert "no screen can be shown" in done.stderr
    assert "Traceback" not in done.stderr
