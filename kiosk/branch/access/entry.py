"""The door of the LAN API: signing in and out, the lock, new PINs, the first manager, and who works here."""

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response

from kiosk.branch.access.access import DEVICE_COOKIE, PERSON_COOKIE, Turned, Who
from kiosk.branch.access.doors import PAGES, SHARED
from kiosk.branch.access.people import People, SignedIn
from kiosk.branch.access.pins import Pins
from kiosk.branch.access.sent import (
    REFUSALS,
    BadgeAndPin,
    FirstManager,
    NewPin,
    NewStaff,
    Nothing,
    PairHere,
    PinAlone,
    PinFor,
    described,
    sent,
)
from kiosk.branch.access.staffing import SetUp, Staffing, Told
from kiosk.branch.answering import answer_response, json_response
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Refusal
from kiosk.domain.requests import By
from kiosk.web.sessions import LOCK_S, Session
from kiosk.wire.projection import Role

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_COOKIE_S: Final = 400 * 24 * 3600
"""Browsers keep no cookie longer (RFC 6265bis, 5.6.1)."""
_STATUS: Final = {
    "wrong_badge_or_pin": 401,
    "too_many_tries": 429,
    "locked_badge": 403,
    "role_may_not": 403,
    "not_here": 403,
}

RoleHeader = Annotated[Role, Header(alias="Kiosk-Role", description="Role of the device")]


def entry(service: BranchService) -> APIRouter:
    """Return the doors for people. PINs come in bodies alone, and go out in no answer but that of whoever set them."""
    pins = Pins(service, service.access.hasher)
    people = People(service, pins)
    doors = _Doors(service, people, Staffing(service, pins, people))
    router = APIRouter(prefix="/v1", tags=["doors"], responses=REFUSALS)
    router.add_api_route("/door/who", doors.who, methods=["GET"])
    for path, handler, body in (
        ("/door/sign-in", doors.sign_in, BadgeAndPin),
        ("/door/unlock", doors.unlock, PinAlone),
        ("/door/lock", doors.lock, Nothing),
        ("/door/touch", doors.touch, Nothing),
        ("/door/sign-out", doors.sign_out, Nothing),
        ("/door/new-pin", doors.new_pin, NewPin),
        ("/door/setup", doors.set_up, FirstManager),
        ("/door/pair-here", doors.pair_here, PairHere),
        ("/office/staff", doors.add_staff, NewStaff),
        ("/office/staff/pin", doors.set_pin, PinFor),
    ):
        router.add_api_route(path, handler, methods=["POST"], openapi_extra=described(body))
    return router


class _Doors:
    def __init__(self, service: BranchService, people: People, staffing: Staffing) -> None:
        self.service, self.access = service, service.access
        self.people, self.staffing = people, staffing

    async def who(self, request: Request) -> Response:
        """Return which device this is and who is signed in; it never refuses: an unknown device has no name."""
        try:
            who = self.access.who(request)
        except Turned:
            who = Who("", "", "", "", frozenset(), "nobody")
        session = self.access.session(request, who.device) if who.state == "locked" else None
        badge = session.badge if session else who.badge
        told = {
            "device": who.device,
            "role": who.role,
            "counter": who.counter,
            "badge": badge,
            "state": who.state,
            "may": sorted(who.may),
            "roles": self.access.register.roles_of(badge),
            "open": self.access.everybody,
            "set_up": await self.service.with_desk(lambda desk: bool(desk.register.managers)),
            "lock_s": int(LOCK_S),
        }
        return json_response(told)

    async def sign_in(self, request: Request) -> Response:
        """Sign somebody in with badge and PIN; the session comes as a cookie and is good at this device alone."""
        body = await sent(request, BadgeAndPin)
        signed_in = await self.people.sign_in(self._device(request), body.badge, body.pin)
        return _refused(signed_in) if isinstance(signed_in, Refusal) else self._signed_in(request, signed_in)

    async def unlock(self, request: Request) -> Response:
        """Open a locked page again, with the PIN of whoever is signed in there."""
        body = await sent(request, PinAlone)
        refusal = await self.people.unlock(_token(request), self._session(request), body.pin)
        return _refused(refusal) if refusal else json_response({"kind": "unlocked"})

    async def lock(self, request: Request) -> Response:
        """Lock this page now; whoever is signed in stays so."""
        await sent(request, Nothing)
        self._session(request)
        self.access.sessions.lock(_token(request))
        return json_response({"kind": "locked"})

    async def touch(self, request: Request) -> Response:
        """Note that somebody does something at this page, so that it does not lock. A locked one stays locked."""
        await sent(request, Nothing)
        self._open_session(request)
        self.access.touch(request)
        return json_response({"kind": "touched"})

    async def sign_out(self, request: Request) -> Response:
        """Sign out; also where nobody is signed in."""
        await sent(request, Nothing)
        device = self.access.device(request)
        if device is not None and self.access.session(request, device) is not None:
            await self.people.sign_out(_token(request))
        response = json_response({"kind": "signed_out"})
        response.delete_cookie(PERSON_COOKIE, path="/")
        return response

    async def new_pin(self, request: Request) -> Response:
        """Set a PIN of one's own: after a temporary one, or with `old`."""
        body = await sent(request, NewPin)
        session = self._open_session(request)
        refusal = await self.staffing.new_pin(_token(request), session, body.pin, body.old)
        self.access.touch(request)
        return _refused(refusal) if refusal else json_response(self._told("pin_set", session))

    async def set_up(self, request: Request) -> Response:
        """Make the first manager, at the computer of the branch itself, and pair its browser."""
        body = await sent(request, FirstManager)
        if not _is_here(request):
            return _refused(Refusal("not_here"))
        return self._paired(request, await self.staffing.set_up(body.badge, body.pin, body.device))

    async def pair_here(self, request: Request) -> Response:
        """Pair the browser of the branch's own computer, for a branch manager or technician by badge and PIN."""
        body = await sent(request, PairHere)
        if not _is_here(request):
            return _refused(Refusal("not_here"))
        return self._paired(request, await self.staffing.pair_here(body.badge, body.pin, body.device))

    def _paired(self, request: Request, done: SetUp | Refusal) -> Response:
        if isinstance(done, Refusal):
            return _refused(done)
        response = self._signed_in(request, done.signed_in)
        _set_cookie(response, request, DEVICE_COOKIE, done.device_token, lasts=True)
        return response

    async def add_staff(self, request: Request, role: RoleHeader) -> Response:
        """Let somebody work here; the temporary PIN in the answer is told once."""
        by, body = self._office(request, role), await sent(request, NewStaff)
        return _told_once("added", await self.staffing.add(str(body.id), body.badge, body.roles, by))

    async def set_pin(self, request: Request, role: RoleHeader) -> Response:
        """Set a temporary PIN of somebody else's, told once, which also unlocks the badge."""
        by, body = self._office(request, role), await sent(request, PinFor)
        if body.badge == by.badge:
            return _refused(Refusal("own_badge"))
        return _told_once("pin_set", await self.staffing.set_temporary(str(body.id), body.badge, by))

    def _office(self, request: Request, role: Role) -> By:
        if role != "office":
            raise Turned("role_may_not", 403, role=role)
        by = self.access.by(request, role)
        self.access.touch(request)
        return by

    def _device(self, request: Request) -> str:
        device = self.access.device(request)
        if device is None:
            raise Turned("not_paired", 401)
        return device

    def _session(self, request: Request) -> Session:
        session = self.access.session(request, self._device(request))
        if session is None:
            raise Turned("sign_in_needed", 401)
        return session

    def _open_session(self, request: Request) -> Session:
        session = self._session(request)
        if self.access.sessions.is_locked(session):
            raise Turned("page_locked", 401)
        return session

    def _signed_in(self, request: Request, signed_in: SignedIn) -> Response:
        response = json_response(self._told("signed_in", signed_in))
        _set_cookie(response, request, PERSON_COOKIE, signed_in.token)
        return response

    def _told(self, kind: str, one: SignedIn | Session) -> dict[str, object]:
        may = self.access.register.may_ask_as(one.device, one.badge)
        new = kind == "signed_in" and one.must_set_pin
        return {
            "kind": kind,
            "badge": one.badge,
            "roles": self.access.register.roles_of(one.badge),
            "state": "new_pin" if new else "signed_in",
            "home": next((page for page in PAGES if may & {PAGES[page], *SHARED.get(page, ())}), "/sign-in"),
        }


def _is_here(request: Request) -> bool:
    """Tell whether somebody asks from the branch's own computer."""
    return request.client is not None and request.client.host in _LOOPBACK


def _token(request: Request) -> str:
    return request.cookies.get(PERSON_COOKIE, "")


def _refused(refusal: Refusal) -> Response:
    return answer_response(refusal, _STATUS.get(refusal.code, 409))


def _told_once(kind: str, told: Told | Refusal) -> Response:
    return _refused(told) if isinstance(told, Refusal) else json_response({"kind": kind, **asdict(told)})


def _set_cookie(response: Response, request: Request, name: str, token: str, *, lasts: bool = False) -> None:
    # A session: gone with the browser, and sent with nothing that another site starts. A device: it stays paired, also
    # for whoever follows a link to a page from elsewhere; what a foreign page sends, the Guard refuses.
    response.set_cookie(
        name,
        token,
        max_age=_COOKIE_S if lasts else None,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax" if lasts else "strict",
    )
