"""The page of the owner: who may come into headquarters' pages, and what each of them may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from kiosk.domain.staff import BADGE_DIGITS
from kiosk.hq.door.access import Access
from kiosk.hq.door.passwords import Passwords
from kiosk.hq.door.people import Person
from kiosk.hq.door.roles import ROLES
from kiosk.hq.door.staffing import Amiss, Staffing, Told
from kiosk.hq.pages.frame import draw, words_of
from kiosk.web.forms import form_of


@dataclass(frozen=True, slots=True)
class Line:
    """One person as the page shows them."""

    badge: str
    roles: Sequence[str]
    locked: bool
    waits: bool
    """Has a temporary password that was not used yet."""
    here: bool
    """Is signed in now."""


def router(access: Access, passwords: Passwords) -> APIRouter:
    """Return the routes of the people page; the doors let owners in, and nobody else."""
    pages = _People(access, Staffing(access, passwords))
    routes = APIRouter(prefix="/people", include_in_schema=False)
    routes.add_api_route("", pages.page, methods=["GET"])
    routes.add_api_route("/add", pages.add, methods=["POST"])
    routes.add_api_route("/reset", pages.reset, methods=["POST"])
    routes.add_api_route("/roles", pages.roles, methods=["POST"])
    routes.add_api_route("/leave", pages.leave, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _People:
    access: Access
    staffing: Staffing

    async def page(self, request: Request) -> Response:
        return await self.draw(request)

    async def add(self, request: Request) -> Response:
        form, by = await form_of(request), request.state.person.badge
        badge, roles = form.one("badge"), form.get("role", [])
        told = await self.staffing.add(by, badge, roles)
        if isinstance(told, Told):
            return draw(request, "people/told.html", told=told)
        return await self.draw(request, told, badge, roles)

    async def reset(self, request: Request) -> Response:
        form, by = await form_of(request), request.state.person.badge
        told = await self.staffing.reset(by, form.one("badge"))
        if isinstance(told, Told):
            return draw(request, "people/told.html", told=told)
        return await self.draw(request, told)

    async def roles(self, request: Request) -> Response:
        form, by = await form_of(request), request.state.person.badge
        return await self.done(
            request, await self.staffing.change_roles(by, form.one("badge"), form.get("role", []))
        )

    async def leave(self, request: Request) -> Response:
        form, by = await form_of(request), request.state.person.badge
        return await self.done(request, await self.staffing.leave(by, form.one("badge")))

    async def done(self, request: Request, amiss: Amiss | None) -> Response:
        return await self.draw(request, amiss) if amiss else RedirectResponse("/people", 303)

    async def draw(
        self, request: Request, amiss: Amiss | None = None, badge: str = "", roles: Sequence[str] = ()
    ) -> Response:
        everybody, locked = await self.staffing.all()
        there = tuple(self.access.sessions.there().values())
        drawn = draw(
            request,
            "people/page.html",
            lines=[_line(one, locked, there) for one in everybody if one.works],
            left=[one.badge for one in everybody if not one.works],
            all_roles=ROLES,
            badge=badge,
            chosen=roles,
            badge_digits=BADGE_DIGITS[-1],
            refusal=words_of(request)(f"people.refused_{amiss}") if amiss else "",
        )
        drawn.status_code = 422 if amiss else 200
        return drawn


def _line(one: Person, locked: set[str], there: Sequence[str]) -> Line:
    return Line(one.badge, one.roles, one.badge in locked, one.password == "temporary", one.badge in there)  # noqa: S105 - a kind
