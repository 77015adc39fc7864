"""The route by which branches bring sealed personal data."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.hq.calls import BUSY, Call, answered, answered_with, signed_call
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.sealed import take
from kiosk.hq.store.port import StoreBusy, persistent
from kiosk.hq.working import for_branches
from kiosk.wire.sync.answers import Answer, Bad
from kiosk.wire.sync.sealed import MOST_BYTES, TAKEN, BadRecords, SealedRecord, decode_records


def router(headquarters: Headquarters) -> APIRouter:
    """Return the route; a copy that was sent twice is kept once."""
    routes = APIRouter()

    @routes.post("/v1/branches/{branch}/sealed")
    async def sealed(branch: str, request: Request) -> Response:
        """Keep records that are sealed to headquarters (kiosk.wire.sync.sealed)."""
        call = await signed_call(headquarters, request, MOST_BYTES)
        if not isinstance(call, Call):
            return answered_with(headquarters, request, call)
        try:
            records = decode_records(call.body)
        except BadRecords:
            return answered_with(headquarters, request, Bad("sealed"))
        refused = await for_branches(_take, headquarters, branch, records)
        if refused is not None:
            return answered_with(headquarters, request, refused)
        return answered(headquarters, request, 200, TAKEN)

    return routes


def _take(headquarters: Headquarters, branch: str, records: Sequence[SealedRecord]) -> Answer | None:
    try:
        server = headquarters.store.server_of(branch)
        persistent(lambda: take(server, branch, records, headquarters.now_ms()))
    except StoreBusy:
        return BUSY
    return None
