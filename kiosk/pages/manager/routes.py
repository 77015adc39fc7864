"""The routes of the lobby manager's page: the page, its board, and the stream that says when to look again.

Until devices are paired (design.md, LAN API) anybody at a browser of this machine can open it, as they can claim any
role. The service listens on loopback only, so that is whoever sits at the branch's own computer.
"""

import time
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment

from kiosk.domain.day import Day
from kiosk.pages.findings import findings_of
from kiosk.pages.manager.alerts import alerts
from kiosk.pages.manager.opinions import opinions_view
from kiosk.pages.manager.past import Past, first_of
from kiosk.pages.manager.view import HouseView, ManagerView
from kiosk.pages.packs import pack_notes
from kiosk.pages.port import RecordedBranch
from kiosk.pages.reception.names import Names
from kiosk.pages.reception.routes import HANDS
from kiosk.pages.stream import view_stream
from kiosk.pages.sync import sync_view
from kiosk.pages.who import visitor
from kiosk.resources import resources
from kiosk.web.charts import bar, columns
from kiosk.web.layout import chosen, environment, remember
from kiosk.web.words import LANGUAGES, Language, Words, load_words

_SPANS: Final = ("1", "7", "30")
"""Days back from today, itself included."""


def router(service: RecordedBranch) -> APIRouter:
    """Return the routes of the page; the static files it needs come with the reception page.

    It writes nothing: its script posts to /v1/requests in the role `manager`.
    """
    templates = environment(resources() / "pages" / "templates")
    templates.globals.update(bar=bar, columns=columns)
    words = load_words(resources() / "i18n" / "pages.toml")
    pages = _Pages(service, Past(service), templates, words)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/manager", pages.page)
    routes.add_api_route("/manager/board", pages.board)
    routes.add_api_route("/manager/events", pages.events)
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    service: RecordedBranch
    past: Past
    templates: Environment
    words: dict[Language, Words]

    async def page(self, request: Request) -> HTMLResponse:
        names = self.names(request)
        counters = {planned.id: names.counter(planned.id) for planned in names.plan.counters}
        hand = chosen(request, "hand", HANDS)
        who = getattr(request.state, "who", None)
        office = who is not None and bool(who.badge) and "office" in who.may
        response = await self.draw(request, "page", hand=hand, counters=counters, office=office)
        remember(request, response, "lang", LANGUAGES)
        remember(request, response, "hand", HANDS)
        return response

    async def board(self, request: Request) -> HTMLResponse:
        return await self.draw(request, "board")

    async def events(self) -> StreamingResponse:
        return StreamingResponse(view_stream(self.service), media_type="text/event-stream")

    async def draw(self, request: Request, template: str, **values: object) -> HTMLResponse:
        span = chosen(request, "days", _SPANS)
        board = await self.look(self.names(request), int(span))
        words = self.words[chosen(request, "lang", LANGUAGES)]
        page = self.templates.get_template(f"manager/{template}.html")
        told = await self.service.sync()
        sync = told and sync_view(told, time.time_ns() // 1_000_000, self.service.plan.time_zone)
        packs = await pack_notes(self.service)
        values |= {"who": visitor(request), "board": board, "sync": sync, "packs": packs}
        return HTMLResponse(page.render(t=words, span=span, spans=_SPANS, **values))

    async def look(self, names: Names, days: int) -> ManagerView:
        thought, kept = await self.past.read(days)
        form = self.service.rating_form
        opinions = opinions_view(thought, names, form)

        def read(day: Day, _: int) -> ManagerView:
            checked_at = names.clock(day.checked_ms) if day.findings else ""
            return ManagerView(
                branch=names.pick(names.plan.name),
                date=day.date,
                first=first_of(day.date, days),
                demonstration=day.demonstration,
                alerts=alerts(day, names, form),
                opinions=opinions,
                house=HouseView(checked_at, findings_of(day), kept),
            )

        return await self.service.look(read)

    def names(self, request: Request) -> Names:
        return Names(self.service.catalogue, self.service.plan, chosen(request, "lang", LANGUAGES))
