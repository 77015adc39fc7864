"""The routes of the packs page: files come one by one, then the form says for whom they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.packs import (
    Published,
    Wish,
    checked_ready,
    publish,
    publish_ready,
    published,
    withdraw,
    written_out,
)
from kiosk.hq.packs_changed import changes
from kiosk.hq.packs_checked import refuse_bad_content
from kiosk.hq.pages.frame import draw, words_of
from kiosk.hq.pages.listing import wished
from kiosk.hq.pages.packs.asked import Amiss, Fields, asked_for, fields_of, said
from kiosk.hq.pages.packs.drafts import Draft, Drafts, loose_files, ready_pack
from kiosk.hq.pages.packs.problems import problems
from kiosk.hq.pages.packs.view import Question, packs_view, question
from kiosk.hq.pages.saying import saying
from kiosk.hq.sites import members
from kiosk.hq.store.port import StoreBusy
from kiosk.web.forms import form_of
from kiosk.wire.sync.pack import MOST_BYTES, BadPack

PAGE: Final = "/packs"
_PIECE: Final = 1 << 20
_ABOUT_THE_FORM: Final = frozenset({"sites", "unknown", "expires", "branch_file", "busy"})
"""What is mended in the form alone: the files that were sent up stay."""
P = ParamSpec("P")
R = TypeVar("R")


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes; the doors let operators in, and nobody else."""
    pages = _Pages(headquarters, Drafts())
    routes = APIRouter(prefix=PAGE, include_in_schema=False)
    routes.add_api_route("", pages.page)
    routes.add_api_route("", pages.ask, methods=["POST"])
    routes.add_api_route("/send", pages.publish, methods=["POST"])
    routes.add_api_route("/drafts/{draft}", pages.add, methods=["POST"])
    routes.add_api_route("/{kind}/{version}.kiosk-pack", pages.file)
    routes.add_api_route("/{kind}/{version}/withdraw", pages.withdraw, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    drafts: Drafts

    async def page(self, request: Request) -> Response:
        return await self._draw(request, Fields(), None)

    async def add(self, draft: str, path: str, request: Request) -> Response:
        """Take one file of an upload: its path is in the query, the body is its bytes."""
        try:
            await self.drafts.add(draft, _badge(request), path, request.stream())
        except BadPack as bad:
            return JSONResponse({"said": said(words_of(request), Amiss(bad.code, bad.detail))}, 422)
        return Response(status_code=204)

    async def ask(self, request: Request) -> Response:
        """Check what was sent up, and ask whether it shall go out: to whom, and what it changes there."""
        form = await form_of(request)
        fields, badge, name = fields_of(form), _badge(request), form.one("draft")
        draft = self.drafts.ask(name, badge)
        asked = await asyncio.to_thread(self._trying, self._question, fields, draft)
        if isinstance(asked, Amiss):
            if draft is not None and asked.why in _ABOUT_THE_FORM:
                return await self._draw(request, fields, asked, name, len(draft.files))
            await self._forget(self.drafts.take(name, badge))
            return await self._draw(request, fields, asked)
        values = saying(request, self.headquarters.now_ms()).values
        return draw(request, "packs/sure.html", asked=asked, fields=fields, draft=name, **values)

    async def publish(self, request: Request) -> Response:
        """Send it. It is all looked at once more: what was asked about a while ago may not be so any more."""
        form = await form_of(request)
        fields, badge = fields_of(form), _badge(request)
        draft = self.drafts.take(form.one("draft"), badge)
        done = await asyncio.to_thread(self._trying, self._published, fields, draft, badge)
        await self._forget(draft)
        if isinstance(done, Amiss):
            return await self._draw(request, fields, done)
        return RedirectResponse(f"{PAGE}?done={done.label.version}", 303)

    async def file(self, kind: str, version: int) -> Response:
        """Give a whole pack, for a stick."""
        one = await asyncio.to_thread(published, self.headquarters.store, kind, version)
        if one is None or one.withdrawn_ms is not None:
            raise HTTPException(404)
        name = f"{one.label.kind}-{one.label.version}.kiosk-pack"
        headers = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(one.size)}
        return StreamingResponse(self._bytes(one), 200, headers, "application/octet-stream")

    async def withdraw(self, kind: str, version: int, request: Request) -> Response:
        await asyncio.to_thread(withdraw, self.headquarters, kind, version, _badge(request))
        return RedirectResponse(PAGE, 303)

    @staticmethod
    async def _forget(draft: Draft | None) -> None:
        if draft is not None:
            await asyncio.to_thread(draft.folder.cleanup)

    @staticmethod
    def _trying(act: Callable[P, R | Amiss], *args: P.args, **named: P.kwargs) -> R | Amiss:
        try:
            return act(*args, **named)
        except BadPack as bad:
            return Amiss(bad.code, bad.detail)
        except StoreBusy:
            return Amiss("busy")

    def _question(self, fields: Fields, draft: Draft | None) -> Question | Amiss:
        if draft is None or not draft.files:
            return Amiss("nothing")
        ready = ready_pack(draft.files)
        if ready is not None:
            manifest = checked_ready(self.headquarters, ready)
            return question(self.headquarters, manifest.label.branches, manifest.label.expires_ms, None)
        found = self._loose(fields, draft)
        if isinstance(found, Amiss):
            return found
        wish, files = found
        refuse_bad_content(wish.kind, files)
        changed = changes(self.headquarters.store, files, wish)
        return question(self.headquarters, wish.branches, wish.expires_ms, changed)

    def _published(self, fields: Fields, draft: Draft | None, badge: str) -> Published | Amiss:
        if draft is None or not draft.files:
            return Amiss("nothing")
        ready = ready_pack(draft.files)
        if ready is not None:
            return publish_ready(self.headquarters, ready, badge)
        found = self._loose(fields, draft)
        return found if isinstance(found, Amiss) else publish(self.headquarters, found[1], found[0], badge)

    def _loose(self, fields: Fields, draft: Draft) -> tuple[Wish, dict[str, Path]] | Amiss:
        """Return for whom the files of an upload are, and the files."""
        wish = asked_for(fields, self._known(), self.headquarters.now_ms())
        if not isinstance(wish, Wish):
            return wish
        files = loose_files(draft)
        if "branch.toml" in files and (wish.branches == ("*",) or len(wish.branches) > 1):
            return Amiss("branch_file")
        return wish, files

    def _known(self) -> frozenset[str]:
        found: set[str] = set()
        for server in self.headquarters.store.servers:
            with server.read() as conn:
                found.update(one.site.branch for one in members(conn))
        return frozenset(found)

    def _bytes(self, one: Published) -> Iterator[bytes]:
        with written_out(self.headquarters.store, one) as file:
            while piece := file.read(_PIECE):
                yield piece

    async def _draw(
        self, request: Request, fields: Fields, amiss: Amiss | None, draft: str = "", kept: int = 0
    ) -> Response:
        """Draw the page; `kept` files of `draft` need not be sent up again."""
        wish = wished(request, PAGE, done=())
        values = saying(request, self.headquarters.now_ms()).values
        view = await asyncio.to_thread(packs_view, self.headquarters, wish)
        drawn = draw(
            request,
            "packs/page.html",
            view=view,
            wish=replace(wish, values=tuple((name, value) for name, value in wish.values if name != "done")),
            done=wish["done"] if wish["done"].isdigit() else "",
            fields=fields,
            amiss=amiss,
            said=said,
            problems=problems,
            draft=draft or Drafts.name(),
            another=Drafts.name(),
            kept=kept,
            most_mb=MOST_BYTES // 1_000_000,
            **values,
        )
        drawn.status_code = 422 if amiss else 200
        return drawn


def _badge(request: Request) -> str:
    badge: str = request.state.person.badge
    return badge
