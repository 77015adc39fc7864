"""The routes of the reception page: the page, its board, its sheets, and the stream that says when to look again."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar, get_args
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment

from kiosk.domain.day import Day
from kiosk.domain.facts import ForgetReason, ReadReason
from kiosk.pages.packs import pack_notes
from kiosk.pages.port import KeepingBranch
from kiosk.pages.reception.board import reception_view
from kiosk.pages.reception.care import CareForm, care_form, care_view
from kiosk.pages.reception.issue import Form, found_tiles, issue_view
from kiosk.pages.reception.names import Names
from kiosk.pages.reception.records import keep_view, kept_of
from kiosk.pages.reception.ticket import target_view, ticket_view, why_view
from kiosk.pages.stream import view_stream
from kiosk.pages.sync import SyncView, sync_view
from kiosk.pages.who import visitor
from kiosk.records.register import kept_record
from kiosk.resources import resources
from kiosk.web import assets
from kiosk.web.bodies import body_within
from kiosk.web.layout import chosen, environment, remember
from kiosk.web.words import LANGUAGES, Language, Words, load_words

T = TypeVar("T")

HANDS: Final = ("right", "left")
"""The hand that holds the tablet: what must be in reach of its thumb is on that side."""
_ANSWER: Final = "q."
"""Prefix of the form fields that answer questions."""
_SHEETS: Final = (
    "board", "issue", "issued", "ticket", "transfer", "add", "counter", "day", "why", "care", "keep", "record", "find",
    "sync",
)  # fmt: skip
_LONGEST_FORM: Final = 16 * 1024


def router(service: KeepingBranch) -> APIRouter:
    """Return the routes of the page and of the static files it needs.

    The page writes nothing: its script posts to /v1/requests, so every command has one door.
    """
    folder = resources() / "pages"
    pages = _Pages(
        service, environment(folder / "templates"), load_words(resources() / "i18n" / "pages.toml")
    )
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/reception", pages.page)
    routes.add_api_route("/reception/events", pages.events)
    # POST though it changes nothing: a care need in a URL would end up in logs and the browser's history.
    routes.add_api_route("/reception/issue", pages.filled, methods=["POST"])
    routes.add_api_route("/reception/care", pages.care_filled, methods=["POST"])
    # What a customer said is as little for a URL as a care need is.
    routes.add_api_route("/reception/issue/found", pages.found, methods=["POST"])
    for name in _SHEETS:
        routes.add_api_route(f"/reception/{name}", getattr(pages, name))
    routes.include_router(assets.router(folder))
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    service: KeepingBranch
    templates: Environment
    words: dict[Language, Words]

    async def page(self, request: Request) -> HTMLResponse:
        names = self.names(request)
        counters = {planned.id: names.counter(planned.id) for planned in names.plan.counters}
        hand = chosen(request, "hand", HANDS)
        board, sync = await self.look_at_board(request), await self.look_at_sync()
        response = self.draw(request, "page", board=board, sync=sync, counters=counters, hand=hand)
        remember(request, response, "lang", LANGUAGES)
        remember(request, response, "hand", HANDS)
        return response

    async def events(self) -> StreamingResponse:
        return StreamingResponse(view_stream(self.service), media_type="text/event-stream")

    async def board(self, request: Request) -> HTMLResponse:
        board, sync = await self.look_at_board(request), await self.look_at_sync()
        return self.draw(request, "board", board=board, sync=sync)

    async def sync(self, request: Request) -> HTMLResponse:
        sync = await self.look_at_sync()
        if sync is None:
            return self.gone(request)
        return self.draw(request, "sync", sync=sync, packs=await pack_notes(self.service))

    async def look_at_sync(self) -> SyncView | None:
        told = await self.service.sync()
        now_ms = time.time_ns() // 1_000_000
        return None if told is None else sync_view(told, now_ms, self.service.plan.time_zone)

    async def issue(self, request: Request, service: str = "") -> HTMLResponse:
        if service:
            return await self.form(request, [("service", service)])
        skills = await self.service.look(_open_skills)
        return self.draw(request, "choose", said="", tiles=(), groups=self.names(request).tiles(skills))

    async def found(self, request: Request) -> HTMLResponse:
        raw = await body_within(request, _LONGEST_FORM)
        if raw is None:
            return self.gone(request)
        said = dict(parse_qsl(raw.decode("ascii", "replace"))).get("said", "").strip()
        skills, names = await self.service.look(_open_skills), self.names(request)
        tiles = found_tiles(names, self.service.search, said, skills)
        return self.draw(request, "found", said=said, tiles=tiles, groups=names.tiles(skills))

    async def filled(self, request: Request) -> HTMLResponse:
        raw = await body_within(request, _LONGEST_FORM)
        if raw is None:
            return self.gone(request)
        return await self.form(request, parse_qsl(raw.decode("ascii", "replace")))

    async def form(self, request: Request, fields: list[tuple[str, str]]) -> HTMLResponse:
        form = _form(fields)
        return await self.about(
            request, "issue", lambda day, now_ms, names: issue_view(day, now_ms, names, form)
        )

    async def issued(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(
            request, "issued", lambda day, now_ms, names: ticket_view(day, now_ms, names, leg)
        )

    async def ticket(self, request: Request, leg: str) -> HTMLResponse:
        names = self.names(request)
        view = await self.service.look(lambda day, now_ms: ticket_view(day, now_ms, names, leg))
        if view is None:
            return self.gone(request)
        branch = names.plan.code
        kept = await self.service.records(lambda conn: kept_of(conn, branch, view.visit, names))
        return self.draw(request, "ticket", view=view, kept=kept)

    async def care(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(request, "care", lambda day, _, __: care_view(day, leg, CareForm()))

    async def care_filled(self, request: Request) -> HTMLResponse:
        raw = await body_within(request, _LONGEST_FORM)
        if raw is None:
            return self.gone(request)
        fields = parse_qsl(raw.decode("ascii", "replace"))
        leg, form = dict(fields).get("leg", ""), care_form(fields)
        return await self.about(request, "care", lambda day, _, __: care_view(day, leg, form))

    async def keep(self, request: Request, leg: str) -> HTMLResponse:
        privacy = self.service.setting.privacy
        return await self.about(request, "keep", lambda day, _, __: keep_view(day, leg, privacy))

    async def record(self, request: Request, record: str) -> HTMLResponse:
        """Show that a record is there, and ask why somebody wants to read it; the script then asks for its content."""
        branch = self.service.plan.code
        view = await self.service.records(lambda conn: kept_record(conn, branch, record))
        if view is None:
            return self.gone(request)
        return self.draw(
            request, "record", view=view, why=get_args(ReadReason), forget=get_args(ForgetReason)
        )

    async def find(self, request: Request) -> HTMLResponse:
        return self.draw(request, "find")

    async def transfer(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(
            request, "transfer", lambda day, now_ms, names: target_view(day, now_ms, names, leg)
        )

    async def add(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(
            request, "add", lambda day, now_ms, names: target_view(day, now_ms, names, leg)
        )

    async def why(self, request: Request, leg: str) -> HTMLResponse:
        return await self.about(request, "why", lambda day, _, names: why_view(day, names, leg))

    async def counter(self, request: Request, counter: str) -> HTMLResponse:
        names = self.names(request)
        planned = next((one for one in names.plan.counters if one.id == counter), None)
        if planned is None:
            return self.gone(request)
        skills = tuple(map(names.service, planned.skills))
        return self.draw(
            request, "counter", counter=planned.id, title=names.counter(planned.id), skills=skills
        )

    async def day(self, request: Request) -> HTMLResponse:
        return self.draw(request, "day", board=await self.look_at_board(request))

    async def look_at_board(self, request: Request) -> object:
        plan, language = self.service.plan, chosen(request, "lang", LANGUAGES)
        catalogue = self.service.catalogue
        return await self.service.look(
            lambda day, now_ms: reception_view(day, now_ms, catalogue, plan, language)
        )

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
        return self.draw(request, "gone", status=404)

    def draw(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        words = self.words[chosen(request, "lang", LANGUAGES)]
        page = self.templates.get_template(f"reception/{template}.html")
        return HTMLResponse(page.render(t=words, who=visitor(request), **values), status)


def _open_skills(day: Day, _: int) -> frozenset[str]:
    return frozenset[str]().union(*(counter.skills for counter in day.counters.values()))


def _form(fields: list[tuple[str, str]]) -> Form:
    given = dict(fields)
    say: Language = "en" if given.get("say") == "en" else "zh"
    return Form(
        service=given.get("service", ""),
        answers={key[len(_ANSWER) :]: value for key, value in fields if key.startswith(_ANSWER)},
        ready=frozenset(value for key, value in fields if key == "ready"),
        needs=frozenset(value for key, value in fields if key == "need"),
        vip="vip" in given,
        say=say,
        keep_words="keep_words" in given,
    )
