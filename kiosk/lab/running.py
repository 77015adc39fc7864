"""A demonstration branch as a process of its own, and asking it over HTTP."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import IO, Any, Self

_START_LIMIT_S = 60.0


class NotStarted(RuntimeError):
    """The branch service did not start; the text is what it said of the reason, beginning with a code."""


class RunningBranch:
    """The service as a process of its own, spoken to over one kept-alive connection."""

    def __init__(self, folder: Path, *, simulated_from: str = "", port: int = 0) -> None:
        """Start it on `folder` and wait for its first answer; `started_ms` says how long that took.

        With `simulated_from`, an ISO date, it is at simulated time, which begins there and goes on only as told. Without
        a `port` it takes a free one at every start.

        Raises:
            NotStarted: with the reason the service gave.
        """
        self._folder, self._simulated_from, self._port = folder, simulated_from, port
        self.start()

    def start(self) -> None:
        """Start the service after `kill` or `stop`, on the same folder. NotStarted."""
        began = time.perf_counter()
        address = self._folder / "service.json"
        # One that was killed left its address behind, and somebody else may answer there by now.
        stale = address.read_text() if address.exists() else ""
        with tempfile.TemporaryFile() as told:
            self._child = subprocess.Popen(  # noqa: S603 - this very program
                self._command(), stdin=subprocess.PIPE, stderr=told, env=os.environ.copy()
            )
            self.port = self._wait(address, stale, told)
        self.started_ms = (time.perf_counter() - began) * 1000
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)

    def _command(self) -> list[str]:
        program = [sys.executable, "-m", "kiosk", "branch", "--demonstration", "--until-stdin-closes"]
        simulated = ["--simulated-from", self._simulated_from] if self._simulated_from else []
        return [*program, "--data", str(self._folder), "--port", str(self._port), *simulated]

    @property
    def url(self) -> str:
        """The address it answers at."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that serves."""
        return self._child.pid

    def _wait(self, address: Path, stale: str, told: IO[bytes]) -> int:
        deadline = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < deadline and self._child.poll() is None:
            try:
                text = address.read_text()
                if text == stale:
                    raise ValueError("no address of its own yet")  # noqa: TRY301 - like one half written
                port = int(json.loads(text)["url"].rsplit(":", 1)[1])
                with contextlib.closing(
                    http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                ) as connection:
                    connection.request("GET", "/v1/health")
                    connection.getresponse().read()
            except (OSError, ValueError, http.client.HTTPException):
                time.sleep(0.01)
            else:
                return port
        self._end()
        told.seek(0)
        lines = told.read().decode(errors="replace").splitlines()
        reasons = [line.removeprefix("kiosk: ") for line in lines if line.startswith("kiosk: ")]
        raise NotStarted(reasons[-1] if reasons else "not_started: the branch service gave no reason")

    def kill(self) -> None:
        """Kill the service: it gets no chance to do anything. Idempotent."""
        self.connection.close()
        self._end()

    def _end(self) -> None:
        self._child.kill()
        if self._child.stdin:
            self._child.stdin.close()
        self._child.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def ask(self, kind: str, body: dict[str, Any], role: str = "entrance") -> dict[str, Any]:
        """Carry out one request over HTTP and return its answer."""
        return ask(self.connection, kind, body, role)

    def stop(self) -> None:
        """Stop the service and wait for its end."""
        self.connection.close()
        if self._child.stdin:
            self._child.stdin.close()
        self._child.wait(_START_LIMIT_S)


def ask(connection: http.client.HTTPConnection, kind: str, body: dict[str, Any], role: str) -> dict[str, Any]:
    """Send one request with an id of its own over a kept-alive connection and return its answer.

    If the service let go of a connection that was idle, it is sent again on a new one; its id makes that harmless.
    """
    text = json.dumps({"id": str(uuid.uuid4()), "body": body})
    headers = {"Kiosk-Role": role, "Kiosk-Device": "lab", "Content-Type": "application/json"}
    try:
        connection.request("POST", f"/v1/requests/{kind}", text, headers)
        answered = connection.getresponse()
    except ConnectionError:
        connection.close()
        connection.request("POST", f"/v1/requests/{kind}", text, headers)
        answered = connection.getresponse()
    answer: dict[str, Any] = json.loads(answered.read())
    return answer
