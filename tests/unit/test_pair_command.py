"""`kiosk pair` against a branch on this machine, and against whatever else may answer there (F3)."""

from __future__ import annotations

import json
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.failures import ServiceTrouble
from kiosk.app.pair_command import pair
from kiosk.app.paired import Paired, keep_paired, paired_as
from kiosk.branch.access.authority import branch_authority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.row("F3")

PAIRED: Final = {
    "kind": "paired",
    "device": "hall-1",
    "role": "hall",
    "counter": "",
    "token": "a-token",
    "home": "",
}


class Server(ThreadingHTTPServer):
    """Answers every call with the same words."""

    status: int
    told: bytes
    certificate: bytes
    """Of whose authority it says to be."""
    heard: list[Any]

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever does not believe us hangs up."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._tell(200, self.server.certificate)

    def do_POST(self) -> None:
        self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._tell(self.server.status, self.server.told)

    def _tell(self, status: int, told: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def answering(
    status: int, told: object, certificate: bytes = b"", proof: Path | None = None
) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.status, server.heard, server.certificate = status, [], certificate
    if proof:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(proof)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.told = told if isinstance(told, bytes) else json.dumps(told).encode()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def url_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def never(found: str) -> bool:
    pytest.fail(f"asked to compare {found}")


def code_of(folder: Path, url: str) -> str:
    with pytest.raises(ServiceTrouble) as stopped:
        pair(folder, url, "48219930", never)
    assert not folder.exists()
    return stopped.value.code


def test_on_loopback_a_screen_is_paired_without_a_certificate(tmp_path: Path) -> None:
    with answering(200, PAIRED) as server:
        paired, path = pair(tmp_path / "devices", f"{url_of(server)}/pair#48219930", "4821 9930", never)

        assert server.heard == [{"code": "4821 9930"}]
        assert paired == Paired(url_of(server), "hall-1", "hall", "a-token", "")
    assert paired_as(tmp_path / "devices", "hall") == paired
    assert path.stat().st_mode & 0o777 == 0o600
    assert "a-token" not in repr(paired)


def secure(server: Server) -> str:
    return f"https://127.0.0.1:{server.server_address[1]}"


def test_on_the_lan_the_authority_that_was_compared_is_kept_with_the_token(tmp_path: Path) -> None:
    ours = branch_authority(tmp_path / "ours")
    compared: list[str] = []

    def is_right(found: str) -> bool:
        compared.append(found)
        return True

    with answering(200, PAIRED, ours.pem, ours.issue(())) as server:
        paired, _ = pair(tmp_path / "devices", secure(server), "48219930", is_right)

        assert paired == Paired(secure(server), "hall-1", "hall", "a-token", ours.pem.decode())
    assert compared == [ours.fingerprint]


@pytest.mark.parametrize("also", [False, True])
def test_an_impostor_that_shows_our_certificate_hears_no_code(tmp_path: Path, *, also: bool) -> None:
    ours, theirs = branch_authority(tmp_path / "ours"), branch_authority(tmp_path / "theirs")
    shown = ours.pem + theirs.pem if also else ours.pem
    with answering(200, PAIRED, shown, theirs.issue(())) as server:
        with pytest.raises(ServiceTrouble) as stopped:
            pair(tmp_path / "devices", secure(server), "48219930", lambda found: found == ours.fingerprint)

        assert (stopped.value.code, server.heard) == ("not_trusted", [])


@pytest.mark.parametrize(("certificate", "code"), [(b"", "no_branch"), (b"-----BEGIN", "no_branch")])
def test_who_shows_no_certificate_is_no_branch(tmp_path: Path, certificate: bytes, code: str) -> None:
    ours = branch_authority(tmp_path / "ours")
    with answering(200, PAIRED, certificate, ours.issue(())) as server:
        assert code_of(tmp_path / "devices", secure(server)) == code


def test_a_fingerprint_that_is_not_confirmed_ends_it(tmp_path: Path) -> None:
    ours = branch_authority(tmp_path / "ours")
    with answering(200, PAIRED, ours.pem, ours.issue(())) as server:
        words = ["pair", secure(server), "48219930", "--data", str(tmp_path)]
        for said in ("n\n", ""):
            done = CliRunner().invoke(app, words, input=said)
            assert (done.exit_code, "not_confirmed" in done.output) == (1, True)
            assert ours.fingerprint in done.output
        assert server.heard == []

        shown = ours.fingerprint.lower().replace("-", " ")
        assert CliRunner().invoke(app, [*words, "--fingerprint", shown]).exit_code == 0


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("10.77.0.1:8766", "bad_url"),
        ("ftp://10.77.0.1", "bad_url"),
        ("https://", "bad_url"),
        ("https://10.77.0.1:many", "bad_url"),
        ("http://10.77.0.1:8766", "no_encryption"),
        ("http://127.0.0.1:1", "unreachable"),
    ],
)
def test_an_address_that_will_not_do_is_told_before_anything_is_sent(
    tmp_path: Path, url: str, code: str
) -> None:
    assert code_of(tmp_path / "devices", url) == code


@pytest.mark.parametrize(
    ("status", "told", "code"),
    [
        (403, {"kind": "refused", "code": "wrong_pairing_code"}, "wrong_pairing_code"),
        (429, {"kind": "refused", "code": "too_many_tries"}, "too_many_tries"),
        (200, {"kind": "paired", "device": "tablet-1", "role": "staff"}, "not_a_screen"),
        (200, b"<html>", "no_branch"),
        (200, {"kind": "paired"}, "no_branch"),
        (200, [], "no_branch"),
    ],
)
def test_whatever_is_answered_instead_is_told_in_words(
    tmp_path: Path, status: int, told: object, code: str
) -> None:
    with answering(status, told) as server:
        assert code_of(tmp_path / "devices", url_of(server)) == code


def test_the_command_says_in_both_languages_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["pair", "http://10.77.0.1:8766", "48219930", "--data", str(tmp_path)])

    assert done.exit_code == 1
    assert "no_encryption" in done.output
    assert "局域网上只能用 https" in done.output
    assert "begins with https" in done.output


def test_a_screen_paired_anew_forgets_the_branch_before(tmp_path: Path) -> None:
    keep_paired(tmp_path, Paired("http://127.0.0.1:1", "hall-1", "hall", "old"))
    keep_paired(tmp_path, Paired("http://127.0.0.1:2", "hall-1", "hall", "new"))

    again = paired_as(tmp_path, "hall")
    assert again is not None
    assert again.token == "new"
    assert paired_as(tmp_path, "exit") is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "nothing", '{"url": 1}'])
def test_a_damaged_pairing_is_told_and_not_guessed_at(tmp_path: Path, text: str) -> None:
    (tmp_path / "hall.json").write_text(text)

    with pytest.raises(ValueError, match=r"hall\.json"):
        paired_as(tmp_path, "hall")
