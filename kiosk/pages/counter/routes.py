"""The routes of the counter page: the page, its board, its sheets, and the stream that says when to look again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment

from kiosk.branch.access.access import Who
from kiosk.domain.day import Day
from kiosk.pages.counter.board import chooser_view, counter_view
from kiosk.pages.counter.view import ChooserView, CounterView
from kiosk.pages.counter.words import words_view
from kiosk.pages.port import Branch
from kiosk.pages.reception.care import CareForm, care_form, care_view
from kiosk.pages.reception.names import Names
from kiosk.pages.reception.ticket import target_view, why_view
from kiosk.pages.stream import view_stream
from kiosk.pages.who import visitor
from kiosk.resources import resources
from kiosk.web.bodies import body_within
from kiosk.web.layout import chosen, environment, remember
from kiosk.web.words import LANGUAGES, Language, Words, load_words

T = TypeVar("T")

HANDS: Final = ("right", "left")
"""The side on which the customer's part of the page stands."""
_LONGEST_FORM: Final = 4 * 1024


def router(service: Branch) -> APIRouter:
    """Return the routes of the page; the static files it needs come with the reception page.

    The page writes nothing: its script posts to /v1/requests, so every command has one door.
    """
    folder = resources() / "pages"
    pages = _Pages(
        service, environment(folder / "templates"), load_words(resources() / "i18n" / "pages.toml")
    )
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/counter", pages.page)
    routes.add_api_route("/counter/events", pages.events)
    # POST though it changes nothing: a care need in a URL would end up in logs and the browser's history.
    routes.add_api_route("/counter/care", pages.ticked, methods=["POST"])
    for name in ("board", "transfer", "add", "why", "care", "words"):
        routes.add_api_route(f"/counter/{name}", getattr(pages, name))
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    service: Branch
    templates: Environment
    words_of: dict[Language, Words]

    async def page(self, request: Request) -> HTMLResponse:
        names, board = self.names(request), await self.look_at_board(request)
        counters = {planned.id: names.counter(planned.id) for planned in names.plan.counters}
        hand, at = chosen(request, "hand", HANDS), board.desk.id if isinstance(board, CounterView) else ""
        response = self.draw(request, "counter/page", board=board, at=at, counters=counters, hand=hand)
        remember(request, response, "lang", LANGUAGES)
        remember(request, response, "hand", HANDS)
        return response

    async def events(self) -> StreamingResponse:
        return StreamingResponse(view_stream(self.service), media_type="text/event-stream")

    async def board(self, request: Request) -> HTMLResponse:
        board = await self.look_at_board(request)
        return self.draw(
            request, "counter/board" if isinstance(board, CounterView) else "counter/choose", board=board
        )

    async def look_at_board(self, request: Request) -> CounterView | ChooserView:
        """Return the page of the counter that asks; the counters to choose from where none does."""
        names, (counter, badge, paired) = self.names(request), _standing(request)
        return await self.service.look(
            lambda day, now_ms: (
                counter_view(day, now_ms, names, counter, badge)
                or chooser_view(day, now_ms, names, missing=paired)
            )
        )

    async def transfer(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(
            request, "counter/transfer", lambda day, now_ms, names: target_view(day, now_ms, names, leg)
        )

    async def add(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(
            request, "counter/add", lambda day, now_ms, names: target_view(day, now_ms, names, leg)
        )

    async def why(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(request, "reception/why", lambda day, _, names: why_view(day, names, leg))

    async def words(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(request, "counter/words", lambda day, _, __: words_view(day, leg))

    async def care(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(request, "counter/care", lambda day, _, __: care_view(day, leg, CareForm()))

    async def ticked(self, request: Request) -> HTMLResponse:
        raw = await body_within(request, _LONGEST_FORM)
        if raw is None:
            return self.gone(request)
        fields = parse_qsl(raw.decode("ascii", "replace"))
        leg, form = dict(fields).get("leg", ""), care_form(fields)
        return await self.about(request, "counter/care", lambda day, _, __: care_view(day, leg, form))

    async def about(
        self, request: Request, template: str, read: Callable[[Day, int, Names], T | None]
    ) -> HTMLResponse:
        names = self.names(request)
        view = await self.service.look(lambda day, now_ms: read(day, now_ms, names))
        return self.draw(request, template, view=view) if view is not None else self.gone(request)

    def names(self, request: Request) -> Names:
        return Names(self.service.catalogue, self.service.plan, chosen(request, "lang", LANGUAGES))

    def gone(self, request: Request) -> HTMLResponse:
        """Say in a sheet that what was asked for is not there, so that the person can go on."""
        return self.draw(request, "reception/gone", status=404)

    def draw(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        words = self.words_of[chosen(request, "lang", LANGUAGES)]
        page = self.templates.get_template(f"{template}.html")
        return HTMLResponse(page.render(t=words, who=visitor(request), **values), status)


def _standing(request: Request) -> tuple[str, str, bool]:
    """Return at which counter somebody asks, the badge of who is signed in there, and whether the device is paired.

    A paired device stands where it was paired. Where everybody is let in the page says which counter it is for.
    """
    who: Who | None = getattr(request.state, "who", None)
    if who is None or not who.role:
        return request.query_params.get("counter", ""), "", False
    return who.counter, who.badge, True
