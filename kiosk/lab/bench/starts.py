"""How long a screen takes from nothing to its first touch, and how much memory: against the barest window of Qt."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from kiosk.lab.bench.measure import Row

_START_RATIO: Final = 2.5
_MEMORY_RATIO: Final = 2.0
_FIRST_TOUCH: Final = "process start to first touch of the entrance"
SESSION_PAUSE_S: Final = 0.2
"""Before a kiosk's session starts a screen again that ended (packaging/linux/setup/session)."""
_BACK_S: Final = 3.0
_HERE: Final = Path(__file__).parent
_MONITOR: Final = {"screens": [{"name": "kiosk", "x": 0, "y": 0, "width": 1080, "height": 2100}]}
"""Tall enough for a window of 1080 x 1920 with the bars of a desktop."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a program."""

    wall_s: float
    """From before the process was made until its word that the frame was out."""
    cpu_s: float
    """Processor time of all its threads: on a busy machine the steadier figure."""
    resident_mb: float
    """0 where the system does not tell (no /proc)."""


def start_rows(url: str, folder: Path, rounds: int) -> Iterator[Row]:
    """Start a bare window and the entrance of the branch at `url` in turns, each `rounds` times after one to warm up.

    Both draw in software on a monitor that is not there, and find compiled files in `folder` as in an installation.
    The entrance is started by its command, command line and all: as it is in a branch. A frozen program holds no
    files to start beside it and measures nothing.
    """
    if getattr(sys, "frozen", False):
        yield Row(_FIRST_TOUCH, "not measured in a packaged program", f"<= {_START_RATIO:.2f} x bare", None)
        return
    bare_window = [sys.executable, str(_HERE / "bare_window.py")]
    words = ["screen", "entrance", "--url", url, "--data", str(folder / "screen")]
    entrance = [sys.executable, str(_HERE / "watched.py"), *words]
    environment, programs = _environment(folder), (bare_window, entrance)
    starts = [[_started(each, environment) for each in programs] for _ in range(rounds + 1)][1:]
    bare, ours = map(_typical, zip(*starts, strict=True))
    yield Row(
        _FIRST_TOUCH,
        _beside(ours, bare),
        f"<= {_START_RATIO:.2f} x bare",
        ours.wall_s / bare.wall_s <= _START_RATIO,
    )
    back_s = SESSION_PAUSE_S + ours.wall_s
    yield Row(
        "a crashed screen is back, the session's pause included",
        f"{back_s * 1000:.0f} ms, {back_s / bare.wall_s:.2f} x bare window",
        f"<= {_BACK_S * 1000:.0f} ms",
        back_s <= _BACK_S,
    )
    yield _memory(ours.resident_mb, bare.resident_mb)


def _beside(ours: Start, bare: Start) -> str:
    return (
        f"{ours.wall_s * 1000:.0f} ms, {ours.wall_s / bare.wall_s:.2f} x bare window ({bare.wall_s * 1000:.0f} ms);"
        f" processor {ours.cpu_s / bare.cpu_s:.2f} x"
    )


def _memory(ours_mb: float, bare_mb: float) -> Row:
    what, target = "its resident memory then", f"<= {_MEMORY_RATIO:.2f} x bare"
    if not bare_mb:
        return Row(what, "this system does not tell", target, None)
    ratio = ours_mb / bare_mb
    figure = f"{ours_mb:.0f} MB, {ratio:.2f} x bare window ({bare_mb:.0f} MB)"
    return Row(what, figure, target, ratio <= _MEMORY_RATIO)


def _typical(starts: Sequence[Start]) -> Start:
    return Start(
        median(each.wall_s for each in starts),
        median(each.cpu_s for each in starts),
        median(each.resident_mb for each in starts),
    )


def _environment(folder: Path) -> Mapping[str, str]:
    """Return an environment in which both programs draw in software and keep what they compile in `folder`."""
    monitor = folder / "monitor.json"
    monitor.write_text(json.dumps(_MONITOR))
    inherited = {name: word for name, word in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {
        "PYTHONPATH": str(_HERE.parents[2]),
        "PYTHONPYCACHEPREFIX": str(folder / "python"),
        "QML_DISK_CACHE_PATH": str(folder / "qml"),
        "QT_QPA_PLATFORM": f"offscreen:configfile={monitor}",
        "QT_QUICK_BACKEND": "software",
    }


def _started(command: Sequence[str], environment: Mapping[str, str]) -> Start:
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own programs
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        word = child.stdout.readline() if child.stdout else ""
        wall_s = time.perf_counter() - began
        resident_mb = _resident_mb(child.pid)
    if not word:
        raise RuntimeError(f"{Path(command[1]).name} showed no frame")
    return Start(wall_s, float(word), resident_mb)


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
