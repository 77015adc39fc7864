"""The doors of a branch: which path is open to whom. What no line here names is open to nobody who is not paired."""

from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.branch.access.access import Access, Turned
from kiosk.web.lasting import while_let_in
from kiosk.wire.asking import encode_answer

OPEN: Final = (
    "/static/",
    "/v1/health",
    "/v1/door/",
    "/openapi.json",
    "/pair",
    "/setup",
    "/sign-in",
    "/ca.crt",
)
"""Open to everybody: nothing here tells anything of the branch, and each looks after itself."""
PAGES: Final = {
    "/reception": "reception",
    "/manager": "manager",
    "/counter": "counter",
    "/office": "office",
    "/devices": "technician",
}
"""The staff pages by the role in which a person must be signed in to open them."""
SHARED: Final = {"/devices": ("technician", "office")}
"""Pages that more than one role may open."""


class Doors:
    """ASGI middleware, inside the Guard: turns away who may not pass, and notes who does as `state.who`."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Stand before `app`."""
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = HTTPConnection(scope)
        try:
            self._look_at(call)
        except Turned as turned:
            await turned_away(call, turned)(scope, receive, send)
            return
        await while_let_in(self._app, scope, receive, send, still=lambda: self._is_still_let_in(call))

    def _is_still_let_in(self, call: HTTPConnection) -> bool:
        """Tell whether who came in before may stay, in the role that was asked in.

        A page that locked loses its stream as well: coming again it is told so, and covers what it shows.
        """
        if _below(call.url.path, OPEN):
            return True
        role = getattr(call.state, "role", "")
        try:
            if role:
                self._access.by(call, role)
            else:
                self._access.who(call)
        except Turned:
            return False
        return True

    def _look_at(self, call: HTTPConnection) -> None:
        path = call.url.path
        if _below(path, OPEN):
            return
        who = self._access.who(call)
        page = next((page for page in PAGES if _below(path, (page,))), None)
        if page is None:
            call.state.who = who
            return
        roles = SHARED.get(page, (PAGES[page],))
        role = next((role for role in roles if role in who.may), roles[0])
        self._access.by(call, role)
        call.state.who, call.state.role = who, role


def turned_away(call: HTTPConnection, turned: Turned) -> Response:
    """Return the answer to somebody who is not let in: a way to the right door for a person, a code for a program."""
    headers = Headers(scope=call.scope)
    opens_a_tab = headers.get("sec-fetch-dest") == "document" or "text/html" in headers.get("accept", "")
    if opens_a_tab and call.scope["method"] == "GET":
        code = turned.refusal.code
        door = "/pair" if code == "not_paired" else "/sign-in"
        target = quote(call.url.path + (f"?{call.url.query}" if call.url.query else ""), safe="/")
        return RedirectResponse(f"{door}?why={code}&next={target}", 303, {"cache-control": "no-store"})
    return Response(
        encode_answer(turned.refusal),
        turned.status,
        {"kiosk-door": turned.refusal.code, "cache-control": "no-store"},
        "application/json",
    )


def _below(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)
