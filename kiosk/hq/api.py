"""What branches ask of headquarters: so far, to take their facts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from kiosk import __version__
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.ingest import Taken, ingest
from kiosk.hq.sites import site_of
from kiosk.hq.store.port import StoreBusy
from kiosk.wire.sync.answers import (
    Accepted,
    Answer,
    Bad,
    Busy,
    Denied,
    Receipt,
    encode_answer,
    status_of,
)
from kiosk.wire.sync.signing import SIGNATURE, BadSignature, check_request, sign_answer
from kiosk.wire.sync.upload import MOST_COMPRESSED, BadUpload, decode, unpack

log = structlog.get_logger()

_BUSY_MS: Final = 5_000


def build_api(headquarters: Headquarters, arrived: Callable[[str], None]) -> FastAPI:
    """Return the API. `arrived` is told the branch whenever new facts are durable; any thread may call it."""
    app = FastAPI(title="Kiosk headquarters", version=__version__, docs_url=None, redoc_url=None)
    app.include_router(_uploads(headquarters, arrived))
    return app


def _uploads(headquarters: Headquarters, arrived: Callable[[str], None]) -> APIRouter:
    routes = APIRouter()

    @routes.post("/v1/branches/{branch}/facts")
    async def facts(branch: str, request: Request) -> Response:
        """Take consecutive facts of a branch (protocol.md, Upload)."""
        body = await _body(request)
        answer: Answer
        if body is None:
            answer = Bad("too_large")
        else:
            call = _Call(branch, request.url.path, dict(request.headers), body)
            answer = await asyncio.to_thread(_answer, headquarters, call, arrived)
        return _signed(headquarters, answer, request.headers.get(SIGNATURE, ""))

    return routes


async def _body(request: Request) -> bytes | None:
    """Return the body as it came; None if it is longer than any upload."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_COMPRESSED:
            return None
    return bytes(body)


@dataclass(frozen=True, slots=True)
class _Call:
    """An upload as it came in."""

    branch: str
    path: str
    headers: dict[str, str]
    body: bytes


def _answer(headquarters: Headquarters, call: _Call, arrived: Callable[[str], None]) -> Answer:
    """Return the answer to an upload, whatever is wrong with it."""
    try:
        return _known(headquarters, call) or _take(headquarters, call, arrived)
    except BadSignature:
        return Denied("wrong_key")
    except BadUpload as bad:
        return Bad(bad.code)
    except StoreBusy:
        log.warning("store_busy", branch=call.branch)
        return Busy(_BUSY_MS)


def _known(headquarters: Headquarters, call: _Call) -> Denied | None:
    """Return why nothing is taken from whoever calls. BadSignature: it is not the branch."""
    with headquarters.store.server_of(call.branch).read() as conn:
        site = site_of(conn, call.branch)
    if site is None:
        return Denied("not_enrolled")
    check_request(Ed25519PublicKey.from_public_bytes(site.key), "POST", call.path, call.headers, call.body)
    return Denied("revoked") if site.state == "revoked" else None


def _take(headquarters: Headquarters, call: _Call, arrived: Callable[[str], None]) -> Answer:
    server = headquarters.store.server_of(call.branch)
    taken = ingest(server, call.branch, decode(unpack([call.body])), headquarters.here)
    if not isinstance(taken, Taken):
        return taken
    if taken.new:
        arrived(call.branch)
    identity = headquarters.identity
    receipt = Receipt.signed(identity.signing, identity.key_id, call.branch, taken.acked, identity.epoch)
    return Accepted(receipt, taken.quarantined)


def _signed(headquarters: Headquarters, answer: Answer, request_signature: str) -> Response:
    body, status = encode_answer(answer), status_of(answer)
    identity = headquarters.identity
    headers = sign_answer(identity.signing, identity.key_id, status, body, request_signature)
    if isinstance(answer, Busy):
        headers["retry-after"] = str(-(-answer.wait_ms // 1000))
    return Response(body, status, headers, "application/json")
