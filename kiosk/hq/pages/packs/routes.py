"""The routes of the packs page: files come one by one, then the form says for whom they are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.packs import Published, Wish, publish, publish_ready, published, withdraw, written_out
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import wished
from kiosk.hq.pages.packs.asked import Amiss, Fields, asked_for, fields_of
from kiosk.hq.pages.packs.drafts import Draft, Drafts, loose_files, ready_pack
from kiosk.hq.pages.packs.view import packs_view
from kiosk.hq.pages.saying import saying
from kiosk.hq.sites import members
from kiosk.hq.store.port import StoreBusy
from kiosk.web.forms import form_of
from kiosk.wire.sync.pack import MOST_BYTES, BadPack

PAGE: Final = "/packs"
_PIECE: Final = 1 << 20


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes; the doors let operators in, and nobody else."""
    pages = _Pages(headquarters, Drafts())
    routes = APIRouter(prefix=PAGE, include_in_schema=False)
    routes.add_api_route("", pages.page)
    routes.add_api_route("", pages.publish, methods=["POST"])
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
            return JSONResponse({"code": bad.code, "detail": bad.detail}, 422)
        return Response(status_code=204)

    async def publish(self, request: Request) -> Response:
        form = await form_of(request)
        fields, badge = fields_of(form), _badge(request)
        draft = self.drafts.take(form.one("draft"), badge)
        try:
            done = await asyncio.to_thread(self._published, fields, draft, badge)
        except BadPack as bad:
            done = Amiss(bad.code, bad.detail)
        except StoreBusy:
            done = Amiss("busy")
        finally:
            if draft is not None:
                await asyncio.to_thread(draft.folder.cleanup)
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

    def _published(self, fields: Fields, draft: Draft | None, badge: str) -> Published | Amiss:
        if draft is None or not draft.files:
            return Amiss("nothing")
        ready = ready_pack(draft.files)
        if ready is not None:
            return publish_ready(self.headquarters, ready, badge)
        wish = asked_for(fields, self._known(), self.headquarters.now_ms())
        if not isinstance(wish, Wish):
            return wish
        files = loose_files(draft)
        if "branch.toml" in files and (wish.branches == ("*",) or len(wish.branches) > 1):
            return Amiss("branch_file")
        return publish(self.headquarters, files, wish, badge)

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

    async def _draw(self, request: Request, fields: Fields, amiss: Amiss | None) -> Response:
        wish = wished(request, PAGE, done=())
        said = saying(request, self.headquarters.now_ms())
        view = await asyncio.to_thread(packs_view, self.headquarters, wish)
        drawn = draw(
            request,
            "packs/page.html",
            view=view,
            wish=replace(wish, values=tuple((name, value) for name, value in wish.values if name != "done")),
            done=wish["done"] if wish["done"].isdigit() else "",
            fields=fields,
            amiss=amiss,
            draft=Drafts.name(),
            most_mb=MOST_BYTES // 1_000_000,
            **said.values,
        )
        drawn.status_code = 422 if amiss else 200
        return drawn


def _badge(request: Request) -> str:
    badge: str = request.state.person.badge
    return badge
