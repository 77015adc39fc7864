"""What branches ask of headquarters: so far, to take their facts."""

from collections.abc import Callable
from dataclasses import replace

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from kiosk import __version__
from kiosk.hq.calls import BUSY, Call, answered_with, signed_call
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.ingest import Outcome, Taken, ingest
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.working import for_branches
from kiosk.wire.sync.answers import Accepted, Answer, Bad, Receipt
from kiosk.wire.sync.upload import BadUpload, Upload, opened, unpack

log = structlog.get_logger()


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
        call = await signed_call(headquarters, request)
        answer: Answer
        if isinstance(call, Call):
            answer = await for_branches(take, headquarters, branch, call.body, arrived, call.site.key)
        else:
            answer = call
        return answered_with(headquarters, request, answer)

    return routes


def take(
    headquarters: Headquarters, branch: str, body: bytes, arrived: Callable[[str], None], signer: bytes = b""
) -> Answer:
    """Return the answer to an upload, whatever is wrong with it; it is known already that `signer`, a key, sent it."""
    try:
        taken = _ingested(headquarters, branch, opened(unpack([body])), signer)
    except BadUpload as bad:
        return Bad(bad.code)
    except StoreBusy:
        log.warning("store_busy", branch=branch)
        return BUSY
    if not isinstance(taken, Taken):
        return taken
    if taken.new:
        arrived(branch)
    identity = headquarters.identity
    receipt = Receipt.signed(identity.signing, identity.key_id, branch, taken.acked, identity.epoch)
    return Accepted(receipt, taken.quarantined)


def _ingested(headquarters: Headquarters, branch: str, upload: Upload, signer: bytes) -> Outcome:
    """Take an upload; one that the database refuses for what is in it is bad, so that its branch sends that opaque."""
    server = headquarters.store.server_of(branch)
    try:
        return ingest(server, branch, upload, replace(headquarters.here, signer=signer))
    except Exception as error:
        if not server.is_about_data(error):
            raise
        # Its own words show the row that it refused.
        log.warning("upload_refused_by_database", branch=branch, why=type(error).__name__)
        return Bad("data")
