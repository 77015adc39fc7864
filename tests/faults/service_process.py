"""A branch service as a process of its own: started on a data folder, asked over HTTP, killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.app.failures import EXIT_ENVIRONMENT
from tests.checkout import TOP
from tests.faults.harness import PATIENCE_S, new_id, wait_until

_START_LIMIT_S: Final = 60.0
_PRINT_LIMIT_S: Final = 60.0
_HEADERS: Final = {"Kiosk-Role": "reception", "Kiosk-Device": "test-1", "Content-Type": "application/json"}


class Told(NamedTuple):
    """What the service answered: HTTP status and JSON."""

    status: int
    json: dict[str, Any]

    @property
    def code(self) -> str:
        """The code of a refusal, empty for none."""
        return str(self.json.get("code", ""))


class Branch:
    """A demonstration branch on a data folder; its address is the one the service writes there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.host = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Start it and, unless told otherwise, wait until it answers."""
        self._address.unlink(missing_ok=True)
        self._process = subprocess.Popen(command(self.folder), cwd=TOP, stderr=subprocess.DEVNULL)
        if wait:
            wait_until(self._answers, _START_LIMIT_S)

    @property
    def _address(self) -> Path:
        return self.folder / "service.json"

    def _answers(self) -> bool:
        ended = self._process.poll() if self._process else None
        assert ended is None, f"the service ended with {ended}"
        try:
            self.host = str(json.loads(self._address.read_text())["url"]).removeprefix("http://")
            return self.get("/v1/health").status == HTTPStatus.OK
        except (OSError, ValueError):
            return False

    @property
    def pid(self) -> int:
        """The process that serves; it must run."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """Kill it: it gets no chance to do anything. Idempotent."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop and wait for that; return the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self._process, self.host = self._process, None, ""
        if process is None:
            return 0
        process.send_signal(how)
        return process.wait(timeout=_START_LIMIT_S)

    def ask(self, kind: str, body: object, *, role: str = "reception", request_id: str = "") -> Told:
        """POST a request, under a new id unless one is given. OSError if it is not answered to the end."""
        raw = json.dumps({"id": request_id or new_id(), "body": body}).encode()
        return self.post(kind, raw, {"Kiosk-Role": role})

    def post(self, kind: str, raw: bytes, headers: dict[str, str]) -> Told:
        """POST any bytes as a request of a kind. OSError if it is not answered to the end."""
        return self._told("POST", f"/v1/requests/{kind}", raw, _HEADERS | headers)

    def tell(self, kind: str, body: object, request_id: str) -> None:
        """POST a request and hang up without waiting for the answer."""
        raw = json.dumps({"id": request_id, "body": body}).encode()
        with closing(HTTPConnection(self.host, timeout=PATIENCE_S)) as connection:
            connection.request("POST", f"/v1/requests/{kind}", raw, _HEADERS)

    def snapshot(self) -> dict[str, Any]:
        """Return the day as the reception sees it."""
        return self.get("/v1/snapshot?role=reception").json

    def seq_at_rest(self) -> int:
        """Return the last number of the journal once nothing is left to print and the printer was asked how it is.

        Only requests can move it then.
        """
        wait_until(lambda: not self._prints(), _PRINT_LIMIT_S)
        return int(self.get("/v1/health").json["seq"])

    def _prints(self) -> bool:
        return not self.snapshot()["printers"] or not {"queued", "sending"}.isdisjoint(self.slips())

    def slips(self) -> list[str]:
        """Return what became of every slip of the day so far, as the reception sees it."""
        return [status for visit in self.snapshot()["visits"] for status in visit["slips"].values()]

    def get(self, path: str, *, role: str = "reception") -> Told:
        """GET a path that answers in JSON. OSError if it is not answered to the end."""
        return self._told("GET", path, headers={"Kiosk-Role": role})

    def page(self, path: str) -> str:
        """GET a staff page, which must be there, and return its text."""
        with closing(HTTPConnection(self.host, timeout=PATIENCE_S)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.status == HTTPStatus.OK
            return answer.read().decode()

    def _told(self, method: str, path: str, raw: bytes = b"", headers: dict[str, str] | None = None) -> Told:
        if not self.host:
            raise ConnectionError("the service is down")
        with closing(HTTPConnection(self.host, timeout=PATIENCE_S)) as connection:
            try:
                connection.request(method, path, raw or None, headers or {})
                answer = connection.getresponse()
                return Told(answer.status, json.loads(answer.read() or b"{}"))
            except HTTPException as error:
                raise ConnectionError("cut off in the middle of the answer") from error

    @contextmanager
    def stream(self, role: str, after: int, epoch: str = "") -> Iterator[HTTPResponse]:
        """Give the open stream of facts."""
        with closing(HTTPConnection(self.host, timeout=PATIENCE_S)) as connection:
            connection.request("GET", f"/v1/facts?role={role}&after={after}&epoch={epoch}")
            with connection.getresponse() as answer:
                yield answer


def command(folder: Path) -> list[str]:
    """Return the command that serves a demonstration branch from a data folder, on a free port."""
    program = [sys.executable, "-m", "kiosk", "branch", "--demonstration"]
    return [*program, "--data", str(folder), "--port", "0"]


def refusal(start: Sequence[str]) -> str:
    """Return the one line with which the program refuses to start; fail if it starts, or ends in any other way."""
    ended = subprocess.run(
        start, cwd=TOP, capture_output=True, text=True, timeout=_START_LIMIT_S, check=False
    )
    assert ended.returncode == EXIT_ENVIRONMENT, ended.stderr
    (line,) = ended.stderr.splitlines()
    return line


@contextmanager
def running_branch(folder: Path) -> Iterator[Branch]:
    """Give a branch that answers, and kill it at the end: no test leans on an orderly stop."""
    branch = Branch(folder)
    try:
        branch.start()
        yield branch
    finally:
        branch.kill()
