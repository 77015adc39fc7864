"""A demonstration branch as a process of its own, and asking it over HTTP."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, Self

_START_LIMIT_S = 60.0


class RunningBranch:
    """The service as a process of its own, spoken to over one kept-alive connection."""

    def __init__(self, folder: Path) -> None:
        """Start it on `folder` and wait for its first answer; `started_ms` says how long that took."""
        began = time.perf_counter()
        self._child = subprocess.Popen(  # noqa: S603 - this very program
            [
                *(sys.executable, "-m", "kiosk", "branch", "--demonstration", "--until-stdin-closes"),
                *("--data", str(folder), "--port", "0"),
            ],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ.copy(),
        )
        self.port = self._wait(folder / "service.json")
        self.started_ms = (time.perf_counter() - began) * 1000
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)

    @property
    def url(self) -> str:
        """The address it answers at."""
        return f"http://127.0.0.1:{self.port}"

    def _wait(self, address: Path) -> int:
        deadline = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < deadline and self._child.poll() is None:
            try:
                port = int(json.loads(address.read_text())["url"].rsplit(":", 1)[1])
                with contextlib.closing(
                    http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                ) as connection:
                    connection.request("GET", "/v1/health")
                    connection.getresponse().read()
            except (OSError, ValueError, http.client.HTTPException):
                time.sleep(0.01)
            else:
                return port
        self._child.kill()
        self._child.wait()
        raise RuntimeError("the branch service did not start")

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
