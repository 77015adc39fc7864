"""The stream that tells the pages of figures to look again. It says that something changed and never what.

It looks at a mark of the store and hangs on no hook, because facts may have been taken or applied by another process that
serves the same databases. One look serves every page that is open; with none open nobody looks.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from kiosk.hq.pages.figures import Figures
from kiosk.hq.store.port import StoreBusy

LOOK_S: Final = 2.0
BEAT_S: Final = 6.0
PATIENCE_S: Final = 30.0
MOST: Final = 500
"""Pages that may be open at once; further ones show what they fetched and say that they are not live."""


@dataclass(eq=False, slots=True)
class _Reader:
    """A page that is open: how often there was something to tell since it was last told."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Changes:
    """Tells every open page when the figures changed. For one event loop."""

    def __init__(self, figures: Figures, look_s: float = LOOK_S, beat_s: float = BEAT_S) -> None:
        """Look at `figures` every `look_s`, and give a sign of life every `beat_s`."""
        self._figures, self._look_s, self._beat_s = figures, look_s, beat_s
        self._readers: set[_Reader] = set()
        self._looking: asyncio.Task[None] | None = None
        self._views = 0

    @property
    def is_full(self) -> bool:
        """Tell whether no further page is taken in."""
        return len(self._readers) >= MOST

    async def stream(self) -> AsyncIterator[bytes]:
        """Say `view` after each change and `beat` in silence; the first view is at once, so that a page catches up.

        A reader holds one bit and no queue: however slow it is, it hears of the newest change and of no other.
        """
        reader = _Reader()
        self._readers.add(reader)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield b"retry: 2000\nevent: view\ndata: 0\n\n"
            while True:
                yield await self._next(reader)
        finally:
            self._readers.discard(reader)
            if not self._readers and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    async def _next(self, reader: _Reader) -> bytes:
        try:
            await asyncio.wait_for(reader.changed.wait(), self._beat_s)
        except TimeoutError:
            return b"event: beat\ndata: 0\n\n"
        reader.changed.clear()
        return b"event: view\ndata: %d\n\n" % self._views

    async def _look(self) -> None:
        before = await self._mark()
        while True:
            await asyncio.sleep(self._look_s)
            mark = await self._mark()
            if mark != before:
                before, self._views = mark, self._views + 1
                for reader in self._readers:
                    reader.changed.set()

    async def _mark(self) -> str:
        try:
            return await asyncio.to_thread(self._figures.mark)
        except StoreBusy:
            return "busy"  # a page that fetches now is told so, and again when the store is back


class Lasting(StreamingResponse):
    """A stream whose reader is let go when it takes nothing for `PATIENCE_S`: its browser comes again by itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the reader goes or is too slow."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(PATIENCE_S):
                await send(message)

        # A TimeoutError is an OSError, which Starlette calls a disconnect where the server speaks ASGI 2.4.
        with contextlib.suppress(TimeoutError, ClientDisconnect):
            await super().__call__(scope, receive, send_in_time)
