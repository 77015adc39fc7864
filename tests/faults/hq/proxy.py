"""A proxy between a branch and its headquarters that does to requests and answers what networks do to them.

It carries whole messages with a Content-Length, one after the other on a connection, and writes down what it did to each.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, Self

_CHUNK: Final = 512
_MOST_HEAD: Final = 1 << 16
_HOST: Final = b"host:"
_LENGTH: Final = b"content-length:"
_RESET_AT_ONCE: Final = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of one request and its answer; by default, nothing."""

    request: Literal["whole", "shortened", "corrupted", "reset", "kept"] = "whole"
    """`shortened` and `corrupted` arrive as well-formed messages; `reset` ends half-way; `kept` never leaves."""
    times: int = 1
    at_once: bool = False
    answer: Literal["whole", "shortened", "corrupted", "closed", "reset", "lost", "silence", "refusal"] = (
        "whole"
    )
    """`closed` ends half-way as if it were complete, `reset` breaks off there; `lost` breaks off before the first byte."""
    delay_s: float = 0.0
    """Before the request goes on; of `silence`, how long it lasts before the connection breaks."""
    status: int = 500
    """Of a `refusal`."""
    at: float = 0.5
    """Which part of the body is sent or comes before the corrupted byte."""


NOTHING: Final = Fault()
LOST_ANSWER: Final = Fault(answer="lost")
THREE_TIMES: Final = Fault(times=3)
EIGHT_AT_ONCE: Final = Fault(times=8, at_once=True)
ERROR_500: Final = Fault(request="kept", answer="refusal")
SILENCE: Final = Fault(request="kept", answer="silence", delay_s=0.1)
SILENCE_AFTER: Final = Fault(answer="silence", delay_s=0.1)
RESET_REQUEST: Final = Fault(request="reset", answer="lost")
RESET_ANSWER: Final = Fault(answer="reset")
CLOSED_ANSWER: Final = Fault(answer="closed")
SHORT_REQUEST: Final = Fault(request="shortened")
SHORT_ANSWER: Final = Fault(answer="shortened")
CORRUPT_REQUEST: Final = Fault(request="corrupted")
CORRUPT_ANSWER: Final = Fault(answer="corrupted")
DELAYED: Final = Fault(delay_s=0.05)
ALL: Final = (
    LOST_ANSWER, THREE_TIMES, EIGHT_AT_ONCE, ERROR_500, SILENCE, SILENCE_AFTER, RESET_REQUEST, RESET_ANSWER,
    CLOSED_ANSWER, SHORT_REQUEST, SHORT_ANSWER, CORRUPT_REQUEST, CORRUPT_ANSWER, DELAYED,
)  # fmt: skip
"""One of each."""

Faults = Callable[[int], Fault]
"""Says what becomes of each request, counted from 0."""


def no_faults(number: int) -> Fault:
    """Let every request pass."""
    del number
    return NOTHING


def seeded(seed: int, share: float, among: tuple[Fault, ...] = ALL) -> Faults:
    """Let `share` of the requests suffer one of the faults each, always the same for a seed."""

    def fault(number: int) -> Fault:
        chance = random.Random(f"{seed}-{number}")
        return chance.choice(among) if chance.random() < share else NOTHING

    return fault


@dataclass(frozen=True, slots=True)
class Link:
    """A line: how fast it is each way, how long a message is on its way, and how long it stalls after so many bytes."""

    bytes_per_s: float
    latency_s: float = 0.0
    stall_every: int = 0
    stall_s: float = 0.0


@dataclass(slots=True)
class Carried:
    """What the proxy did with one request."""

    number: int
    fault: Fault
    asked: bytes
    """The body as the branch sent it."""
    forwarded: list[bytes] = field(default_factory=list)
    """The body as it was sent on, each time; what a reset cut off is missing."""
    answered: list[int] = field(default_factory=list)
    """The status headquarters gave each time, if it gave one."""
    given: bytes | None = None
    """The body of the answer as far as the branch was sent one, of a reset at most that; None: no byte of any."""
    is_over: bool = False
    """Whether all of that has happened."""


@dataclass(frozen=True, slots=True)
class _Message:
    """An HTTP message: the lines of its head without Host and Content-Length, and its body."""

    head: tuple[bytes, ...]
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head[0].split()[1])

    def bytes_(self, length: int | None = None, host: str = "") -> bytes:
        """Return what travels; `length` is what it says of its body if that is not the truth."""
        told = [b"Content-Length: %d" % (len(self.body) if length is None else length)]
        hosts = [b"Host: " + host.encode()] if host else []
        return b"\r\n".join([self.head[0], *hosts, *self.head[1:], *told, b"", b""]) + self.body


class Proxy:
    """Listens on loopback in a thread of its own and carries to `port` of the same machine, which may change."""

    def __init__(self, port: int, faults: Faults = no_faults, link: Link | None = None) -> None:
        """Carry to `port`, each request with the fault that `faults` gives for its number."""
        self.upstream, self.faults, self.link = port, faults, link
        self.up = True
        """Whether the line is there at all; if not, every request is reset."""
        self.log: list[Carried] = []
        self._loop, self._enough = asyncio.new_event_loop(), asyncio.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name="proxy")

    @property
    def url(self) -> str:
        """Where the branch believes its headquarters to be."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._enough.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen())

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._connected, sock=self._listening, limit=_MOST_HEAD)
        await self._enough.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (asked := await _read(reader)) is not None:
                if not self.up:
                    _reset(writer)
                    return
                await self._carry(asked, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # cancelled only when the proxy ends, and asyncio's streams complain of tasks that say so
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _carry(
        self, asked: _Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        number = len(self.log)
        done = Carried(number, self.faults(number), asked.body)
        self.log.append(done)
        fault = done.fault
        if fault.answer != "silence":
            await asyncio.sleep(fault.delay_s)
        answer = await self._forwarded(asked, done)
        if fault.answer == "refusal":
            answer = _Message((b"HTTP/1.1 %d No" % fault.status, b"Content-Type: text/html"), b"<h1>No</h1>")
        if fault.answer == "silence":
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), fault.delay_s)
        if answer is None or fault.answer in {"silence", "lost"}:
            done.is_over = True
            _reset(writer)
        else:
            await self._give(answer, done, writer)

    async def _forwarded(self, asked: _Message, done: Carried) -> _Message | None:
        """Send the request on as often as the fault wants, and return the last answer; None if there is none."""
        if done.fault.request == "kept":
            return None
        one_by_one = 1 if not done.fault.at_once else done.fault.times
        answer = None
        for _ in range(done.fault.times // one_by_one):
            answers = await asyncio.gather(*(self._once(asked, done) for _ in range(one_by_one)))
            answer = next((one for one in answers if one is not None), answer)
        return answer

    async def _once(self, asked: _Message, done: Carried) -> _Message | None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except ConnectionError:
            return _Message((b"HTTP/1.1 502 Bad Gateway",), b"")
        try:
            return await self._over(reader, writer, asked, done)
        except (ConnectionError, asyncio.IncompleteReadError):
            return None
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _over(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: _Message, done: Carried
    ) -> _Message | None:
        sent = _Message(asked.head, _spoilt(asked.body, done.fault.request, done.fault.at))
        length = len(asked.body) if done.fault.request == "reset" else None
        await self._send(writer, sent.bytes_(length, f"127.0.0.1:{self.upstream}"))
        done.forwarded.append(sent.body)
        if done.fault.request == "reset":
            _reset(writer)
            return None
        answer = await _read(reader)
        if answer is not None:
            done.answered.append(answer.status)
        return answer

    async def _give(self, answer: _Message, done: Carried, writer: asyncio.StreamWriter) -> None:
        fault = done.fault
        given = _Message(answer.head, _spoilt(answer.body, fault.answer, fault.at))
        breaks_off = fault.answer in {"closed", "reset"}
        done.given, done.is_over = given.body, True
        await self._send(writer, given.bytes_(len(answer.body) if breaks_off else None))
        if fault.answer == "reset":
            _reset(writer)
        if breaks_off:
            raise ConnectionAbortedError("on purpose")

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        """Send over the line, as slowly as it is."""
        link = self.link
        if link is None:
            writer.write(data)
            await writer.drain()
            return
        await asyncio.sleep(link.latency_s)
        since_stall = 0
        for start in range(0, len(data), _CHUNK):
            piece = data[start : start + _CHUNK]
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(len(piece) / link.bytes_per_s)
            since_stall += len(piece)
            if link.stall_every and since_stall >= link.stall_every:
                since_stall = 0
                await asyncio.sleep(link.stall_s)


async def _read(reader: asyncio.StreamReader) -> _Message | None:
    """Return the next message; None when the other side is done."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    lengths = [int(line[len(_LENGTH) :]) for line in lines if line.lower().startswith(_LENGTH)]
    kept = tuple(line for line in lines if not line.lower().startswith((_HOST, _LENGTH)))
    return _Message(kept, await reader.readexactly(sum(lengths)))


def _spoilt(body: bytes, how: str, at: float) -> bytes:
    """Return a body as the fault leaves it."""
    place = int(len(body) * at)
    if how in {"shortened", "reset", "closed"}:
        return body[:place]
    if how == "corrupted" and body:
        return body[:place] + bytes((body[place] ^ 0x20,)) + body[place + 1 :]
    return body


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection off, so that the other side reads ECONNRESET."""
    plug = writer.get_extra_info("socket")
    if plug is not None and not writer.is_closing():
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
        writer.transport.abort()
