"""The file of a stick as it comes in: at a pace, and from strangers no more than its head."""

import asyncio
import os
from typing import BinaryIO, Final

from fastapi import Request

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.sites import key_named, site_of
from kiosk.wire.sync.carriage import BadCarriage, Carriage
from kiosk.wire.sync.enrolling import BRANCH_CODE

MOST_BYTES: Final = 256 << 20
"""Of one file: a branch of 300 visits a day brings 6 MB a month."""
_ENOUGH_FOR_HEAD: Final = 8 << 10
_GRACE_S: Final = 30.0
_SLOWEST: Final = 64 << 10
"""Bytes a second: whoever falls half a minute behind this is not waited for any more."""


class TooLarge(ValueError):
    """The file is longer than any."""


class Spool:
    """Writes the body of a request to a file. TooLarge, or TimeoutError: the sender keeps us waiting."""

    def __init__(self, request: Request, file: BinaryIO) -> None:
        """Read nothing yet."""
        self._stream, self._file = request.stream(), file
        self._left_s, self._size = _GRACE_S, 0

    async def head(self) -> None:
        """Write enough of it for its head to be read, or all there is."""
        while self._size < _ENOUGH_FOR_HEAD and (piece := await self._piece()):
            self._file.write(piece)

    async def rest(self) -> None:
        """Write all that is left of it."""
        self._file.seek(0, os.SEEK_END)
        while piece := await self._piece():
            await asyncio.to_thread(self._file.write, piece)

    async def drop(self) -> None:
        """Let the rest go by: a sender who is not heard out reads no answer."""
        while await self._piece():
            pass

    async def _piece(self) -> bytes:
        """Return what comes next, nothing at the end. Only time spent waiting for the sender counts."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        async with asyncio.timeout(self._left_s):
            piece = await anext(self._stream, b"")
        self._left_s = min(_GRACE_S, self._left_s + len(piece) / _SLOWEST - (loop.time() - begun))
        self._size += len(piece)
        if self._size > MOST_BYTES:
            raise TooLarge
        return piece


def look_at_head(headquarters: Headquarters, file: BinaryIO) -> None:
    """Look at the head alone, which proves nothing yet. BadCarriage: no branch with such a key is known. StoreBusy."""
    head = Carriage(file).head
    if not BRANCH_CODE.fullmatch(head.branch):
        raise BadCarriage("not_enrolled")
    with headquarters.store.server_of(head.branch).read() as conn:
        if site_of(conn, head.branch) is None:
            raise BadCarriage("not_enrolled")
        key = key_named(conn, head.branch, head.key_id)
    if key is None or key.state == "retired":
        raise BadCarriage("wrong_key")
