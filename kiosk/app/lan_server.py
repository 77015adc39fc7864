"""The server of the LAN: anybody may connect there, so it bounds how many do and how long each may say nothing."""

import asyncio
import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

import structlog
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

log = structlog.get_logger()

_FAREWELL_S: Final = 2.0
"""So long a closing connection may take to say goodbye; less than a stopping server waits."""
_AGAIN_S: Final = 1.0
"""After a failure to accept, such as too many open files, it is tried again so much later."""
_TELL_S: Final = 60.0
"""That connections were turned away is logged once in this time: whoever crowds us is not to fill the disk as well."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the LAN may take of this machine."""

    per_address: int = 64
    """Connections from one address. A browser opens six, a screen three."""
    in_all: int = 512
    request_s: float = 10.0
    """So long a TLS handshake may take, and then every request until it is here as a whole."""

    @classmethod
    def within(cls, files: int) -> Self:
        """Return bounds that leave half of the files that may be open to loopback, the books and the printers."""
        return cls(in_all=min(cls().in_all, files // 2))


class _Connection(H11Protocol):
    """One connection. It is cut when a request is not here in time; uvicorn bounds only the pause between two."""

    def __init__(self, config: uvicorn.Config, state: ServerState, request_s: float) -> None:
        super().__init__(config, state, {})
        self.ended = asyncio.Event()
        self._request_s = request_s
        self._too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._look_at_request()

    def handle_events(self) -> None:
        """Take what has come, and wait for the rest of it if that was not all."""
        super().handle_events()
        self._look_at_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        super().connection_lost(exc)
        self._stop_waiting()
        self.ended.set()

    def _look_at_request(self) -> None:
        """Wait while there is no whole request, from the moment on that there was none; an answer may take any time."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.more_body and not cycle.response_complete:
            self._stop_waiting()
        elif self._too_late is None:
            self._too_late = self.loop.call_later(self._request_s, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None


class LanServer(uvicorn.Server):
    """A server that leaves signals to the one on loopback, and accepts no more connections than its bounds say.

    It accepts them itself: uvicorn hears of a connection only after its TLS handshake, and by then it may be too late.
    """

    def __init__(self, config: uvicorn.Config, bounds: Bounds) -> None:
        """Speak as `config` says; `config.ssl` must be there."""
        super().__init__(config)
        self._bounds = bounds
        self._present: Counter[str] = Counter()
        self._accepting: list[asyncio.Task[None]] = []
        self._attending: set[asyncio.Task[None]] = set()
        self._told_s = float("-inf")

    @property
    def present(self) -> int:
        """How many connections there are, handshakes included."""
        return self._present.total()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept at `sockets`, which listen already."""
        await super().startup([])
        self._accepting = [asyncio.create_task(self._accept(one)) for one in sockets or ()]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nobody more, end the handshakes under way, and let answers be finished."""
        for one in self._accepting:
            one.cancel()
        await asyncio.gather(*self._accepting, return_exceptions=True)
        for one in self._attending:
            one.cancel()
        await super().shutdown(sockets)

    async def _accept(self, listening: socket.socket) -> None:
        listening.setblocking(False)  # noqa: FBT003 - its name in the standard library
        while True:
            try:
                connection, address = await asyncio.get_running_loop().sock_accept(listening)
            except ConnectionError:  # gone again already
                continue
            except OSError as error:
                log.warning("lan_not_accepted", reason=str(error))
                await asyncio.sleep(_AGAIN_S)
                continue
            self._let_in(connection, address[0])
            await asyncio.sleep(0)  # whoever calls without a pause does not keep the others from their turn

    def _let_in(self, connection: socket.socket, source: str) -> None:
        if self._present[source] >= self._bounds.per_address or self.present >= self._bounds.in_all:
            connection.close()
            self._tell_of_crowd(source)
            return
        self._present[source] += 1
        attending = asyncio.create_task(self._attend(connection))
        self._attending.add(attending)
        attending.add_done_callback(partial(self._forget, source))

    async def _attend(self, connection: socket.socket) -> None:
        """Speak to somebody until the connection has ended."""
        with contextlib.suppress(OSError):  # no TLS, or not in time
            _, protocol = await asyncio.get_running_loop().connect_accepted_socket(
                lambda: _Connection(self.config, self.server_state, self._bounds.request_s),
                connection,
                ssl=self.config.ssl,
                ssl_handshake_timeout=self._bounds.request_s,
                ssl_shutdown_timeout=_FAREWELL_S,
            )
            await protocol.ended.wait()

    def _forget(self, source: str, attending: asyncio.Task[None]) -> None:
        self._attending.discard(attending)
        self._present[source] -= 1
        self._present += Counter()  # drops who is not here any more

    def _tell_of_crowd(self, source: str) -> None:
        if time.monotonic() - self._told_s > _TELL_S:
            self._told_s = time.monotonic()
            log.warning("lan_crowded", address=source, here=self.present)
