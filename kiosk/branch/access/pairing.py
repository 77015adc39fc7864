"""Pairing: the doors where a one-time code for an invited device is asked for and used, and whose word proves us."""

import asyncio
import uuid
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Header, Request
from fastapi.responses import Response

from kiosk.branch.access.access import DEVICE_COOKIE, Turned
from kiosk.branch.access.invitations import EXPIRES_S, Invitations
from kiosk.branch.access.place import Place
from kiosk.branch.answering import answer_response, json_response, malformed_answer
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Refusal
from kiosk.domain.register import Device
from kiosk.domain.requests import By, InviteDevice, PairDevice
from kiosk.records.database.problems import StoreProblem
from kiosk.web.bodies import body_within
from kiosk.wire.asking import BadRequest, decode_request
from kiosk.wire.projection import Role

_LONGEST_BODY: Final = 4096
_COOKIE_S: Final = 400 * 24 * 3600
"""Browsers keep no cookie longer (RFC 6265bis, 5.6.1)."""

_SCREENS: Final = frozenset({"entrance", "exit", "hall"})
"""Devices that keep their token themselves (`kiosk pair`)."""

RoleHeader = Annotated[Role, Header(alias="Kiosk-Role", description="Role of the device")]


class _Code(msgspec.Struct, forbid_unknown_fields=True):
    code: str


def pairing(service: BranchService, invitations: Invitations | None = None) -> APIRouter:
    """Return the doors of pairing: where a code is asked for, where it is used, and whose word proves the branch."""
    router = APIRouter(tags=["pairing"])
    codes = invitations or Invitations()

    @router.post("/v1/office/devices")
    async def invite(request: Request, role: RoleHeader) -> Response:
        """Invite a device, and return the code with which it may pair within ten minutes; it is told once."""
        return await _invited(service, codes, request, role)

    @router.post("/v1/door/pair")
    async def pair(request: Request) -> Response:
        """Let a device in that has a code; its token is in a cookie, for a screen also in the answer, and told once."""
        return await _used(service, codes, request)

    @router.get("/ca.crt")
    async def authority() -> Response:
        """Return the certificate of the branch's own authority as PEM; 404 while the branch is on loopback only."""
        place = await service.find_place()
        if place is None:
            return answer_response(Refusal("no_lan"), 404)
        named = {"Content-Disposition": 'attachment; filename="kiosk-branch-ca.crt"'}
        return Response(place.ca_pem, media_type="application/x-x509-ca-cert", headers=named)

    return router


async def _invited(service: BranchService, codes: Invitations, request: Request, role: Role) -> Response:
    if role not in {"office", "technician"}:
        raise Turned("role_may_not", 403, role=role)
    by = service.access.by(request, role)
    service.access.touch(request)
    try:
        request_id, asked = _invitation(await body_within(request, _LONGEST_BODY) or b"")
    except (BadRequest, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return malformed_answer(str(error))
    answer = await service.ask(request_id, asked, by)
    if isinstance(answer, Refusal):
        return answer_response(answer)
    device = Device(asked.name, asked.role, asked.counter, "invited")
    if service.access.register.devices.get(asked.name) != device:  # the same request came again, too late
        return answer_response(Refusal("name_taken", {"device": asked.name}))
    told = _told(asked.name, codes.invite(device), await service.find_place(), str(request.base_url))
    return json_response(told)


def _invitation(raw: bytes) -> tuple[str, InviteDevice]:
    """Return the id and the request of an invitation. BadRequest, msgspec.DecodeError: it is none."""
    body: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, Any])
    try:
        request_id = str(uuid.UUID(body.pop("id", "")))
    except (ValueError, AttributeError, TypeError) as error:
        raise BadRequest("the id must be a UUID made once per user action") from error
    asked = decode_request(InviteDevice.kind, body)
    if not isinstance(asked, InviteDevice):
        raise TypeError(asked)
    return request_id, asked


def _told(name: str, code: str, place: Place | None, here: str) -> dict[str, object]:
    """Return what the technician is told: the code, where to type it, and what to compare.

    On a machine that has no address on the LAN, such as one whose cable is not in, that is on this machine alone.
    """
    place = place if place and place.urls else None
    urls = place.urls if place else (here.rstrip("/"),)
    compared = f" --fingerprint {place.fingerprint}" if place else ""
    return {
        "kind": "invited",
        "name": name,
        "code": f"{code[:4]} {code[4:]}",
        "expires_s": EXPIRES_S,
        "urls": [f"{url}/pair#{code}" for url in urls],
        "fingerprint": place.fingerprint if place else "",
        "fingerprint_sha256": place.fingerprint_sha256 if place else "",
        "command": f"kiosk pair {urls[0]} {code}{compared}",
    }


async def _used(service: BranchService, codes: Invitations, request: Request) -> Response:
    try:
        sent = msgspec.json.decode(await body_within(request, _LONGEST_BODY) or b"", type=_Code)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return malformed_answer(str(error))
    address = request.client.host if request.client else ""
    code = "".join(sent.code.split()).replace("-", "")
    taken = codes.take(code, service.access.register, address)
    if isinstance(taken, Refusal):
        return answer_response(taken, 429 if taken.code == "too_many_tries" else 403)
    device = service.access.register.devices[taken]
    try:
        return await _paired(service, taken, secure=request.url.scheme == "https")
    except StoreProblem:  # nothing was told, so the code is as good as before
        codes.give_back(code, device)
        raise


async def _paired(service: BranchService, name: str, *, secure: bool) -> Response:
    """Let in a device whose code was right. The token first: paired without one, a device would be locked out."""
    token = await asyncio.to_thread(service.access.tokens.issue, name)
    answer = await service.ask(str(uuid.uuid4()), PairDevice(name), By("door", name))
    if isinstance(answer, Refusal):  # revoked in this very moment
        await asyncio.to_thread(service.access.tokens.revoke, name)
        return answer_response(Refusal("wrong_pairing_code"), 403)
    device = service.access.register.devices[name]
    told = {
        "kind": "paired",
        "device": name,
        "role": device.role,
        "counter": device.counter,
        # A browser has its cookie, which no script reads; a screen has none.
        **({"token": token} if device.role in _SCREENS else {}),
        "home": {"staff": "/sign-in", "counter": "/counter"}.get(device.role, ""),
    }
    response = json_response(told)
    # Lax: whoever follows a link to a page from elsewhere stays paired; what a foreign page sends, the Guard refuses.
    response.set_cookie(
        DEVICE_COOKIE, token, max_age=_COOKIE_S, httponly=True, samesite="lax", secure=secure, path="/"
    )
    return response
