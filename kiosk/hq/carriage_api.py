"""Where a stick is handed in. Whoever brings it proves nothing: the file itself is signed by the branch, and sealed."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from typing import BinaryIO, Final

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.hq.calls import BUSY, answered, answered_with
from kiosk.hq.carriage import CarriedIn, carry_in
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.store.port import StoreBusy
from kiosk.wire.sync.carriage import BadCarriage

MOST_BYTES: Final = 256 << 20
"""Of one file: a branch of 300 visits a day brings 6 MB a month."""


def router(headquarters: Headquarters, arrived: Callable[[str], None]) -> APIRouter:
    """Return the route; `arrived` is told of new facts, as by an upload."""
    routes, turn = APIRouter(), asyncio.Semaphore(1)

    @routes.post("/v1/carriage")
    async def carriage(request: Request) -> Response:
        """Take what a stick brings; the answer is the file to carry back."""
        async with turn:
            with tempfile.TemporaryFile() as file:
                if not await spooled(request, file):
                    return _refused(headquarters, request, "too_large")
                try:
                    done = await asyncio.to_thread(carry_in, headquarters, file, arrived)
                except BadCarriage as bad:
                    return _refused(headquarters, request, bad.code)
                except StoreBusy:
                    return answered_with(headquarters, request, BUSY)
        return _told(headquarters, request, done)

    return routes


async def spooled(request: Request, file: BinaryIO) -> bool:
    """Write the body of a request to a file; False as soon as it is longer than any."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_BYTES:
            return False
        await asyncio.to_thread(file.write, piece)
    return True


def _told(headquarters: Headquarters, request: Request, done: CarriedIn) -> Response:
    response = answered(headquarters, request, 200, done.receipts)
    response.headers["kiosk-branch"] = done.branch
    response.headers["kiosk-uploads"] = str(done.uploads)
    response.headers["kiosk-last"] = type(done.last).__name__.lower() if done.last else ""
    return response


def _refused(headquarters: Headquarters, request: Request, code: str) -> Response:
    return answered(headquarters, request, 422, msgspec.json.encode({"code": code}))
