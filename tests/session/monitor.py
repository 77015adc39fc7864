"""A kiosk's monitor that is not there: an X server in memory, and on it the session as its unit runs it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageGrab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SETUP = Path(__file__).parents[2] / "packaging" / "linux" / "setup"
SIZE = (1080, 1920)
WHY_NOT = " ".join(tool for tool in ("Xvfb", "openbox", "xdotool") if not shutil.which(tool))
"""What is missing to have one here, empty if nothing is; `packaging/check` installs it."""

PATIENCE_S = 60
_SMALL = (270, 480)
_DIFFERENT = 48
"""Of 255, by which a pixel of one picture is another than that of the other."""
_ALIKE = 0.02
"""Of all pixels: a clock that went on, an edge drawn by another machine's font."""
_TURN_S = 0.02


@dataclass(frozen=True)
class Monitor:
    """An X server and a session on it."""

    name: str
    """As DISPLAY has it."""
    session: subprocess.Popen[bytes]

    def picture(self) -> Image.Image:
        """Return what stands on it, small."""
        return small(ImageGrab.grab(xdisplay=self.name))

    def do(self, *words: str) -> str:
        """Let a hand at its keyboard and glass do something, in the words of xdotool; return what it says."""
        done = subprocess.run(
            ["xdotool", *words], env={"DISPLAY": self.name}, capture_output=True, text=True, check=False
        )
        return done.stdout

    def touch(self, x: int, y: int) -> None:
        self.do("mousemove", str(x), str(y), "click", "1")

    def windows(self) -> set[str]:
        """Return all that can be seen of any program."""
        return set(self.do("search", "--onlyvisible", "--name", "").split())

    def screens(self) -> list[int]:
        """Return the processes that show screens."""
        return [
            pid for pid, words in _descendants(self.session.pid) if "screen" in words and "entrance" in words
        ]

    def programs(self) -> set[str]:
        """Return what the session runs, by the first word of each."""
        return {Path(words[0]).name for _, words in _descendants(self.session.pid) if words}


def small(picture: Image.Image) -> Image.Image:
    """Return a picture of a monitor as pictures are compared here."""
    return picture.convert("L").resize(_SMALL)


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether two pictures show the same, but for trifles."""
    return difference(one, other) < _ALIKE


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of the pixels that differ."""
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[_DIFFERENT:]) / sum(counts)


def until(happened: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait for it; AssertionError, with `what`, if it never comes."""
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(_TURN_S)


@contextlib.contextmanager
def monitor(folder: Path, port: int, screens: str = "entrance") -> Iterator[Monitor]:
    """Bring up an X server, and on it the session of a machine whose branch answers at `port`, with openbox and ours."""
    program = folder / "kiosk"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kiosk "$@"\n')
    program.chmod(0o755)
    (folder / "kiosk.toml").write_text(f"[branch]\nport = {port}\n")
    told = {
        "KIOSK_CONFIG": str(folder / "kiosk.toml"),
        "KIOSK_DATA": str(folder / "screens"),
        "PROGRAM": str(program),
        "QT_QPA_PLATFORM": "xcb",
        "QT_QUICK_BACKEND": "software",
        "SCREENS": screens,
        "SHARED": str(SETUP),
    }
    dropped = ("WAYLAND_DISPLAY", "NOTIFY_SOCKET", "WATCHDOG_PID")
    environment = {name: word for name, word in os.environ.items() if name not in dropped} | told
    with _x_server() as name:
        session = subprocess.Popen(
            [str(SETUP / "session"), "screens"],
            env=environment | {"DISPLAY": name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Monitor(name, session)
        finally:
            _end(session)


@contextlib.contextmanager
def _x_server() -> Iterator[str]:
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
            server.wait(PATIENCE_S)


def _end(session: subprocess.Popen[bytes]) -> None:
    """End it as systemd does: the session first, then whatever of it is left."""
    left = _descendants(session.pid)
    session.terminate()
    try:
        session.wait(PATIENCE_S)
    finally:
        for pid, _ in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid, _ in left), "the session's end")


def _descendants(pid: int) -> list[tuple[int, list[str]]]:
    """Return process and words of all below a process."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text().split()):
                found += [(child, _words(child)), *_descendants(child)]
    return found


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []
