"""What branches ask about packs: which there are for them, and the bytes of one."""

from __future__ import annotations

import re
from typing import Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.hq.calls import BUSY, Call, answered, answered_with, signed_call
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.packs import offers_for, piece_of, published
from kiosk.hq.packs_told import tell
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.working import for_branches
from kiosk.wire.sync.answers import Bad
from kiosk.wire.sync.offers import MOST_PIECE, BadTalk, decode_holdings, encode_offers

log = structlog.get_logger()

_MOST_TOLD: Final = 64 << 10
_SPAN: Final = re.compile(r"(\d{1,10})-(\d{1,10})")


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes, each signed by the branch and answered under headquarters' signature."""
    routes = APIRouter()

    @routes.post("/v1/branches/{branch}/packs")
    async def packs(branch: str, request: Request) -> Response:
        """Hear what a branch has, and say what there is for it (protocol.md, Downward)."""
        call = await signed_call(headquarters, request, _MOST_TOLD)
        if not isinstance(call, Call):
            return answered_with(headquarters, request, call)
        try:
            offers = await for_branches(_talk, headquarters, branch, call.body)
        except BadTalk:
            return answered_with(headquarters, request, Bad("holdings"))
        except StoreBusy:
            return answered_with(headquarters, request, BUSY)
        return answered(headquarters, request, 200, offers)

    @routes.get("/v1/branches/{branch}/packs/{kind}/{version}/{span}")
    async def piece(branch: str, kind: str, version: int, span: str, request: Request) -> Response:
        """Give bytes `start-end` (end not included) of a pack that is for the branch, at most 1 MiB."""
        call = await signed_call(headquarters, request, 0)
        if not isinstance(call, Call):
            return answered_with(headquarters, request, call)
        try:
            content = await for_branches(_piece, headquarters, branch, kind, version, span)
        except StoreBusy:
            return answered_with(headquarters, request, BUSY)
        if content is None:
            return answered_with(headquarters, request, Bad("pack"))
        return answered(headquarters, request, 200, content)

    return routes


def _talk(headquarters: Headquarters, branch: str, body: bytes) -> bytes:
    store = headquarters.store
    tell(store.server_of(branch), branch, decode_holdings(body), headquarters.now_ms())
    return encode_offers(offers_for(store, branch))


def _piece(headquarters: Headquarters, branch: str, kind: str, version: int, span: str) -> bytes | None:
    """Return the bytes asked for; None: there is no such pack for this branch, or no such place in it."""
    asked = _SPAN.fullmatch(span)
    one = published(headquarters.store, kind, version) if asked and 0 < version < 1 << 53 else None
    if asked is None or one is None or one.withdrawn_ms is not None or not one.label.is_for(branch):
        return None
    start, end = int(asked[1]), int(asked[2])
    if not start < end <= one.size or end - start > MOST_PIECE:
        return None
    return piece_of(headquarters.store, one, start, end)
