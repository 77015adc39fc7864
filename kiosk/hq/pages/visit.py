"""The routes of a visit: looked for by branch, date and ticket, and told as a story."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kiosk.hq.door.access import Visitor
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import Wish, wished
from kiosk.hq.pages.names import service
from kiosk.hq.pages.saying import saying
from kiosk.hq.pages.visit_view import told
from kiosk.hq.reports import BranchState, VisitStory

CLOSE: Final = frozenset({"operator", "privacy", "auditor", "owner"})
"""Who sees the care class of customers and the badges of staff: not those who are there for the figures alone."""


def router(headquarters: Headquarters, figures: Figures, seen: Callable[[str, str], None]) -> APIRouter:
    """Return the routes. A ticket is looked for in an address without it; what is found has an address of its own.

    Each story that is shown is told to `seen` first: the badge of who sees it, and which visit it is.
    """
    pages = _Pages(headquarters, figures, seen)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/visits", pages.find, response_model=None)
    routes.add_api_route("/visits/{branch}/{visit}", pages.page)
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    figures: Figures
    seen: Callable[[str, str], None]

    async def find(self, request: Request) -> Response:
        wish = wished(request, "/visits", branch=(), date=(), ticket=())
        known, story = await asyncio.to_thread(self.look, wish)
        if known is not None and story is not None:
            return RedirectResponse(
                f"/visits/{quote(known.branch, safe='')}/{quote(story.visit, safe='')}", 303
            )
        said = saying(request, self.headquarters.now_ms())
        missing = "" if not wish["ticket"] else "branch" if known is None else "ticket"
        return draw(request, "visit_find.html", wish=wish, missing=missing, known=known, **said.values)

    async def page(self, request: Request, branch: str, visit: str) -> HTMLResponse:
        said = saying(request, self.headquarters.now_ms())
        known, story = await asyncio.to_thread(self.read, branch, visit)
        if known is None or story is None:
            wish = wished(request, "/visits", branch=(), date=(), ticket=())
            missing = draw(request, "visit_find.html", wish=wish, missing="visit", known=known, **said.values)
            missing.status_code = 404
            return missing
        person: Visitor = request.state.person
        await asyncio.to_thread(self.seen, person.badge, f"{branch} {story.date} {story.ticket}")
        language = said.say.t.language
        values = {
            "story": story,
            "steps": told(story),
            "branch": known,
            "close": bool(person.roles & CLOSE),
            "service": lambda code: service(code, language),
        }
        return draw(request, "visit.html", **values, **said.values)

    def look(self, wish: Wish) -> tuple[BranchState | None, VisitStory | None]:
        """Return the branch that is meant, by its code or its whole name, and the visit that is looked for there."""
        known = self.known(wish["branch"])
        if known is None or not wish["ticket"]:
            return known, None
        return known, self.figures.visit(known.branch, wish["ticket"], wish["date"])

    def known(self, text: str) -> BranchState | None:
        """Return the branch with this code or name; all of them are gone through only where it is not the code itself."""
        found = self.figures.branch(text) if text else None
        if found is not None or not text:
            return found
        text = text.casefold()
        branches = self.figures.branches()
        return next((one for one in branches if text in (one.branch.casefold(), one.name.casefold())), None)

    def read(self, branch: str, visit: str) -> tuple[BranchState | None, VisitStory | None]:
        """Return a branch and a visit there by its id."""
        known = self.figures.branch(branch)
        return known, self.figures.visit(branch, visit) if known else None
