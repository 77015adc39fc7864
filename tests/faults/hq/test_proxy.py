"""The proxy that injects faults is honest: what it writes down is what both sides saw."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import closing
from functools import partial
from http.client import HTTPConnection, HTTPException, IncompleteRead
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.faults.harness import wait_until
from tests.faults.hq import proxy as p
from tests.faults.hq.proxy import Link, Proxy, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = bytes(range(256)) * 8
BROKEN = b"broken off"


class Far(ThreadingHTTPServer):
    """A headquarters that answers every body with the same, turned round, and remembers what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[bytes] = []
        self.most_at_once = self.now = 0
        self.turn = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    server: Far
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        with self.server.turn:
            self.server.now += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.now)
        length = int(self.headers["Content-Length"])
        try:
            body = self.rfile.read(length)
        except ConnectionError:
            body = b""
        whole = len(body) == length
        self.server.came.append(body if whole else BROKEN)
        time.sleep(0.01)
        with self.server.turn:
            self.server.now -= 1
        if not whole:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def far() -> Iterator[Far]:
    with Far() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Seen(NamedTuple):
    """What the branch got: a status, 0 for none, and as much of the body as came."""

    status: int
    body: bytes
    whole: bool


def _is_over(done: p.Carried, far: Far, before: int) -> bool:
    return done.is_over and len(far.came) - before == len(done.forwarded)


def ask(proxy: Proxy) -> Seen:
    with closing(HTTPConnection("127.0.0.1", proxy.port, timeout=10)) as connection:
        status, body = 0, b""
        try:
            connection.request("POST", "/", BODY)
            answer = connection.getresponse()
            status = answer.status
            body = answer.read()
        except IncompleteRead as cut:
            return Seen(status, cut.partial, whole=False)
        except (OSError, HTTPException):
            return Seen(status, b"", whole=False)
        return Seen(status, body, whole=True)


@pytest.mark.parametrize("seed", range(2))
def test_what_the_proxy_writes_down_is_what_both_sides_saw(far: Far, seed: int) -> None:
    with Proxy(far.server_port, seeded(seed, 0.8)) as proxy:
        for number in range(20):
            before = len(far.came)
            seen = ask(proxy)
            done = proxy.log[number]
            wait_until(partial(_is_over, done, far, before))

            broken = done.fault.request == "reset"
            assert Counter(far.came[before:]) == Counter(
                [BROKEN if broken else body for body in done.forwarded]
            )
            assert done.asked == BODY
            if done.fault.answer != "reset":  # which also takes back what was on its way
                assert (done.given is None) == (seen.status == 0)
            if seen.whole:
                assert seen.body == done.given


def test_each_fault_is_what_its_name_says(far: Far) -> None:
    with Proxy(far.server_port, lambda number: p.ALL[number]) as proxy:
        seen = {fault: (ask(proxy), proxy.log[-1]) for fault in p.ALL}

    backwards = BODY[::-1]
    for fault in (p.LOST_ANSWER, p.SILENCE_AFTER):
        assert seen[fault][0].status == 0
        assert seen[fault][1].answered == [200]
    for fault in (p.SILENCE, p.RESET_REQUEST):
        assert seen[fault][0].status == 0
        assert seen[fault][1].answered == []
    assert seen[p.ERROR_500][0].status == 500
    assert seen[p.THREE_TIMES][1].answered == [200] * 3
    assert seen[p.EIGHT_AT_ONCE][1].answered == [200] * 8
    assert far.most_at_once > 1
    for fault in (p.CLOSED_ANSWER, p.RESET_ANSWER):
        assert not seen[fault][0].whole
    assert seen[p.SHORT_REQUEST][1].forwarded == [BODY[: len(BODY) // 2]]
    assert seen[p.SHORT_ANSWER][0] == (200, backwards[: len(BODY) // 2], True)
    for fault, told, truth in (
        (p.CORRUPT_REQUEST, seen[p.CORRUPT_REQUEST][1].forwarded[0], BODY),
        (p.CORRUPT_ANSWER, seen[p.CORRUPT_ANSWER][0].body, backwards),
    ):
        assert sum(a != b for a, b in zip(told, truth, strict=True)) == 1, fault


def test_a_slow_line_takes_the_time_that_its_bytes_and_stalls_need(far: Far) -> None:
    line = Link(bytes_per_s=64_000, latency_s=0.02, stall_every=1_024, stall_s=0.01)
    with Proxy(far.server_port, link=line) as proxy:
        began = time.monotonic()

        assert ask(proxy).whole

        least = 2 * (len(BODY) / line.bytes_per_s + line.latency_s + 2 * line.stall_s)
        assert time.monotonic() - began >= least  # a floor that sleeping guarantees, not a figure


def test_a_line_that_is_down_lets_nothing_through_until_it_is_up_again(far: Far) -> None:
    with Proxy(far.server_port) as proxy:
        proxy.up = False
        assert ask(proxy).status == 0
        assert far.came == []

        proxy.up = True
        assert ask(proxy) == (200, BODY[::-1], True)


def test_a_headquarters_that_is_not_there_is_a_bad_gateway() -> None:
    with Proxy(1) as proxy:
        assert ask(proxy).status == 502
