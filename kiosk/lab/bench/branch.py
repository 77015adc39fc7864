"""A branch to measure: its store and desk in this process, or its service in another, in a folder of its own."""

import http.client
import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from kiosk.branch.clock import ServiceClock
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.branch.store import Store
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer
from kiosk.lab.bench.past import write_past

_START_LIMIT_S = 60.0
CUSTOMER = r.By("entrance", "bench")
STAFF = r.By("reception", "bench")


class BenchBranch:
    """Store and desk, without service and network."""

    def __init__(self, folder: Path, past: int = 0) -> None:
        """Open or make the branch in `folder`, with so many past tickets before it, and bring its day up to now."""
        self.store = Store.open(folder)
        setting = load_setting(self.store.keys.branch, demonstration=True)
        if past:
            write_past(self.store, setting.plan.code, past)
        self.desk = Desk(self.store, ServiceClock(), setting, lambda _: None)
        self.desk.found(demonstration=True)
        self.desk.keep_day()

    def ask(self, request: r.Request, by: r.By = CUSTOMER) -> Answer:
        """Carry out one request, durably."""
        return self.desk.handle(str(uuid.uuid4()), request, by)

    def open_all_counters(self) -> None:
        """Open every counter of the plan that is not open."""
        for counter in self.desk.setting.plan.counters:
            self.ask(r.OpenCounter(counter.id), STAFF)


class BenchService:
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

    def _wait(self, address: Path) -> int:
        deadline = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < deadline and self._child.poll() is None:
            try:
                port = int(json.loads(address.read_text())["url"].rsplit(":", 1)[1])
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/v1/health")
                connection.getresponse().read()
                connection.close()
            except (OSError, ValueError, http.client.HTTPException):
                time.sleep(0.01)
            else:
                return port
        raise RuntimeError("the branch service did not start")

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
    """Send one request with an id of its own over a kept-alive connection and return its answer."""
    text = json.dumps({"id": str(uuid.uuid4()), "body": body})
    headers = {"Kiosk-Role": role, "Kiosk-Device": "bench", "Content-Type": "application/json"}
    connection.request("POST", f"/v1/requests/{kind}", text, headers)
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    return answer
