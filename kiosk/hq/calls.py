"""What every signed call of a branch has in common: who calls, what was sent, and the signature under the answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import HTTPException, Request
from fastapi.responses import Response

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.sites import Refusal, Site, key_named, site_of, use_next_key
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.working import for_branches
from kiosk.wire.sync.answers import DAMAGED, Answer, Bad, Busy, Denied, encode_answer, status_of
from kiosk.wire.sync.enrolling import BRANCH_CODE
from kiosk.wire.sync.signing import (
    SIGNATURE,
    Asked,
    BadSignature,
    Damaged,
    check_request,
    key_id_of,
    sign_answer,
)
from kiosk.wire.sync.succession import told
from kiosk.wire.sync.upload import MOST_COMPRESSED

log = structlog.get_logger()

BUSY: Final = Busy(5_000)
"""The store cannot just now: the branch comes again in five seconds."""


class Call(NamedTuple):
    """A call that an enrolled branch has signed."""

    site: Site
    body: bytes


async def signed_call(
    headquarters: Headquarters, request: Request, most: int = MOST_COMPRESSED
) -> Call | Denied | Bad | Busy:
    """Return the call of the branch named `branch` in the path, or the answer to give instead.

    `most` is how many bytes its body may have; the signature covers method, path and body, never the query. What is longer
    is refused without headquarters' signature (413): nobody knows who sent it, and no branch may believe it was meant.
    """
    body = await _body(request, most)
    if body is None:
        raise HTTPException(413)
    return await for_branches(_known, headquarters, request, body)


def answered(headquarters: Headquarters, request: Request, status: int, body: bytes) -> Response:
    """Return the signed answer to a call; `body` is JSON, or whatever the route says it is."""
    asked = Asked(request.method, request.url.path, request.headers.get(SIGNATURE, ""))
    identity = headquarters.identity
    signed = sign_answer(identity.signing, identity.key_id, status, body, asked)
    return Response(body, status, {**signed, **told(identity.line)}, "application/json")


def answered_with(headquarters: Headquarters, request: Request, answer: Answer) -> Response:
    """Return one of the protocol's own answers to a call, signed."""
    response = answered(headquarters, request, status_of(answer), encode_answer(answer))
    if isinstance(answer, Busy):
        response.headers["retry-after"] = str(-(-answer.wait_ms // 1000))
    return response


async def _body(request: Request, most: int) -> bytes | None:
    """Return the body as it came; None if it is longer than `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _known(headquarters: Headquarters, request: Request, body: bytes) -> Call | Denied | Bad | Busy:
    """Look up who calls, and check that it is who calls."""
    try:
        return _caller(headquarters, request, body)
    except Damaged:  # not a stranger's: an alarm would send people to look for a key that is right
        return DAMAGED
    except BadSignature:
        return Denied("wrong_key")
    except StoreBusy:
        log.warning("store_busy", branch=request.path_params["branch"])
        return BUSY


def _caller(headquarters: Headquarters, request: Request, body: bytes) -> Call | Denied:
    branch, headers = request.path_params["branch"], dict(request.headers)

    def check(public: Ed25519PublicKey) -> None:
        check_request(public, request.method, request.url.path, headers, body)

    site = vouched(headquarters, branch, lambda: key_id_of(headers), check)
    return Call(site, body) if isinstance(site, Site) else site


def vouched(
    headquarters: Headquarters,
    branch: str,
    key_id: Callable[[], str],
    check: Callable[[Ed25519PublicKey], None],
) -> Site | Denied:
    """Return the branch that signed something with the key of that name, as `check` finds; or why nothing is taken of it.

    Whatever `key_id` and `check` raise passes through: it was not the branch. StoreBusy.
    """
    if not BRANCH_CODE.fullmatch(branch):  # nobody's, and PostgreSQL takes no text with a zero in it
        return Denied("not_enrolled")
    server = headquarters.store.server_of(branch)
    with server.read() as conn:
        site = site_of(conn, branch)
        if site is None:
            return Denied("not_enrolled")
        held = key_named(conn, branch, key_id())
    if held is None or held.state == "retired":
        return Denied("wrong_key")
    check(Ed25519PublicKey.from_public_bytes(held.key))
    refused: Refusal | None = "revoked" if site.state == "revoked" else None
    if held.state == "replaced":
        refused = "replaced"
    elif held.state == "next" and refused is None:
        with server.write() as conn:
            server.lock(conn, branch)
            refused = use_next_key(conn, branch, held.key, headquarters.now_ms())
    return Denied(refused) if refused else replace(site, key=held.key)
