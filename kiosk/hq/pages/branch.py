"""The routes of one branch: its page, and the part of it that is live."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.branch_view import (
    CLASSES,
    GROUPS,
    SPANS,
    Past,
    dates_of,
    every_hour,
    past,
    through_the_day,
)
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import wished
from kiosk.hq.pages.names import reason
from kiosk.hq.pages.present import Present
from kiosk.hq.pages.saying import Saying, saying
from kiosk.hq.pages.standing import Standing
from kiosk.hq.reports import Hour, Reconciled

_COMPARED_DAYS = 7


def router(headquarters: Headquarters, figures: Figures, present: Present) -> APIRouter:
    """Return the routes. Mounted behind every other page below /branches: whatever they do not name is a code."""
    pages = _Pages(headquarters, figures, present)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/branches/{code}", pages.page)
    routes.add_api_route("/branches/{code}/now", pages.now)
    return routes


@dataclass(frozen=True, slots=True)
class _Now:
    """A branch at this moment."""

    standing: Standing
    compared: list[Reconciled]
    hours: list[Hour]


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    figures: Figures
    standing: Present

    async def page(self, request: Request, code: str) -> HTMLResponse:
        said = saying(request, self.headquarters.now_ms())
        wish = wished(request, f"/branches/{code}", days=SPANS)
        found = await asyncio.to_thread(self.read, code, int(wish["days"]), said)
        if found is None:
            return _unknown(request, code, said)
        present, days = found
        return self.draw(
            request, "branch.html", present, said, wish=wish, past=days, spans=SPANS, edges=GROUPS
        )

    async def now(self, request: Request, code: str) -> HTMLResponse:
        said = saying(request, self.headquarters.now_ms())
        present = await asyncio.to_thread(self.present, code, said.say.today, said.say.now_ms)
        if present is None:
            return _unknown(request, code, said)
        return self.draw(request, "branch_now.html", present, said)

    def draw(
        self, request: Request, template: str, present: _Now, said: Saying, **values: object
    ) -> HTMLResponse:
        language = said.say.t.language
        return draw(
            request,
            template,
            view=present,
            one=present.standing,
            hours=through_the_day(present.hours, said.say) if present.hours else None,
            reason=lambda code: reason(code, language),
            **values,
            **said.values,
        )

    def read(self, code: str, days: int, said: Saying) -> tuple[_Now, Past] | None:
        """Return a branch now and some days of it; None if there is no such branch."""
        present = self.present(code, said.say.today, said.say.now_ms)
        if present is None:
            return None
        dates = dates_of(said.say.today, days)
        names = {care: said.house.coded("care", care) for care in CLASSES}
        return present, past(self.figures.daily(dates[0], dates[-1], [code]), dates, said.say, names)

    def present(self, code: str, today: str, now_ms: int) -> _Now | None:
        """Return a branch now; None if there is no such branch."""
        stood = self.standing.stood(today, now_ms).branches
        standing = next((one for one in stood if one.branch.branch == code), None)
        if standing is None:
            return None
        date = standing.live.date if standing.live else ""
        return _Now(
            standing,
            self.figures.reconciled(code, _COMPARED_DAYS),
            every_hour(self.figures.hours(code, date)) if date else [],
        )


def _unknown(request: Request, code: str, said: Saying) -> HTMLResponse:
    page = draw(request, "branch_unknown.html", code=code, **said.values)
    page.status_code = 404
    return page
