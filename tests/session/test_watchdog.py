"""systemd hears when a service is ready and that it lives; a screen whose event loop stands still is ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk.app.watchdog import Watchdog, tell_of_life
from kiosk.lab.running import RunningBranch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT_S = 0.3
STANDS_STILL = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from kiosk.app.watchdog_screen import ScreenWatchdog
app = QGuiApplication([])
watchdog = ScreenWatchdog()
QTimer.singleShot(0, watchdog.begin)
QTimer.singleShot(200, lambda: time.sleep(600))
app.exec()
"""


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[socket.socket]:
    """What systemd listens at."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(60)
        yield listening


def watched(heard: socket.socket, limit_s: float = LIMIT_S) -> dict[str, str]:
    return {"NOTIFY_SOCKET": heard.getsockname(), "WATCHDOG_USEC": str(round(limit_s * 1_000_000))}


@pytest.mark.row("G1")
def test_a_service_is_ready_once_it_is_up_and_lives_while_its_work_comes_back(heard: socket.socket) -> None:
    async def live() -> list[bytes]:
        loop, up, stuck = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        works = iter(range(2))

        async def work() -> None:
            if next(works, None) is None:
                stuck.set()
                await asyncio.Event().wait()

        living = asyncio.create_task(tell_of_life(up, work, Watchdog.named_in(watched(heard))))
        await asyncio.sleep(0)
        up.set()
        words = [await loop.run_in_executor(None, heard.recv, 99) for _ in range(3)]
        await stuck.wait()
        heard.settimeout(0)
        with pytest.raises(BlockingIOError):
            heard.recv(99)
        living.cancel()
        return words

    assert asyncio.run(live()) == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]


@pytest.mark.parametrize(
    ("environ", "limit_s"),
    [
        ({}, 0.0),
        ({"WATCHDOG_USEC": "3000000"}, 3.0),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": str(os.getpid())}, 3.0),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}, 0.0),
        ({"WATCHDOG_USEC": "soon"}, 0.0),
    ],
    ids=["nobody", "everybody", "this process", "another process", "no number"],
)
def test_a_limit_counts_for_the_process_it_names(environ: dict[str, str], limit_s: float) -> None:
    assert Watchdog.named_in(environ).limit_s == limit_s


def test_where_nobody_listens_nothing_is_said(tmp_path: Path) -> None:
    for address in ("", str(tmp_path / "gone"), "@nobody-listens-here"):
        Watchdog(address, 1).tell("READY=1")


def test_an_abstract_address_is_heard() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name := f"\0kiosk-test-{os.getpid()}")
        listening.settimeout(60)

        Watchdog(f"@{name[1:]}", 0).tell("READY=1")

        assert listening.recv(99) == b"READY=1"


@pytest.mark.row("G1")
def test_the_branch_service_says_that_it_answers_and_lives(
    tmp_path: Path, heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, word in watched(heard).items():
        monkeypatch.setenv(name, word)

    with RunningBranch(tmp_path / "branch"):
        assert [heard.recv(99) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]


@pytest.mark.row("G1")
def test_a_screen_whose_event_loop_stands_still_is_ended(heard: socket.socket) -> None:
    with subprocess.Popen([sys.executable, "-c", STANDS_STILL], env=os.environ | watched(heard)) as screen:
        assert [heard.recv(99) for _ in range(2)] == [b"READY=1", b"WATCHDOG=1"]

        assert screen.wait(60) == -signal.SIGALRM
