"""The door to a clock that goes on only as told."""

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.branch.answering import json_response, malformed_answer
from kiosk.branch.service import BranchService
from kiosk.web.bodies import body_within

_LONGEST_BODY = 64 * 1024
_FURTHEST_MS = 31 * 24 * 3_600_000


class _Time(msgspec.Struct, forbid_unknown_fields=True):
    """A moment to go on to, in UTC ms."""

    now_ms: int


def simulating(service: BranchService) -> APIRouter:
    """Return what only a branch at simulated time has."""
    router = APIRouter(prefix="/v1/simulated", tags=["simulating"])

    @router.post("/time")
    async def go_to(request: Request) -> Response:
        """Let time go on to `now_ms`; a moment that is past already changes nothing."""
        raw = await body_within(request, _LONGEST_BODY)
        try:
            told = msgspec.json.decode(raw or b"", type=_Time)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return malformed_answer(str(error))
        now_ms = await service.look(lambda _, now_ms: now_ms)
        if told.now_ms > now_ms + _FURTHEST_MS:
            return malformed_answer("a simulation goes on by 31 days at once, not by more")
        await service.go_to(told.now_ms)
        return json_response({"now_ms": told.now_ms})

    return router
