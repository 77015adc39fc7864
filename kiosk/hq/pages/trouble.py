"""The route of the page that shows paper and device trouble over all branches."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.branch_view import dates_of
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import Wish, wished
from kiosk.hq.pages.present import Present
from kiosk.hq.pages.saying import saying
from kiosk.hq.pages.speech import Speech
from kiosk.hq.pages.trouble_view import SORTS, SPANS, TroubleView, trouble_view, unprinted_share


def router(headquarters: Headquarters, figures: Figures, present: Present) -> APIRouter:
    """Return the route of the page."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/trouble", _Pages(headquarters, figures, present).page)
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    figures: Figures
    present: Present

    async def page(self, request: Request) -> HTMLResponse:
        said = saying(request, self.headquarters.now_ms())
        wish = wished(request, "/trouble", days=SPANS, sort=SORTS, q=())
        view = await asyncio.to_thread(self.read, wish, said.say)
        return draw(
            request,
            "trouble.html",
            view=view,
            wish=wish,
            spans=SPANS,
            sorts=SORTS,
            unprinted_share=unprinted_share,
            **said.values,
        )

    def read(self, wish: Wish, say: Speech) -> TroubleView:
        """Return what is shown of the days that end with today."""
        dates = dates_of(say.today, int(wish["days"]))
        troubles = self.figures.trouble(dates[0], dates[-1])
        stood = self.present.stood(say.today, say.now_ms).branches
        totals = self.figures.totals(dates[0], dates[-1], part="days")
        return trouble_view(troubles, totals, stood, dates, wish, say)
