"""The routes of the overview: the page, its board, and the stream that says when to fetch the board again."""

import asyncio
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.changes import Changes, Lasting
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import Wish, wished
from kiosk.hq.pages.overview_view import SORTS, Overview, overview
from kiosk.hq.pages.present import Present
from kiosk.hq.pages.saying import saying
from kiosk.hq.pages.standing import CONCERNS
from kiosk.hq.reports import DayFigures

_SPARK_DAYS: Final = 14


def router(headquarters: Headquarters, figures: Figures, changes: Changes, present: Present) -> APIRouter:
    """Return the routes of the page. Every figure is read beside the event loop."""
    pages = _Pages(headquarters, figures, changes, present)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/", pages.page)
    routes.add_api_route("/board", pages.board)
    routes.add_api_route("/events", pages.events)
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    figures: Figures
    changes: Changes
    present: Present

    async def page(self, request: Request) -> HTMLResponse:
        return await self.draw(request, "overview.html")

    async def board(self, request: Request) -> HTMLResponse:
        return await self.draw(request, "overview_board.html")

    async def events(self) -> Response:
        if self.changes.is_full:
            return Response(status_code=503, headers={"retry-after": "60"})
        return Lasting(self.changes.stream(), media_type="text/event-stream")

    async def draw(self, request: Request, template: str) -> HTMLResponse:
        said = saying(request, self.headquarters.now_ms())
        wish = wished(request, "/", q=(), sort=SORTS, only=("", "amiss", *CONCERNS))
        dates = [said.say.back(days) for days in reversed(range(_SPARK_DAYS))]
        view, recent = await asyncio.to_thread(self.read, wish, dates, said.say.now_ms)
        issued = {(day.branch, day.date): float(day.issued) for day in recent}
        sparks = {
            one.branch.branch: [issued.get((one.branch.branch, date)) for date in dates]
            for one in view.page.items
        }
        return draw(request, template, view=view, wish=wish, sparks=sparks, sorts=SORTS, **said.values)

    def read(self, wish: Wish, dates: list[str], now_ms: int) -> tuple[Overview, list[DayFigures]]:
        """Return the view, and the last days of the branches that are on it; `dates` end with today."""
        stood = self.present.stood(dates[-1], now_ms)
        view = overview(stood.branches, stood.backlog, wish)
        shown = [one.branch.branch for one in view.page.items]
        return view, self.figures.daily(dates[0], dates[-1], shown, "days") if shown else []
