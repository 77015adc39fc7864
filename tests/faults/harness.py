"""What the fault tests share: a desk whose clock can be turned, and a branch service that can be asked and killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from kiosk.branch.clock import ServiceClock
from kiosk.branch.desk import Desk
from kiosk.branch.journal import Journal
from kiosk.branch.setting_files import load_setting
from kiosk.branch.store import Store
from kiosk.branch.verify import verify
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Issued
from kiosk.domain.facts import Recorded
from kiosk.domain.setting import Setting
from tests.checkout import TOP

LONG: Final = os.environ.get("KIOSK_FAULTS") == "long"
"""Whether the long versions run: packaging/faults."""
STAFF: Final = r.By("reception", "tablet-1")
ENTRANCE: Final = r.By("entrance", "entrance-1")
DAY_MS: Final = 24 * 3_600_000
NINE_ON_A_MONDAY: Final = 1_793_581_200_000  # 2026-11-02 09:00 in Shanghai
_START_LIMIT_S: Final = 30.0
_PATIENCE_S: Final = 10.0


def new_id() -> str:
    """Return the id of a new user action."""
    return str(uuid.uuid4())


@cache
def setting(*, demonstration: bool = True, secret: bytes = bytes(32)) -> Setting:
    """Return the branch that the program ships with."""
    return load_setting(secret, demonstration=demonstration)


class Time:
    """A wall clock and a monotonic clock for a `ServiceClock`, turned by hand. In ms."""

    def __init__(self, wall_ms: int = NINE_ON_A_MONDAY) -> None:
        self.wall_ms, self.elapsed_ms = wall_ms, 0

    def pass_by(self, ms: int) -> None:
        """Let time go by, as both clocks see it."""
        self.wall_ms += ms
        self.elapsed_ms += ms

    def turn_wall(self, by_ms: int) -> None:
        """Set the wall clock forward, or back when negative: no time goes by."""
        self.wall_ms += by_ms


class Reception:
    """A desk over a real store in a folder. Everything published is kept in `facts`."""

    def __init__(self, folder: Path, at: Time, branch: Setting | None = None) -> None:
        self.time, self.facts = at, list[Recorded]()
        self.store = Store.open(folder)
        newest = Journal(self.store.conn).newest
        clock = ServiceClock(lambda: at.wall_ms, lambda: at.elapsed_ms, last_ms=newest.at_ms if newest else 0)
        self.desk = Desk(self.store, clock, branch or setting(), self.facts.extend)
        self.desk.found(demonstration=True)
        self.desk.keep_day()

    def ask(self, request: r.Request, by: r.By = STAFF, request_id: str = "") -> Answer:
        """Ask the desk, under a new id unless one is given."""
        return self.desk.handle(request_id or new_id(), request, by)

    def issue(self, service: str = "deposit") -> Issued:
        """Take a ticket that is not refused."""
        answer = self.ask(r.IssueTicket(service))
        assert isinstance(answer, Issued), answer
        return answer

    def seq(self) -> int:
        """Return the last number of the journal."""
        return self.desk.journal.head.seq

    def happened(self, kind: type) -> list[Any]:
        """Return the facts of a kind in the whole journal, oldest first."""
        return [one.fact for one in self.desk.journal.all_after(0) if isinstance(one.fact, kind)]

    def close(self) -> None:
        """Let the store go, without a word to the journal: as good as a crash."""
        self.store.close()


@contextmanager
def reception(folder: Path, at: Time | None = None, branch: Setting | None = None) -> Iterator[Reception]:
    """Give a desk, and let its store go at the end."""
    open_one = Reception(folder, at or Time(), branch)
    try:
        yield open_one
    finally:
        open_one.close()


class Told(NamedTuple):
    """What the service answered: HTTP status and JSON."""

    status: int
    json: dict[str, Any]

    @property
    def code(self) -> str:
        """The code of a refusal, empty for none."""
        return str(self.json.get("code", ""))


class Branch:
    """A branch service as a process of its own, on a data folder. Its address is the one in the folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder, self._arguments = folder, arguments
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Start it and, unless told otherwise, wait until it answers."""
        self.url = ""
        self._address.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "branch", "--demonstration", "--data", str(self.folder), "--port", "0"]
            + list(self._arguments),
            cwd=TOP,
            stderr=subprocess.DEVNULL,
        )
        if wait:
            self.wait_for_answer()

    @property
    def _address(self) -> Path:
        return self.folder / "service.json"

    @property
    def pid(self) -> int:
        """The process that serves; must run."""
        assert self._process is not None
        return self._process.pid

    def wait_for_answer(self) -> None:
        """Wait until it answers."""
        process = self._process
        assert process is not None

        def answers() -> bool:
            assert process.poll() is None, f"the service ended with {process.returncode}"
            try:
                self.url = str(json.loads(self._address.read_text())["url"])
                return self.get("/v1/health").status == 200
            except (OSError, ValueError):
                return False

        wait_until(answers, _START_LIMIT_S)

    def kill(self) -> None:
        """Kill it as the system would: it gets no chance to do anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop and wait for that."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        self.url = ""
        if process is not None:
            process.send_signal(how)
            process.wait(timeout=_START_LIMIT_S)

    def ask(
        self, kind: str, body: dict[str, Any], *, role: str = "reception", request_id: str = "", device: str = "test-1"
    ) -> Told:
        """POST a request, under a new id unless one is given. OSError while it does not answer."""
        return self.post(kind, json.dumps({"id": request_id or new_id(), "body": body}).encode(), role, device)

    def post(self, kind: str, raw: bytes, role: str = "reception", device: str = "test-1") -> Told:
        """POST any bytes as a request of a kind."""
        headers = {"Kiosk-Role": role, "Kiosk-Device": device, "Content-Type": "application/json"}
        return told(urllib.request.Request(f"{self.url}/v1/requests/{kind}", raw, headers))

    def get(self, path: str) -> Told:
        """GET a path that answers in JSON."""
        return told(urllib.request.Request(f"{self.url}{path}"))

    def stream(self, role: str, after: int, epoch: str = "") -> IO[bytes]:
        """Open the stream of facts; the caller closes it."""
        url = f"{self.url}/v1/facts?role={role}&after={after}&epoch={epoch}"
        opened: IO[bytes] = urllib.request.urlopen(url, timeout=_PATIENCE_S)
        return opened


def told(request: urllib.request.Request) -> Told:
    """Send a request. OSError if nobody answers it to the end."""
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
            return Told(answer.status, json.loads(answer.read()))
    except http.client.IncompleteRead as error:
        raise ConnectionError("cut off in the middle of the answer") from error
    except urllib.error.HTTPError as error:
        with error:
            return Told(error.code, json.loads(error.read() or b"{}"))


@contextmanager
def running_branch(folder: Path) -> Iterator[Branch]:
    """Give a demonstration branch that answers, and kill it at the end: no test leans on an orderly stop."""
    branch = Branch(folder)
    try:
        branch.start()
        yield branch
    finally:
        branch.kill()


def wait_until(done: Any, limit_s: float = _PATIENCE_S) -> None:  # noqa: ANN401
    """Wait until `done()` is true; fail after `limit_s`."""
    deadline = time.monotonic() + limit_s
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def assert_sound(folder: Path) -> None:
    """Fail unless every record in a data folder is complete, in order and unaltered."""
    report = verify(folder)
    assert report.sound, "\n".join(report.words("en"))
