"""The doors of headquarters: every call of a page is let through or turned away, by role, method and path."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.hq.door.access import Access, Who
from kiosk.hq.door.roles import OWN, is_open, may, who_may
from kiosk.hq.store.port import StoreBusy
from kiosk.web.lasting import while_let_in

_AT: Final = {"first": "/first", "nobody": "/sign-in", "locked": "/unlock", "new_password": "/password"}
_WHY: Final = {
    "first": "nobody_yet",
    "nobody": "sign_in_needed",
    "locked": "page_locked",
    "new_password": "password_must_be_set",
    "signed_in": "role_may_not",
}
_LOOKS: Final = frozenset({"GET", "HEAD"})
Missing = Callable[[Request], Response]


class HqDoors:
    """ASGI middleware, inside the Guard: notes who passes as `state.person`, and turns everybody else away."""

    def __init__(self, app: ASGIApp, access: Access, missing: Missing | None = None) -> None:
        """Stand before `app`; `missing` draws what somebody sees who is in and mistyped an address."""
        self._app, self._access, self._missing = app, access, missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it."""
        if scope["type"] != "http" or is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        call = HTTPConnection(scope)
        try:
            who = await self._access.who(call)
        except StoreBusy:
            response: Response = PlainTextResponse("The store is busy. Try again in a moment.", 503)
            await response(scope, receive, send)
            return
        if not passes(who, scope["method"], scope["path"]):
            await self._away(call, who)(scope, receive, send)
            return
        if _is_a_touch(call):
            self._access.touch(call)
        call.state.person = who.visitor
        # A stream ends with its session, or when that locks.
        await while_let_in(self._app, scope, receive, send, still=lambda: self._access.is_still_in(call, who))

    def _away(self, call: HTTPConnection, who: Who) -> Response:
        method, path = call.scope["method"], call.url.path
        mistyped = who.state == "signed_in" and method in _LOOKS and not who_may(method, path)
        if self._missing is None or not mistyped or not _opens_a_page(call):
            return turned_away(call, who)
        call.state.person = who.visitor
        return self._missing(Request(call.scope))


def passes(who: Who, method: str, path: str) -> bool:
    """Tell whether somebody may ask for a path that is not open to everybody."""
    if who.state == "new_password":
        return path in OWN
    return who.state == "signed_in" and may(who.roles, method, path)


def turned_away(call: HTTPConnection, who: Who) -> Response:
    """Return the answer to somebody who is not let in: a way to the right door for a person, a code for a script."""
    why = _WHY[who.state]
    if not _opens_a_page(call) or call.scope["method"] not in _LOOKS:
        status = 403 if who.state in {"signed_in", "new_password"} else 401
        return PlainTextResponse(why, status, {"kiosk-door": why})
    door = _AT.get(who.state)
    if door is None:
        return RedirectResponse(f"/sign-in?{urlencode({'why': why})}", 303)
    wished = call.url.path + (f"?{call.url.query}" if call.url.query else "")
    return RedirectResponse(f"{door}?{urlencode({'next': wished}, safe='/')}", 303)


def _is_a_touch(call: HTTPConnection) -> bool:
    """Tell whether a person did this: a page that fetches something by itself is nobody."""
    return _opens_a_page(call) or call.scope["method"] not in _LOOKS


def _opens_a_page(call: HTTPConnection) -> bool:
    headers = Headers(scope=call.scope)
    if "sec-fetch-mode" in headers:
        return headers["sec-fetch-mode"] == "navigate"
    return "text/html" in headers.get("accept", "")
