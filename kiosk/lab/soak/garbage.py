"""What strangers and broken programs send to a port: none of it may be taken, none of it may hurt."""

import contextlib
import json
import random
import socket
from collections.abc import Iterator
from typing import Final

_TIMEOUT_S: Final = 5.0
_HUGE: Final = 200_000
_NOISE: Final = 4_096
_HELLO_OF_TLS: Final = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"


def pieces(port: int, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield one of each kind of garbage for a service on `port`: what it is, and its bytes."""
    host = f"127.0.0.1:{port}"
    head = f"POST /v1/requests/issue_ticket HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    ours = head + "Kiosk-Role: entrance\r\nKiosk-Device: simulated-garbage\r\n"
    yield "noise", rng.randbytes(_NOISE)
    yield "the hello of an encrypted connection", _HELLO_OF_TLS + rng.randbytes(64)
    yield "half a request", f"GET /v1/health HTTP/1.1\r\nHost: {host}".encode()
    yield "half a body", f"{ours}Content-Length: 900\r\n\r\n{{".encode()
    yield "an endless header", f"GET /v1/health HTTP/1.1\r\nHost: {host}\r\nA: {'a' * _HUGE}\r\n\r\n".encode()
    yield "another host", b"GET /v1/health HTTP/1.1\r\nHost: bank.example\r\n\r\n"
    yield "no role", _whole(head, {"id": "0190b5a0-0000-7000-8000-000000000001", "body": {}})
    yield "an id that is none", _whole(ours, {"id": "1", "body": {"service": "deposit"}})
    yield "a service that is none", _whole(ours, {"id": _id(rng), "body": {"service": "x" * 100}})
    yield "a field that is none", _whole(ours, {"id": _id(rng), "body": {"service": "deposit", "x": 1}})
    yield "no JSON", f"{ours}Content-Length: 4\r\n\r\n{{]]}}".encode()
    yield "a number of today that is none", _exit(host, f"Z{rng.randrange(1_000)}", rng.randrange(10_000))


def throw(port: int, raw: bytes) -> int | None:
    """Send bytes, say no more, and return the status of the answer; None if there was none or it was no HTTP."""
    with (
        contextlib.suppress(OSError, ValueError),
        socket.create_connection(("127.0.0.1", port), _TIMEOUT_S) as line,
    ):
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        told = line.recv(_NOISE)
        return int(told.split(b" ", 2)[1]) if told.startswith(b"HTTP/1.") else None
    return None


def _whole(head: str, envelope: dict[str, object]) -> bytes:
    body = json.dumps(envelope).encode()
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _exit(host: str, ticket: str, check: int) -> bytes:
    path = f"/v1/exit/visit?ticket={ticket}&check={check:04}"
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nKiosk-Role: exit\r\nKiosk-Device: simulated-garbage\r\n\r\n"
    ).encode()


def _id(rng: random.Random) -> str:
    return f"{rng.getrandbits(32):08x}-0000-4000-8000-000000000000"
