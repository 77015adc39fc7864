"""The client of a simulation: one id for each action, however often the service has to be asked."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.lab.simulation import BranchGone, Client

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Reply = tuple[int, Mapping[str, object]]

DONE: Reply = (200, {"kind": "done", "about": ""})
STOPPING: Reply = (503, {"kind": "refused", "code": "stopping"})
CUT_OFF: Reply = (0, {})


class Scripted(HTTPServer):
    """Answers as it was told, one after the other, and remembers what it was asked. Status 0 hangs up."""

    def __init__(self, *answers: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        if self.path == "/v1/simulated/time":
            self._answer(200, body)
            return
        status, told = self.server.answers.pop(0)
        if status:
            self._answer(status, told)

    def _answer(self, status: int, told: object) -> None:
        raw = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def asking(*answers: Reply) -> Iterator[tuple[Client, Scripted]]:
    server = Scripted(*answers)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    client = Client(lambda: f"http://127.0.0.1:{server.server_port}", patience_s=5)
    try:
        yield client, server
    finally:
        client.close()
        server.shutdown()
        thread.join()
        server.server_close()


def ask(client: Client) -> dict[str, Any]:
    return client.ask("close_day", {}, "reception", "simulated-tablet-1")


@pytest.mark.parametrize("trouble", [STOPPING, CUT_OFF], ids=["stopping", "cut off"])
def test_a_request_goes_on_under_its_id_until_it_is_answered(trouble: Reply) -> None:
    with asking(trouble, trouble, DONE) as (client, server):
        assert ask(client) == DONE[1]

    assert len({body["id"] for _, body in server.asked}) == 1
    assert [path for path, _ in server.asked] == ["/v1/requests/close_day"] * 3
    assert (client.retries, len(client.latencies_ms)) == (2, 1)


def test_two_actions_have_two_ids() -> None:
    with asking(DONE, DONE) as (client, server):
        ask(client)
        ask(client)

    assert len({body["id"] for _, body in server.asked}) == 2


def test_a_service_that_starts_anew_is_told_the_time_before_it_is_asked_again() -> None:
    with asking(CUT_OFF, DONE) as (client, server):
        client.go_to(1_000)
        ask(client)

    assert [path.rsplit("/", 1)[1] for path, _ in server.asked] == ["time", "close_day", "time", "close_day"]
    assert server.asked[2][1] == {"now_ms": 1_000}


def test_a_service_that_starts_anew_is_looked_for_where_it_is_now() -> None:
    with asking(DONE) as (_, server):
        addresses = iter([None, "http://127.0.0.1:1", f"http://127.0.0.1:{server.server_port}"])
        client = Client(lambda: next(addresses), patience_s=5)
        assert ask(client) == DONE[1]
        client.close()

    assert client.retries == 2


def test_a_refusal_is_an_answer() -> None:
    refused = {"kind": "refused", "code": "nobody_waiting", "details": {}}
    with asking((409, refused)) as (client, _):
        assert ask(client) == refused

    assert client.retries == 0


def test_a_request_nobody_could_understand_is_a_bug() -> None:
    with (
        asking((422, {"kind": "refused", "code": "malformed", "details": {}})) as (client, _),
        pytest.raises(RuntimeError, match="malformed"),
    ):
        ask(client)


def test_a_branch_that_never_answers_is_given_up_with_a_word_on_what_to_do() -> None:
    with pytest.raises(BranchGone, match=r"branch_gone: .* start it again"):
        ask(Client(lambda: None, patience_s=0.1))
