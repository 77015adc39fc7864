"""The routes of one branch: its page, and the part of it that is live."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.branch_view import CLASSES, GROUPS, SPANS, Past, dates_of, past, through_the_day
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import wished
from kiosk.hq.pages.names import reason
from kiosk.hq.pages.saying import Saying, saying
from kiosk.hq.pages.standing import Standing, standings
from kiosk.hq.reports import Hour, PrinterTrouble, Reconciled

_COMPARED_DAYS = 7


def router(headquarters: Headquarters, figures: Figures) -> APIRouter:
    """Return the routes. Mounted behind every other page below /branches: whatever they do not name is a code."""
    pages = _Pages(headquarters, figures)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/branches/{code}", pages.page)
    routes.add_api_route("/branches/{code}/now", pages.now)
    return routes


@dataclass(frozen=True, slots=True)
class _Present:
    """A branch at this moment."""

    standing: Standing
    printers: tuple[PrinterTrouble, ...]
    compared: list[Reconciled]
    hours: list[Hour]


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    figures: Figures

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
        self, request: Request, template: str, present: _Present, said: Saying, **values: object
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

    def read(self, code: str, days: int, said: Saying) -> tuple[_Present, Past] | None:
        """Return a branch now and some days of it; None if there is no such branch."""
        present = self.present(code, said.say.today, said.say.now_ms)
        if present is None:
            return None
        dates = dates_of(said.say.today, days)
        names = {care: said.house.coded("care", care) for care in CLASSES}
        return present, past(self.figures.daily(dates[0], dates[-1], [code]), dates, said.say, names)

    def present(self, code: str, today: str, now_ms: int) -> _Present | None:
        """Return a branch now; None if there is no such branch."""
        figures = self.figures
        known = [one for one in figures.branches() if one.branch == code]
        live = [one for one in figures.live().branches if one.branch == code]
        if not known:
            return None
        trouble = figures.trouble(today, today, [code])
        (standing,) = standings(known, live, figures.daily(today, today, [code]), trouble, now_ms)
        return _Present(
            standing,
            tuple(printer for one in trouble for printer in one.printers),
            figures.reconciled(code, _COMPARED_DAYS),
            figures.hours(code, live[0].date) if live and live[0].date else [],
        )


def _unknown(request: Request, code: str, said: Saying) -> HTMLResponse:
    page = draw(request, "branch_unknown.html", code=code, **said.values)
    page.status_code = 404
    return page
