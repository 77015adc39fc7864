"""The pages at headquarters' door: the first person, signing in and out, the lock, and a password of one's own."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kiosk.domain.staff import BADGE_DIGITS
from kiosk.hq.door.access import COOKIE, Access, is_here, show_cookie
from kiosk.hq.door.entry import Amiss, Entry, SignedIn
from kiosk.hq.door.passwords import LENGTH, Passwords, Turned
from kiosk.hq.door.roles import may
from kiosk.hq.pages.frame import WAYS, draw, words_of
from kiosk.web.forms import form_of
from kiosk.web.sessions import Session
from kiosk.web.words import Words

_PATH: Final = re.compile(r"/(?![/\\])[A-Za-z0-9._~%?=&+:,/-]*")
_WHYS: Final = frozenset({"role_may_not", "signed_out", "session_ended"})
"""Why somebody stands at the door. Nothing else that a link says is ever shown."""
_STATUS: Final = {"wait": 429, "locked": 403, "used": 403}
_LONG_WAIT_S: Final = 90


def router(access: Access, passwords: Passwords) -> APIRouter:
    """Return the routes of the door: what they show tells nothing of any branch."""
    doors = _Doors(access, Entry(access, passwords))
    routes = APIRouter(include_in_schema=False)
    for path, show, do in (
        ("/first", doors.show_first, doors.first),
        ("/sign-in", doors.show_sign_in, doors.sign_in),
        ("/unlock", doors.show_unlock, doors.unlock),
        ("/password", doors.show_password, doors.password),
    ):
        routes.add_api_route(path, show, methods=["GET"])
        routes.add_api_route(path, do, methods=["POST"])
    routes.add_api_route("/sign-out", doors.sign_out, methods=["POST"])
    routes.add_api_route("/door/touch", doors.touch, methods=["POST"])
    return routes


def own_path(wish: str) -> str:
    """Return the path and query that an address means; `/` for an address elsewhere, or one no page of ours has."""
    if not _PATH.fullmatch(wish):
        return "/"
    parts = urlsplit(wish)
    return "/" if parts.scheme or parts.netloc else wish


@dataclass(frozen=True, slots=True)
class _Doors:
    access: Access
    entry: Entry

    async def show_first(self, request: Request) -> Response:
        if await self.access.has_people():
            return _to("/sign-in")
        return self.draw(request, "first" if is_here(request) else "elsewhere")

    async def first(self, request: Request) -> Response:
        form = await form_of(request)
        if not is_here(request):
            return self.refused(request, "elsewhere", "", 403)
        badge, password, code = form.one("badge"), form.secret("password"), form.one("code")
        if password != form.secret("again"):
            return self.refused(request, "first", "not_same", 422, badge=badge, code=code)
        done = await self.entry.first(badge, password, code)
        if isinstance(done, Amiss):
            return self.refused(request, "first", done.why, 422, badge=badge, code=code)
        return _let_in(request, done, "/")

    async def show_sign_in(self, request: Request) -> Response:
        who, why = await self.access.who(request), request.query_params.get("why", "")
        if who.state == "first":
            return _to("/first")
        if who.state == "signed_in" and why != "role_may_not":
            return _to(_wish(request))
        ways = [way for way in WAYS if who.state == "signed_in" and may(who.roles, "GET", way.path)]
        return self.draw(
            request, "sign_in", why=why if why in _WHYS else "", home=ways[0].path if ways else ""
        )

    async def sign_in(self, request: Request) -> Response:
        form = await form_of(request)
        badge = form.one("badge")
        done = await self.entry.sign_in(badge, form.secret("password"))
        if isinstance(done, Turned):
            return self.turned(request, "sign_in", done, badge=badge, why="", home="")
        return _let_in(request, done, own_path(form.one("next", 500)))

    async def show_unlock(self, request: Request) -> Response:
        who = await self.access.who(request)
        return self.draw(request, "unlock", badge=who.badge) if who.state == "locked" else _to(_wish(request))

    async def unlock(self, request: Request) -> Response:
        form, session = await form_of(request), self.access.session(request)
        if session is None:
            return _to("/sign-in")
        turned = await self.entry.unlock(session, form.secret("password"))
        if turned is not None:
            return self.turned(request, "unlock", turned, badge=session.badge)
        self.access.touch(request)
        return _to(own_path(form.one("next", 500)))

    async def show_password(self, request: Request) -> Response:
        session = self.access.session(request)
        return _to("/") if session is None else self.draw_password(request, session)

    async def password(self, request: Request) -> Response:
        form, session = await form_of(request), self.access.session(request)
        if session is None:
            return _to("/")
        new = form.secret("password")
        if new != form.secret("again"):
            return self.draw_password(request, session, refusal="not_same")
        amiss = await self.entry.own_password(session, form.secret("old"), new)
        if amiss is None:
            return _to("/")
        told = "wrong_old" if isinstance(amiss, Turned) and amiss.why == "wrong" else amiss.why
        wait_s = amiss.wait_s if isinstance(amiss, Turned) else 0
        return self.draw_password(request, session, refusal=told, wait_s=wait_s)

    async def sign_out(self, request: Request) -> Response:
        session = self.access.end(request)
        if session is not None:
            await self.entry.sign_out(session)
        response = _to("/sign-in?why=signed_out")
        response.delete_cookie(COOKIE, path="/")
        return response

    async def touch(self) -> Response:
        """Note that somebody reads a page: the doors have done so already."""
        return Response(status_code=204)

    def draw_password(
        self, request: Request, session: Session, *, refusal: str = "", wait_s: int = 0
    ) -> Response:
        drawn = self.draw(
            request, "password", refusal, wait_s, badge=session.badge, changes=not session.must_set_pin
        )
        drawn.status_code = 422 if refusal else 200
        return drawn

    def turned(self, request: Request, scene: str, turned: Turned, **values: object) -> Response:
        drawn = self.draw(request, scene, turned.why, turned.wait_s, **values)
        drawn.status_code = _STATUS.get(turned.why, 401)
        return drawn

    def refused(self, request: Request, scene: str, why: str, status: int, **values: object) -> Response:
        drawn = self.draw(request, scene, why, 0, **values)
        drawn.status_code = status
        return drawn

    def draw(
        self, request: Request, scene: str, refusal: str = "", wait_s: int = 0, **values: object
    ) -> HTMLResponse:
        """Return one scene, with what was refused; `badge` and `code` stand in their fields again, a password never does."""
        t = words_of(request)
        told = {
            "badge": "",
            "code": "",
            "asks_code": self.access.first_code is not None,
            "next": _wish(request),
            "refusal": _told(t, refusal, wait_s),
            "badge_digits": BADGE_DIGITS[-1],
            "least": LENGTH[0],
            "most": LENGTH[-1],
        }
        return draw(request, f"door/{scene}.html", **{**told, **values})


def _told(t: Words, refusal: str, wait_s: int) -> str:
    """Return what was refused and what to do now; empty if nothing was."""
    if refusal != "wait":
        return t(f"door.refused_{refusal}", least=LENGTH[0]) if refusal else ""
    long = wait_s > _LONG_WAIT_S
    return t(
        "door.refused_wait_long" if long else "door.refused_wait", n=-(-wait_s // 60) if long else wait_s
    )


def _wish(request: Request) -> str:
    return own_path(request.query_params.get("next", "/"))


def _let_in(request: Request, done: SignedIn, wish: str) -> Response:
    response = _to("/password" if done.must_set_password else wish)
    show_cookie(response, request, done.shown)
    return response


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)
