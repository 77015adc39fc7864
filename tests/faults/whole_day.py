"""The processes of a whole branch, and a simulated day at it on which they are killed in turn."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation import Client, Driver, Pace, write_script
from kiosk.lab.soak.faults import Fault, ServiceKilled, Stage, WorkerKilled
from kiosk.lab.soak.tables import counted
from tests.checkout import TOP

if TYPE_CHECKING:
    from pathlib import Path

MONDAY: Final = "2026-11-02"
SCREENS: Final = ("entrance", "exit", "hall")
_MINUTE_MS: Final = 60_000


class Numbers(NamedTuple):
    """What a day comes to: as the customers were answered, and as the tables have it."""

    answered: dict[str, object]
    tables: dict[str, list[tuple[object, ...]]]


class ScreenKilled(Fault):
    """A public screen as a process of its own, killed and started again as often as it is struck."""

    def __init__(self, kind: str, url: str) -> None:
        self.name = f"{kind} screen killed"
        self._command = [sys.executable, "-m", "kiosk", "screen", kind, "--url", url]
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            cwd=TOP,
            env=os.environ.copy(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def strike(self, stage: Stage) -> None:
        """Kill it, wherever it is in its start or its life, and start it again."""
        del stage
        self.stop()
        self._process = self._started()

    def stop(self) -> None:
        """Kill it; fail if it had ended by itself."""
        ended = self._process.poll()
        self._process.kill()
        self._process.wait()
        assert ended is None, f"{self.name}: it had ended with {ended}"


class Turns:
    """Kills the processes of a branch one after the other, each `every_min` simulated minutes."""

    def __init__(self, stage: Stage, every_min: int) -> None:
        self._stage, self._every_ms = stage, every_min * _MINUTE_MS
        self._screens = [ScreenKilled(kind, stage.branch.url) for kind in SCREENS]
        self._faults: list[Fault] = [ServiceKilled(), WorkerKilled(), *self._screens]
        self._last: Fault | None = None
        self.killed: list[str] = []
        """What was killed, in order."""

    def minute(self, ms: int) -> None:
        """Kill whose turn it is; the one before is up again by then."""
        if ms % self._every_ms == 0:
            self.pause()
            self._last = self._faults[len(self.killed) % len(self._faults)]
            self.killed.append(self._last.name)
            self._last.strike(self._stage)

    def pause(self) -> None:
        """Wait until the last one killed is up again."""
        if self._last is not None:
            self._last.end(self._stage)

    def stop(self) -> None:
        """End the screens."""
        for screen in self._screens:
            screen.stop()


def live_a_day(folder: Path, *, seed: int, load: float, kill_every_min: int = 0) -> tuple[Numbers, list[str]]:
    """Live a day from a seed at the branch in `folder`; return its numbers, and what was killed, in order.

    With `kill_every_min`, every so many simulated minutes the next process of the branch is killed: 0 for none.
    """
    with ExitStack() as stack:
        branch = stack.enter_context(RunningBranch(folder, simulated_from=MONDAY, port=free_port()))
        client = stack.enter_context(closing(Client(lambda: branch.url)))
        script = write_script(client.book(), MONDAY, seed=seed, load=load)
        assert script is not None
        turns = None
        if kill_every_min:
            turns = Turns(Stage(branch, folder, (), random.Random(seed)), kill_every_min)
            stack.callback(turns.stop)
            stack.callback(turns.pause)
        pace = Pace(client, 0, each_minute=turns.minute if turns else None)
        outcome = Driver(client, script, pace).run()
    return Numbers(outcome.totals(), counted(folder)), turns.killed if turns else []


def free_port() -> int:
    """Return a port that is free, and that the system hands to nobody else while its service is down."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise OSError("no port is free")
