"""Somebody on the LAN who takes every connection there is: the branch's own machine is served on (F3)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import uuid
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest

from kiosk.app.listening import bind
from tests.checkout import TOP
from tests.faults.harness import wait_until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.row("F3"), pytest.mark.skipif(os.name != "posix", reason="its files are counted")]

START_S: Final = 60.0
PATIENCE_S: Final = 60.0
FILES: Final = 150
"""So many files the service may have open."""
SOURCES: Final = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
EACH: Final = 60


class Branch:
    """A demonstration branch with a manager, as a process with few files, on loopback and on the LAN."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        with closing(bind(0)) as free:
            self.lan_port = free.getsockname()[1]
        self._address, self.log = folder / "service.json", folder.parent / "log"
        words = ("branch", "--demonstration", "--port", "0", "--lan-port", str(self.lan_port))
        limited = ("sh", "-c", f'ulimit -n {FILES}; exec "$@"', "sh")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*limited, sys.executable, "-m", "kiosk", *words, "--data", str(folder)],
                cwd=TOP,
                stdout=log,
                stderr=log,
                env={**os.environ, "FORWARDED_ALLOW_IPS": "*"},
            )
        stack.callback(self.process.wait)
        stack.callback(self.process.kill)
        self._cookies = ""
        wait_until(self._is_there, START_S)

    def _is_there(self) -> bool:
        try:
            return self.ask("/v1/health")[0] == 200
        except OSError:
            return False

    def ask(self, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, Any]]:
        """Ask on loopback, with POST if there is a body; return status and answer. OSError if there is none."""
        url: str = msgspec.json.decode(self._address.read_bytes())["url"]
        with closing(HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE_S)) as connection:
            method, raw = ("GET", None) if body is None else ("POST", msgspec.json.encode(body))
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, raw, {"Cookie": self._cookies, **named})
            answer = connection.getresponse()
            told = [one.partition(";")[0] for one in answer.headers.get_all("set-cookie") or []]
            self._cookies = "; ".join(told) or self._cookies
            return answer.status, msgspec.json.decode(answer.read())

    def open_lan(self) -> None:
        """Let a manager work here, who invites a device."""
        assert self.ask("/v1/door/setup", {"badge": "1001", "pin": "602814", "device": "office-pc"})[0] == 200
        body = {"id": str(uuid.uuid4()), "name": "hall-1", "role": "hall", "counter": ""}
        assert self.ask("/v1/office/devices", body, Kiosk_Role="office")[0] == 200


def test_whoever_takes_every_connection_of_the_lan_takes_none_of_loopback(tmp_path: Path) -> None:
    with ExitStack() as stack:
        branch = Branch(tmp_path / "branch", stack)
        branch.open_lan()
        for source in SOURCES * EACH:
            stack.enter_context(
                socket.create_connection(("127.0.0.1", branch.lan_port), PATIENCE_S, (source, 0))
            )

        assert branch.ask("/v1/health")[0] == 200
        wait_until(lambda: "lan_crowded" in branch.log.read_text(), PATIENCE_S)
        assert branch.ask("/v1/health")[0] == 200

        branch.process.send_signal(signal.SIGTERM)
        assert branch.process.wait(START_S) == 0
        log = branch.log.read_text()
        assert "Invalid file descriptor" not in log
        assert "Too many open files" not in log


def test_no_header_makes_a_caller_another_one(tmp_path: Path) -> None:
    with ExitStack() as stack:
        branch = Branch(tmp_path / "branch", stack)

        told = [
            branch.ask("/v1/door/pair", {"code": "no code"}, X_Forwarded_For=f"10.77.0.{n}")[0]
            for n in range(6)
        ]

        assert told == [403] * 5 + [429]
