"""A branch in a namespace and the devices of its LAN, each in one of its own: everything by the real commands."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.checkout import TOP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.lan.namespaces import Machine

PORT: Final = 8765
LAN_PORT: Final = 8766
PATIENCE_S: Final = 60.0
_GLANCE_S: Final = 0.05
BADGE: Final = "1001"
PIN: Final = "602814"
_OFFSCREEN: Final = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


class Told(NamedTuple):
    """What was answered: HTTP status, the cookies set, and the body."""

    status: int
    cookies: list[str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told


def call(
    machine: Machine, connection: HTTPConnection, path: str, body: object = None, **headers: str
) -> Told:
    """Ask for a path from a machine, with POST if there is a body. `Kiosk_Role` is written so in `headers`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with machine.entered(), closing(connection):
        data = None if body is None else json.dumps(body)
        connection.request(
            "GET" if body is None else "POST", path, data, {"Content-Type": "application/json", **named}
        )
        answer = connection.getresponse()
        return Told(answer.status, answer.headers.get_all("set-cookie") or [], answer.read())


def pinned(address: str, ca_pem: bytes) -> HTTPSConnection:
    """Return a connection to a branch on the LAN that trusts its authority alone."""
    context = ssl.create_default_context(cadata=ca_pem.decode())
    return HTTPSConnection(address, LAN_PORT, timeout=PATIENCE_S, context=context)


def wait_until(done: Callable[[], object]) -> None:
    """Wait until `done()` is true; a connection that fails meanwhile is not yet there."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            if done():
                return
        except (OSError, HTTPException):
            pass
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(_GLANCE_S)


class LanBranch:
    """A demonstration branch that was set up, so that it is as strict as a real one, and its office on loopback."""

    def __init__(self, machine: Machine, folder: Path, stack: ExitStack) -> None:
        self.machine, self.folder, self._stack = machine, folder, stack
        self._cookies = ""
        self.start(machine, "branch", "--demonstration", "--port", str(PORT), "--lan-port", str(LAN_PORT))
        wait_until(lambda: self.at_home("/v1/health").status == 200)

    def start(self, machine: Machine, *words: str, data: Path | None = None) -> subprocess.Popen[bytes]:
        """Run a `kiosk` command on a machine until the end of the test."""
        log = self._stack.enter_context((self.folder.parent / f"{machine.namespace}.log").open("ab"))
        command = machine.command(
            sys.executable, "-m", "kiosk", *words, "--data", str(data or self.folder), "--until-stdin-closes"
        )
        process = subprocess.Popen(
            command,
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**os.environ, **_OFFSCREEN},
        )
        self._stack.callback(_end, process)
        return process

    def at_home(self, path: str, body: object = None, **headers: str) -> Told:
        """Ask on the loopback of the branch's own machine, as its office."""
        connection = HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE_S)
        cookies = {"Cookie": self._cookies} if self._cookies else {}
        return call(self.machine, connection, path, body, **cookies, **headers)

    def set_up(self) -> None:
        """Let the first branch manager work here, who signs in at the branch's own machine."""
        told = self.at_home("/v1/door/setup", {"badge": BADGE, "pin": PIN, "device": "office-pc"})
        assert told.status == 200, told.body
        self._cookies = "; ".join(cookie.partition(";")[0] for cookie in told.cookies)

    def invite(self, name: str, role: str, counter: str = "") -> dict[str, Any]:
        """Invite a device, and return what the devices page is told."""
        body = {"id": str(uuid.uuid4()), "name": name, "role": role, "counter": counter}
        told = self.at_home("/v1/office/devices", body, Kiosk_Role="office")
        assert told.status == 200, told.body
        return told.json

    def revoke(self, name: str) -> None:
        """Let a device in no more."""
        body = {"id": str(uuid.uuid4()), "body": {"name": name}}
        told = self.at_home("/v1/requests/revoke_device", body, Kiosk_Role="office", Kiosk_Device="office-pc")
        assert told.status == 200, told.body

    def connected(self) -> frozenset[str]:
        """Return the names of the screens that follow the branch right now, as the devices page shows them."""
        told = self.at_home("/devices")
        assert told.status == 200, told
        lines = told.body.decode().split('<li class="line device" data-key="')[1:]
        return frozenset(line.partition('"')[0] for line in lines if 'class="where in"' in line)


@contextmanager
def branch_on_lan(machine: Machine, folder: Path) -> Iterator[LanBranch]:
    """Run a branch on a machine, and end whatever was started with it."""
    with ExitStack() as stack:
        yield LanBranch(machine, folder, stack)


def pair_screen(machine: Machine, told: dict[str, Any], data: Path, **changed: str) -> tuple[int, str]:
    """Run `kiosk pair` on a machine with what the devices page told; return exit code and what was said."""
    words = {"url": told["urls"][0], "code": told["code"], "fingerprint": told["fingerprint"], **changed}
    done = subprocess.run(
        machine.command(
            *(sys.executable, "-m", "kiosk", "pair", words["url"], words["code"]),
            *("--fingerprint", words["fingerprint"], "--data", str(data)),
        ),
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    return done.returncode, done.stdout + done.stderr


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command as its parent's end would; killed if that takes too long."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
