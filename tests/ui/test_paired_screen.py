"""A screen and the branch it was paired with: it believes no other, shows its token, says when it is turned away (F3)."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QSslSocket
from PySide6.QtTest import QTest

from kiosk.branch.access.authority import branch_authority
from kiosk.screens.errand import heard_of
from kiosk.screens.lan import Entry, Lan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication

    from kiosk.branch.access.authority import Authority
    from tests.ui.conftest import StandBefore
    from tests.ui.fake_branch import FakeBranch

pytestmark = pytest.mark.row("F3")

NOT_PAIRED: Final = b'{"kind":"refused","code":"not_paired","details":{}}'
HERE: Final = ipaddress.IPv4Address("127.0.0.1")


class Server(ThreadingHTTPServer):
    """Says on TLS which token it was shown."""

    daemon_threads = True
    shown: list[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """A screen that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.shown.append(self.headers.get("Authorization", ""))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def serving(authority: Authority, *addresses: ipaddress.IPv4Address) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.issue(addresses))
    server = Server(("127.0.0.1", 0), Handler)
    server.shown = []
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asked(server: Server, entry: Entry, host: str = "127.0.0.1") -> tuple[int, bytes]:
    """Return status and body of one call of a screen; status 0 if nobody was believed."""
    owner = QObject()
    reply = Lan(f"https://{host}:{server.server_address[1]}", "hall", "hall-1", owner, entry).get("/", {}, 5)
    for _ in range(1000):
        if reply.isFinished():
            break
        QTest.qWait(10)
    return heard_of(reply)


def test_qt_has_what_it_needs_for_tls(qapp: QGuiApplication) -> None:
    del qapp

    assert QSslSocket.supportsSsl()
    assert "openssl" in QSslSocket.availableBackends()


def test_a_paired_screen_shows_its_token_to_its_branch(tmp_path: Path, qapp: QGuiApplication) -> None:
    del qapp
    ours = branch_authority(tmp_path)
    with serving(ours, HERE) as server:
        assert asked(server, Entry("a-token", ours.pem.decode())) == (200, b"ok")
        assert server.shown == ["Bearer a-token"]


def test_another_authority_is_refused_and_hears_no_token(tmp_path: Path, qapp: QGuiApplication) -> None:
    del qapp
    ours, other = branch_authority(tmp_path / "ours"), branch_authority(tmp_path / "other")
    with serving(other, HERE) as server:
        assert asked(server, Entry("a-token", ours.pem.decode())) == (0, b"")
        assert asked(server, Entry("a-token")) == (0, b"")
        assert server.shown == []


def test_a_certificate_of_our_branch_for_another_name_is_refused(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    del qapp
    ours = branch_authority(tmp_path)
    with serving(ours, ipaddress.IPv4Address("10.77.0.1")) as server:
        assert asked(server, Entry("a-token", ours.pem.decode()), "127.0.0.2") == (0, b"")
        assert server.shown == []


@pytest.mark.parametrize("kind", ["entrance", "exit"])
def test_a_screen_that_is_not_paired_tells_the_technician_and_comes_back_by_itself(
    kind: str, stand_before: StandBefore, branch: FakeBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(branch, "read", lambda *_: (401, NOT_PAIRED))
        hands = stand_before("entrance" if kind == "entrance" else "exit", wait=False)
        hands.wait(lambda: hands.screen.link.turned_away)
        hands.settle()
        assert "此设备未配对，请技术人员重新配对" in hands.text("advice")
    hands.wait(lambda: hands.screen.link.condition == "connected")
    hands.settle()

    assert not hands.sees("advice")
    assert not hands.screen.link.turned_away
