"""A line on which every byte is counted: what goes over it is what a bank pays for, heads of HTTP included."""

import asyncio
import threading
from typing import Self

_PIECE = 1 << 16


class CountedLine:
    """Carries TCP from a port of loopback to another, in a thread of its own, and counts both ways."""

    def __init__(self, port: int, bytes_per_s: float = 0.0, latency_s: float = 0.0) -> None:
        """Carry to `port`, at most so fast each way, 0: at once; `latency_s` from asking to the answer, and to connect."""
        self._far, self._bytes_per_s, self._latency_s = port, bytes_per_s, latency_s
        self.carried = 0
        """Bytes so far."""
        self.port = 0
        self._loop, self._enough, self._listens = (
            asyncio.new_event_loop(),
            asyncio.Event(),
            threading.Event(),
        )
        self._thread = threading.Thread(target=self._run, name="counted line")

    def __enter__(self) -> Self:
        self._thread.start()
        self._listens.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._enough.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen())

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._listens.set()
        await self._enough.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self._latency_s)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._far)
        try:
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass  # cancelled only when the line ends, and asyncio's streams complain of tasks that say so
        finally:
            for end in (writer, far_writer):
                end.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whoever listens there answers under its own name only.
        here, far = (f"127.0.0.1:{port}".encode() for port in (self.port, self._far))
        while piece := await reader.read(_PIECE):
            self.carried += len(piece)
            way_s = len(piece) / self._bytes_per_s if self._bytes_per_s else 0.0
            await asyncio.sleep(self._latency_s / 2 + way_s)
            writer.write(piece.replace(here, far))
            await writer.drain()
        writer.close()
