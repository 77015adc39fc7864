"""The HTTP of a branch service under test: every call on a connection of its own, so that all can break."""

from __future__ import annotations

import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

if TYPE_CHECKING:
    from tests.ui.fake_branch import FakeBranch


class BranchServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A screen that hangs up is no news."""


class BranchHandler(BaseHTTPRequestHandler):
    branch: FakeBranch
    """Set in a subclass for each server."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        url = urlparse(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/v1/facts":
            self._stream(query)
        else:
            self._send(*self.branch.read(url.path, query))

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.branch.answer(self.path.rsplit("/", 1)[1], data, self.headers["Kiosk-Role"])
        time.sleep(self.branch.slow_s)
        if answer is None or not self.branch.is_up():
            self.close_connection = True
            return
        self._send(200, answer)

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        # A connection of its own for each call, so that a branch that goes away leaves none open.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _stream(self, query: dict[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            for event in self.branch.stream(query["role"], int(query["after"]), query["epoch"]):
                self.wfile.write(event)
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library has it
        """Say nothing."""
