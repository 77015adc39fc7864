"""Packs uploads in a process of its own: reading, hashing and compressing keep neither the lane nor the event loop."""

import asyncio
import os
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kiosk.branch.database.store import reading
from kiosk.branch.memory import give_memory_back
from kiosk.branch.spawned import spawned_pool
from kiosk.branch.upload.course import Sent
from kiosk.branch.upload.reading import Damaged, Stretch, stretch_from
from kiosk.records.connection import Connection
from kiosk.wire.sync.upload import MOST_COMPRESSED, MOST_EXPANDED, enclosed, encode, pack

_NICENESS: Final = 19
"""Facts can wait; whoever stands at a counter cannot."""
_LARGE: Final = 256 << 10
"""Bytes expanded, from which on memory is given back."""


@dataclass(frozen=True, slots=True)
class Packed:
    """An upload ready to be sent."""

    sent: Sent
    body: bytes


class Packer:
    """Owned by the event loop. The process starts with the first upload, and again after it died."""

    def __init__(self, folder: Path) -> None:
        """Pack from the journal in the data folder `folder`."""
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None

    async def pack(self, first: int, most: int, *, opaque: bool) -> Packed | None:
        """Return at most `most` facts from seq `first` on, packed; None: there is none yet.

        Raises:
            Damaged: the journal is not what it was.
            StoreProblem: it cannot be read.
            BrokenProcessPool: the process died twice over it.
        """
        try:
            return await asyncio.wrap_future(self._hand_over(first, most, opaque))
        except BrokenProcessPool:
            await self.stop()
            return await asyncio.wrap_future(self._hand_over(first, most, opaque))

    async def stop(self) -> None:
        """End the process after what it has in hand; the next upload starts another."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    def _hand_over(self, first: int, most: int, opaque: bool) -> "Future[Packed | None]":  # noqa: FBT001 - for a process
        if self._pool is None:
            self._pool = spawned_pool()
            self._pool.submit(_give_way)
        return self._pool.submit(pack_next, self._folder, first, most, opaque)


def _give_way() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def pack_next(folder: Path, first: int, most: int, opaque: bool) -> Packed | None:  # noqa: FBT001 - for a process
    """Do what `Packer.pack` says, in this very process; the database stays open in it."""
    stretch = stretch_from(_opened(folder)[-1], first, most)
    return None if stretch is None else packed(stretch, opaque=opaque)


def packed(stretch: Stretch, *, opaque: bool) -> Packed:
    """Return a stretch as an upload, or its first half and so on until it is as small as an upload may be. Damaged."""
    facts = tuple(one.as_opaque for one in stretch.facts) if opaque else stretch.facts
    is_whole = True
    while True:
        now_ms = time.time_ns() // 1_000_000
        upload = enclosed(stretch.epoch, stretch.before, facts, now_ms, purged=stretch.purged)
        if is_whole and upload.envelope.last != stretch.last.hex():
            raise Damaged(f"facts {facts[0].seq} to {facts[-1].seq} do not hash to what is stored")
        lines = encode(upload)
        body = pack(lines)
        if len(facts) == 1 or (len(lines) <= MOST_EXPANDED and len(body) <= MOST_COMPRESSED):
            break
        facts, is_whole = facts[: len(facts) // 2], False
    if len(lines) > _LARGE:
        give_memory_back()
    told = upload.envelope
    return Packed(Sent(told.epoch, told.first, facts[-1].seq, told.before, told.last, opaque), body)


@cache
def _opened(folder: Path) -> tuple[ExitStack, Connection]:
    """Return the database, which stays open in this process: opening takes longer than reading."""
    stack = ExitStack()
    return stack, stack.enter_context(reading(folder))[-1]
