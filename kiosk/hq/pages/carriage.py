"""The page where a stick from a branch without a link is read in, and the answer is fetched to carry back."""

from __future__ import annotations

import asyncio
import base64
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from kiosk.hq.acts import note
from kiosk.hq.carriage import CarriedIn, carry_in
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.frame import draw, words_of
from kiosk.hq.spooling import Spool, TooLarge
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.working import for_branches
from kiosk.web.words import Words
from kiosk.wire.sync.answers import Accepted
from kiosk.wire.sync.carriage import BadCarriage
from kiosk.wire.sync.carried import SUFFIX


def router(headquarters: Headquarters, arrived: Callable[[str], None]) -> APIRouter:
    """Return the routes; the doors let operators in, and nobody else. `arrived` is told of new facts."""
    pages = _Carriage(headquarters, arrived)
    routes = APIRouter(prefix="/carriage", include_in_schema=False)
    routes.add_api_route("", pages.page)
    routes.add_api_route("", pages.take, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Carriage:
    headquarters: Headquarters
    arrived: Callable[[str], None]

    async def page(self, request: Request) -> Response:
        return draw(request, "carriage/page.html", suffix=".kiosk-carriage")

    async def take(self, request: Request) -> Response:
        """Take one file, which is the body; the answer says in words what became of it, and holds the file to carry back."""
        t = words_of(request)
        badge: str = request.state.person.badge
        with tempfile.TemporaryFile() as file:
            try:
                await Spool(request, file).rest()
                done = await for_branches(carry_in, self.headquarters, file, self.arrived)
            except BadCarriage as bad:
                return _refused(t, bad.code)
            except TooLarge:
                return _refused(t, "too_large")
            except (StoreBusy, TimeoutError):
                return _refused(t, "busy")
        await asyncio.to_thread(self._note, done, badge)
        return JSONResponse(_told(t, done))

    def _note(self, done: CarriedIn, badge: str) -> None:
        with self.headquarters.store.server_of(done.branch).write() as conn:
            note(conn, badge, "carried_in", done.branch, self.headquarters.now_ms())


def _told(t: Words, done: CarriedIn) -> dict[str, object]:
    well = done.last is None or isinstance(done.last, Accepted)
    key = "carriage.last_" + (type(done.last).__name__.lower() if done.last else "none")
    said = t(key, n=done.last.acked.seq if isinstance(done.last, Accepted) else 0)
    receipts = base64.b64encode(done.receipts).decode()
    return {
        "branch": done.branch,
        "well": well,
        "said": said,
        "file": done.branch + SUFFIX,
        "receipts": receipts,
    }


def _refused(t: Words, code: str) -> Response:
    key = f"carriage.bad_{code}"
    return JSONResponse(
        {"well": False, "said": t(key if key in t.texts else "carriage.bad_other", code=code)}, 422
    )
