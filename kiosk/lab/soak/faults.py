"""What befalls a branch during a soak: one small class for each fault, struck at a minute and over an hour later."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.requests import SIMULATED
from kiosk.lab.running import RunningBranch
from kiosk.lab.soak.footprint import printing_worker
from kiosk.lab.soak.garbage import pieces, throw
from kiosk.lab.soak.screens import Screen

_WITHIN_S: Final = 0.05
"""A service is killed up to so long after the minute it is struck in: somewhere in the requests of that minute."""
_STALL_S: Final = 1.0
_TIMEOUT_S: Final = 30.0
_SMALLEST: Final = 4_096


class WentWrong(Exception):
    """The branch did under a fault what it must not; the text says what."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a fault can reach."""

    branch: RunningBranch
    folder: Path
    screens: Sequence[Screen]
    rng: random.Random


class Fault:
    """One fault. `strike` begins it and returns at once; `end` ends it and says by WentWrong what was not right.

    Whatever a fault needs between the two it keeps itself, so each one strikes once.
    """

    name = ""

    def strike(self, stage: Stage) -> None:
        """Begin. The driver's next requests run into it."""

    def end(self, stage: Stage) -> None:
        """Let it be over."""


class ServiceKilled(Fault):
    """SIGKILL for the service in the middle of requests, and a new start."""

    name = "service killed"

    def strike(self, stage: Stage) -> None:
        """Kill within the next requests; a thread starts it again, as a service manager would."""
        self._wait_s = stage.rng.uniform(0, _WITHIN_S)
        self._thread = threading.Thread(target=self._kill, args=(stage,), name=self.name)
        self._thread.start()

    def _kill(self, stage: Stage) -> None:
        time.sleep(self._wait_s)
        stage.branch.kill()
        stage.branch.start()

    def end(self, stage: Stage) -> None:
        """Wait until it serves again."""
        del stage
        self._thread.join()


class WorkerKilled(Fault):
    """SIGKILL for the printing worker: the service must start another and print on."""

    name = "printing worker killed"

    def strike(self, stage: Stage) -> None:
        """Kill it, if there is one."""
        worker = printing_worker(stage.branch.pid)
        if worker is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)


class ServiceStalled(Fault):
    """The service gets no processor for a second: a machine that swaps, a virtual one that is moved."""

    name = "service stalled for a second"

    def strike(self, stage: Stage) -> None:
        """Stop it; a thread lets it go on."""
        self._thread = threading.Thread(target=self._stall, args=(stage.branch.pid,), name=self.name)
        os.kill(stage.branch.pid, signal.SIGSTOP)
        self._thread.start()

    @staticmethod
    def _stall(pid: int) -> None:
        time.sleep(_STALL_S)
        os.kill(pid, signal.SIGCONT)

    def end(self, stage: Stage) -> None:
        """Wait until it runs again."""
        del stage
        self._thread.join()


class SlowReader(Fault):
    """A screen that asks for every fact there ever was and reads none of them."""

    name = "reader that reads nothing"

    def strike(self, stage: Stage) -> None:
        """Ask, with the smallest buffer there is, and hold on."""
        self._line = socket.socket()
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALLEST)
        self._line.settimeout(_TIMEOUT_S)
        self._line.connect(("127.0.0.1", stage.branch.port))
        host = f"127.0.0.1:{stage.branch.port}".encode()
        self._line.sendall(b"GET /v1/facts?role=manager&after=0 HTTP/1.1\r\nHost: %s\r\n\r\n" % host)

    def end(self, stage: Stage) -> None:
        """Hang up."""
        del stage
        self._line.close()


class Garbage(Fault):
    """Half requests, endless headers, wrong ids and noise on the service's port."""

    name = "garbage on the port"

    def strike(self, stage: Stage) -> None:
        """Throw one of everything.

        Raises:
            WentWrong: something of it was taken, or was too much for the service.
        """
        for what, raw in pieces(stage.branch.port, stage.rng):
            status = throw(stage.branch.port, raw)
            if status is not None and not 400 <= status < 500:  # noqa: PLR2004 - what HTTP calls the client's fault
                raise WentWrong(f"{what} was answered with {status}")


class SameRequestTwice(Fault):
    """A call for help that a screen sends twice at the same instant, under one id."""

    name = "same request twice at once"

    def strike(self, stage: Stage) -> None:
        """Send it from two threads, and answer the call.

        Raises:
            WentWrong: it was not carried out exactly once.
        """
        told: list[dict[str, str]] = []
        body = {
            "id": str(uuid.UUID(int=stage.rng.getrandbits(128), version=4)),
            "body": {"place": "entrance"},
        }
        port = stage.branch.port
        twins = [
            threading.Thread(target=lambda: told.append(_ask(port, "call_help", body, "entrance")))
            for _ in range(2)
        ]
        for twin in twins:
            twin.start()
        for twin in twins:
            twin.join()
        if len(told) < 2 or told[0] != told[1] or told[0]["kind"] != "done":  # noqa: PLR2004 - twins
            raise WentWrong(f"one call for help sent twice was answered {told}")
        answer = {"id": str(uuid.uuid4()), "body": {"help": told[0]["about"]}}
        _ask(port, "answer_help", answer, "reception")


class ScreensUnplugged(Fault):
    """Every screen without its line for an hour: it must catch up and show what a new one would."""

    name = "screens unplugged"

    def strike(self, stage: Stage) -> None:
        """Cut the lines."""
        for screen in stage.screens:
            screen.unplug()

    def end(self, stage: Stage) -> None:
        """Let them catch up, compare, and follow again. FollowedBadly."""
        for screen in stage.screens:
            screen.must_show_the_day()
            screen.plug_in()


class PrinterGone(Fault):
    """Where slips are put there is suddenly no folder: no slip comes out, and no number waits for that."""

    name = "printer gone"

    def strike(self, stage: Stage) -> None:
        """Put a file in the place of the folder."""
        slips = stage.folder / "slips"
        self._aside = stage.folder / "slips.aside"
        self._moved = slips.is_dir()
        if self._moved:
            slips.rename(self._aside)
            slips.touch()

    def end(self, stage: Stage) -> None:
        """Put the folder back."""
        slips = stage.folder / "slips"
        if self._moved:
            slips.unlink()
            self._aside.rename(slips)


def _ask(port: int, kind: str, envelope: Mapping[str, object], role: str) -> dict[str, str]:
    headers = {"Kiosk-Role": role, "Kiosk-Device": f"{SIMULATED}-{role}", "Content-Type": "application/json"}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)) as connection:
        connection.request("POST", f"/v1/requests/{kind}", json.dumps(envelope), headers)
        told: dict[str, str] = json.loads(connection.getresponse().read())
    return told
