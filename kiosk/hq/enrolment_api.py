"""What a branch asks about itself: who headquarters is, to be taken in, to sign with another key."""

import base64
import binascii

import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.hq.calls import BUSY, Call, answered, answered_with, signed_call
from kiosk.hq.enrolment import Enrolments, announce, decline
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.working import for_branches
from kiosk.wire.sync.answers import Bad, Denied
from kiosk.wire.sync.enrolling import (
    MOST_BYTES,
    PATH,
    Asking,
    BadCall,
    Refused,
    Welcome,
    key_kept,
    read_asking,
    read_new_key,
)
from kiosk.wire.sync.signing import BadSignature, check_request

log = structlog.get_logger()

_STATUS = {"bad_request": 400, "too_many_tries": 429, "busy": 503}
_BUSY_S = 5


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes: who headquarters is, enrolment, and another key for a branch."""
    routes, enrolments = APIRouter(), Enrolments(headquarters)

    @routes.get(PATH)
    async def who() -> Response:
        """Tell headquarters' keys: no secret, unsigned, and no proof. Whoever typed this address compares six words."""
        identity = headquarters.identity
        told = {"hq_signing": identity.signing_public.hex(), "hq_sealing": identity.sealing_public.hex()}
        return Response(msgspec.json.encode(told), media_type="application/json")

    @routes.post(PATH)
    async def enrol(request: Request) -> Response:
        """Take a branch in that brings a voucher or its code, and signs with the key it tells."""
        body = await _body(request)
        answer = await for_branches(_enrol, enrolments, request, body)
        status = 200 if isinstance(answer, Welcome) else _STATUS.get(answer.code, 403)
        response = answered(headquarters, request, status, msgspec.json.encode(answer))
        if isinstance(answer, Refused) and answer.wait_s:
            response.headers["retry-after"] = str(answer.wait_s)
        return response

    @routes.post("/v1/branches/{branch}/key")
    async def new_key(branch: str, request: Request) -> Response:
        """Let a branch also sign with the key it announces. Again with the same key: the same answer."""
        call = await signed_call(headquarters, request, MOST_BYTES)
        if not isinstance(call, Call):
            return answered_with(headquarters, request, call)
        try:
            key = read_new_key(call.body, branch, call.site.key)
            server = headquarters.store.server_of(branch)
            refused = await for_branches(announce, server, branch, call.site.key, key, headquarters.now_ms())
        except BadCall:
            return answered_with(headquarters, request, Bad("key"))
        except StoreBusy:
            return answered_with(headquarters, request, BUSY)
        if refused is not None:
            return answered_with(headquarters, request, Denied(refused))
        log.info("key_announced", branch=branch)
        return answered(headquarters, request, 200, key_kept(key))

    routes.include_router(_declining(headquarters))
    return routes


def _declining(headquarters: Headquarters) -> APIRouter:
    """Return the route by which a branch says that its people did not confirm the six words."""
    routes = APIRouter()

    @routes.post("/v1/branches/{branch}/declined")
    async def declined(branch: str, request: Request) -> Response:
        """Hear that people at the branch did not confirm the six words; tell whether it is out of the list again."""
        call = await signed_call(headquarters, request, MOST_BYTES)
        if not isinstance(call, Call):
            return answered_with(headquarters, request, call)
        try:
            server = headquarters.store.server_of(branch)
            is_out = await for_branches(decline, server, branch, call.site.key, headquarters.now_ms())
        except StoreBusy:
            return answered_with(headquarters, request, BUSY)
        log.info("enrolment_declined", branch=branch, out=is_out)
        return answered(headquarters, request, 200, msgspec.json.encode({"out": is_out}))

    return routes


async def _body(request: Request) -> bytes:
    """Return the body as it came; of one that is too long, no more than shows it."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body[: MOST_BYTES + 1])


def _enrol(enrolments: Enrolments, request: Request, body: bytes) -> Welcome | Refused:
    try:
        asking, file = _asked(body)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(asking.key))
        check_request(key, "POST", PATH, dict(request.headers), body)
        return enrolments.take_in(asking, file)
    except BadCall:
        return Refused("bad_request")
    except BadSignature:
        return Refused("wrong_key")
    except StoreBusy:
        log.warning("store_busy")
        return Refused("busy", _BUSY_S)


def _asked(body: bytes) -> tuple[Asking, bytes]:
    """Return what a branch asks, and the file it brings. BadCall: too long, or nothing of the kind."""
    if len(body) > MOST_BYTES:
        raise BadCall
    asking = read_asking(body)
    try:
        return asking, base64.b64decode(asking.voucher, validate=True)
    except binascii.Error as error:
        raise BadCall from error
