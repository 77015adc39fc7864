"""The routes of the enrolment page. Every act is a form of its own and is asked for twice on the page."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kiosk.hq import enrolment
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.enrolment.asked import DAYS, Fields, fields_of, wanted
from kiosk.hq.pages.enrolment.view import shown
from kiosk.hq.pages.frame import draw
from kiosk.hq.pages.listing import Wish, wished
from kiosk.hq.pages.saying import saying
from kiosk.hq.sites import site_of
from kiosk.hq.store.port import Server
from kiosk.hq.vouchers import Made, Wanted, document_of, file_name, last_address, make_voucher, withdraw
from kiosk.web.forms import form_of
from kiosk.wire.sync.voucher import SUFFIX, BadVoucher, is_this_machine, read_voucher, usable_url

PAGE: Final = "/branches/new"
Act = Callable[[Server, str, str, int], None]


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes: the page, its board, vouchers made, fetched and withdrawn, and what is done to a branch."""
    pages = _Pages(headquarters)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(PAGE, pages.page)
    routes.add_api_route(f"{PAGE}/board", pages.board)
    routes.add_api_route("/vouchers", pages.make, methods=["POST"])
    routes.add_api_route(f"/vouchers/{{key}}{SUFFIX}", pages.file)
    routes.add_api_route("/vouchers/{key}/withdraw", pages.withdraw, methods=["POST"])
    routes.add_api_route("/branches/{branch}/revoke", pages.revoke, methods=["POST"])
    routes.add_api_route("/branches/{branch}/take-out", pages.take_out, methods=["POST"])
    routes.add_api_route("/branches/{branch}/let-in", pages.let_in, methods=["POST"])
    routes.add_api_route("/branches/{branch}/replace", pages.replace, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters

    async def page(self, request: Request) -> HTMLResponse:
        url, ca = await asyncio.to_thread(self._address, request)
        return await self._draw(request, "page.html", Fields(url=url, ca=ca))

    async def board(self, request: Request) -> HTMLResponse:
        return await self._draw(request, "board.html", Fields())

    async def make(self, request: Request) -> Response:
        fields = fields_of(await form_of(request))
        asked = wanted(fields)
        if not isinstance(asked, Wanted):
            drawn = await self._draw(request, "page.html", fields, asked)
            drawn.status_code = 422
            return drawn
        made = await asyncio.to_thread(self._made, asked, _badge(request))
        return RedirectResponse(f"{PAGE}?voucher={made.id.hex()}", 303)

    async def file(self, key: str) -> Response:
        document = await asyncio.to_thread(self._document, _id(key))
        if document is None:
            raise HTTPException(404)
        name = file_name(_id(key), read_voucher(document.encode()).sites)
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(document, headers=headers, media_type="application/octet-stream")

    async def withdraw(self, key: str, request: Request) -> Response:
        await asyncio.to_thread(self._withdrawn, _id(key), _badge(request))
        return RedirectResponse(_wish(request).to(voucher=""), 303)

    async def revoke(self, branch: str, request: Request) -> Response:
        return await self._do(enrolment.revoke, branch, request)

    async def take_out(self, branch: str, request: Request) -> Response:
        return await self._do(enrolment.take_out, branch, request)

    async def let_in(self, branch: str, request: Request) -> Response:
        return await self._do(enrolment.let_in, branch, request)

    async def replace(self, branch: str, request: Request) -> Response:
        return await self._do(enrolment.let_another_in, branch, request)

    async def _do(self, act: Act, branch: str, request: Request) -> Response:
        if not await asyncio.to_thread(self._done, act, branch, _badge(request)):
            raise HTTPException(404)
        wish = _wish(request)
        return RedirectResponse(wish.to(page=wish.number) + f"#b-{branch}", 303)

    async def _draw(self, request: Request, template: str, fields: Fields, amiss: str = "") -> HTMLResponse:
        wish = _wish(request)
        said = saying(request, self.headquarters.now_ms())
        view = await asyncio.to_thread(shown, self.headquarters, wish)
        own_url = is_this_machine(fields.url) and not self.headquarters.demonstration
        return draw(
            request,
            f"enrolment/{template}",
            view=view,
            wish=wish,
            fields=fields,
            amiss=amiss,
            own_url=own_url,
            days=DAYS,
            **said.values,
        )

    def _address(self, request: Request) -> tuple[str, str]:
        """Return what stands in the form: address and certificate of the last voucher, else where the page itself is."""
        with self.headquarters.store.servers[0].read() as conn:
            last = last_address(conn)
        return last or (_own_address(request), "")

    def _made(self, asked: Wanted, badge: str) -> Made:
        with self.headquarters.store.servers[0].write() as conn:
            return make_voucher(self.headquarters, conn, asked, badge)

    def _document(self, key: bytes) -> str | None:
        with self.headquarters.store.servers[0].read() as conn:
            return document_of(conn, key)

    def _withdrawn(self, key: bytes, badge: str) -> None:
        with self.headquarters.store.servers[0].write() as conn:
            withdraw(conn, key, badge, self.headquarters.now_ms())

    def _done(self, act: Act, branch: str, badge: str) -> bool:
        """Do something to a branch. False: headquarters knows none of that code."""
        server = self.headquarters.store.server_of(branch)
        with server.read() as conn:
            known = site_of(conn, branch)
        if known is not None:
            act(server, branch, badge, self.headquarters.now_ms())
        return known is not None


def _wish(request: Request) -> Wish:
    return wished(request, PAGE, q=(), voucher=())


def _own_address(request: Request) -> str:
    """Return where a browser found this page: on loopback in clear, else behind a proxy that ends TLS."""
    for scheme in ("http", "https"):
        with suppress(BadVoucher):
            return usable_url(f"{scheme}://{request.url.netloc}")
    return ""


def _badge(request: Request) -> str:
    badge: str = request.state.person.badge
    return badge


def _id(text: str) -> bytes:
    """Return the id in a path. HTTPException 404: it is none."""
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise HTTPException(404) from error
