"""The routes of the office and of the devices page; their scripts post to /v1/office and /v1/requests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from kiosk.branch.kept import what_is_kept
from kiosk.branch.service import BranchService
from kiosk.domain.day import Day
from kiosk.domain.staff import STAFF_ROLES
from kiosk.pages.office.audit_routes import audit_routes
from kiosk.pages.office.pages import Frame
from kiosk.pages.office.qr import qr_svg
from kiosk.pages.office.view import SCREENS, OfficeView, machines, people, suggested_names
from kiosk.resources import resources
from kiosk.web.bodies import body_within
from kiosk.web.layout import environment
from kiosk.web.words import load_words

_SHOWN_DAYS = 7
_DEVICES = ("staff", "counter", "entrance", "hall", "exit")
"""What a device can be, as it is offered: most of them are tablets."""
_LONGEST_URL = 300


def router(service: BranchService) -> APIRouter:
    """Return the routes below /office and /devices; the static files they need come with the reception page."""
    folder = resources()
    words = load_words(folder / "i18n" / "pages.toml")
    frame = Frame(service, environment(folder / "pages" / "templates"), words)
    office = _Office(frame)
    routes = APIRouter(include_in_schema=False)
    views: dict[str, Callable[..., Any]] = {
        "/office": office.office,
        "/office/board": office.office_board,
        "/office/events": frame.events,
        "/office/add": office.add,
        "/office/person": office.person,
        "/office/told": office.told_pin,
        "/devices": office.devices,
        "/devices/board": office.devices_board,
        "/devices/events": frame.events,
        "/devices/invite": office.invite,
        "/devices/told": office.told_code,
    }
    for path, get in views.items():
        routes.add_api_route(path, get)
    routes.add_api_route("/devices/qr", office.qr, methods=["POST"])
    routes.include_router(audit_routes(frame))
    return routes


@dataclass(frozen=True, slots=True)
class _Office:
    frame: Frame

    async def office(self, request: Request) -> HTMLResponse:
        return self.frame.page(request, "page", board=await self.look(request, privacy=True), here="/office")

    async def office_board(self, request: Request) -> HTMLResponse:
        return self.frame.part(request, "board", board=await self.look(request, privacy=True))

    async def devices(self, request: Request) -> HTMLResponse:
        role = request.state.role
        return self.frame.page(request, "devices_page", board=await self.look(request), role=role)

    async def devices_board(self, request: Request) -> HTMLResponse:
        return self.frame.part(request, "devices_board", board=await self.look(request))

    async def add(self, request: Request) -> HTMLResponse:
        return self.frame.part(request, "add", roles=STAFF_ROLES, chosen=())

    async def person(self, request: Request, badge: str = "") -> HTMLResponse:
        board = await self.look(request)
        person = board.person(badge)
        if person is None:
            return self.frame.part(request, "gone")
        return self.frame.part(request, "person", person=person, roles=STAFF_ROLES, me=board.me)

    async def told_pin(self, request: Request, badge: str = "") -> HTMLResponse:
        person = (await self.look(request)).person(badge)
        return self.frame.part(request, "told_pin" if person else "gone", person=person)

    async def invite(self, request: Request, name: str = "") -> HTMLResponse:
        board = await self.look(request)
        known = next((one for one in (*board.devices, *board.revoked) if one.name == name), None)
        names = self.frame.names(request)
        counters = [(one.id, names.counter(one.id)) for one in names.plan.counters]
        taken = {one.name for one in (*board.devices, *board.revoked)}
        suggested = suggested_names(taken, [number for number, _ in counters])
        return self.frame.part(
            request, "invite", known=known, roles=_DEVICES, counters=counters, suggested=suggested
        )

    async def told_code(self, request: Request, name: str = "") -> HTMLResponse:
        known = next((one for one in (await self.look(request)).devices if one.name == name), None)
        return self.frame.part(request, "told_code" if known else "gone", known=known, screens=SCREENS)

    async def qr(self, request: Request) -> Response:
        """Draw the QR symbol of what the page was just told; it is kept nowhere, and is in no address."""
        raw = await body_within(request, _LONGEST_URL)
        if not raw or not raw.isascii():
            return Response(status_code=422)
        return Response(qr_svg(raw.decode()), media_type="image/svg+xml")

    async def look(self, request: Request, *, privacy: bool = False) -> OfficeView:
        service, names = self.frame.service, self.frame.names(request)
        there = service.access.sessions.there()
        streaming = frozenset(
            one for role in ("entrance", "exit", "hall") for one in service.presence.devices(role)
        )

        def read(day: Day, _: int) -> OfficeView:
            register = service.access.register
            devices = machines(register, there, streaming, names)
            return OfficeView(
                branch=names.pick(names.plan.name),
                demonstration=day.demonstration,
                everybody=service.access.everybody,
                me=self.frame.looker(request).badge,
                staff=people(register, there),
                left=tuple(sorted(one.badge for one in register.staff.values() if not one.active)),
                devices=tuple(one for one in devices if one.state != "revoked"),
                revoked=tuple(one for one in devices if one.state == "revoked"),
            )

        board = await service.look(read)
        if not privacy:
            return board
        kept = await service.records(lambda conn: what_is_kept(conn, _SHOWN_DAYS))
        return board.with_privacy(kept, service.setting.privacy)
