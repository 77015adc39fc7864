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
from kiosk.hq.spooling import Spool, TooLarge, look_at_head
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.working import for_branches
from kiosk.wire.sync.carriage import BadCarriage

_PLACES: Final = 4
"""So many files lie here at a time, while one of them is read."""


def router(headquarters: Headquarters, arrived: Callable[[str], None]) -> APIRouter:
    """Return the route; `arrived` is told of new facts, as by an upload."""
    routes, carriages = APIRouter(), _Carriages(headquarters, arrived)
    routes.add_api_route("/v1/carriage", carriages.take, methods=["POST"])
    return routes


class _Carriages:
    """Takes one file at a time. Whoever sends slowly holds up only those who send, and a stranger nobody."""

    def __init__(self, headquarters: Headquarters, arrived: Callable[[str], None]) -> None:
        self._headquarters, self._arrived = headquarters, arrived
        self._places, self._turn = asyncio.Semaphore(_PLACES), asyncio.Semaphore(1)

    async def take(self, request: Request) -> Response:
        """Take what a stick brings; the answer is the file to carry back."""
        with tempfile.TemporaryFile() as file:
            spool = Spool(request, file)
            try:
                try:
                    done = await self._carried_in(spool, file)
                except BadCarriage as bad:
                    await spool.drop()
                    return _refused(self._headquarters, request, bad.code)
            except TooLarge:
                return _refused(self._headquarters, request, "too_large")
            except (StoreBusy, TimeoutError):
                return answered_with(self._headquarters, request, BUSY)
        return _told(self._headquarters, request, done)

    async def _carried_in(self, spool: Spool, file: BinaryIO) -> CarriedIn:
        await spool.head()
        await for_branches(look_at_head, self._headquarters, file)
        async with self._places:
            await spool.rest()
            async with self._turn:
                return await for_branches(carry_in, self._headquarters, file, self._arrived)


def _told(headquarters: Headquarters, request: Request, done: CarriedIn) -> Response:
    response = answered(headquarters, request, 200, done.receipts)
    response.headers["kiosk-branch"] = done.branch
    response.headers["kiosk-uploads"] = str(done.uploads)
    response.headers["kiosk-last"] = type(done.last).__name__.lower() if done.last else ""
    return response


def _refused(headquarters: Headquarters, request: Request, code: str) -> Response:
    return answered(headquarters, request, 422, msgspec.json.encode({"code": code}))
