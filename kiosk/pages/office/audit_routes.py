"""The audit list: one day at a time, by person and by kind of act; and that it was looked at is a fact itself."""

import csv
import io
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from kiosk.branch import audit
from kiosk.branch.audit import Wanted
from kiosk.domain.day import Day
from kiosk.domain.requests import By, ReadPaper
from kiosk.pages.office.acts import GROUPS, TOLD_UNASKED, Act, Teller
from kiosk.pages.office.pages import Frame
from kiosk.records.connection import Connection
from kiosk.web.spreadsheet import safe_cell

PAGE: Final = 100
"""Facts on one page."""
EVERY: Final = 1_000_000
"""More facts than any day has: what a download holds."""
STILL_OPEN_S: Final = 120.0
"""Looked at again within this time, it is the same opening: the page shows it all along, and fetches it anew."""
COLUMNS: Final = ("date", "time", "who", "what", "ticket", "device", "kind", "seq")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks for."""

    date: str
    who: str = ""
    group: str = "told"
    before: int = 0

    def link(
        self,
        path: str = "/office/audit",
        *,
        date: str | None = None,
        who: str | None = None,
        group: str = "",
        before: int = 0,
    ) -> str:
        """Return the address of the list with something chosen instead. It names a kind of act: see `Openings`."""
        said = {
            "date": self.date if date is None else date,
            "group": group or self.group,
            "who": self.who if who is None else who,
            "before": before or "",
        }
        return f"{path}?{urlencode({name: value for name, value in said.items() if value or name == 'date'})}"

    @property
    def wanted(self) -> Wanted:
        """Return which facts that is."""
        match self.group:
            case "all":
                return Wanted(self.date, self.who)
            case "told" if self.who:
                return Wanted(self.date, self.who)
            case "told":
                return Wanted(self.date, kinds=TOLD_UNASKED, people=True)
            case group:
                return Wanted(self.date, self.who, GROUPS.get(group, frozenset()))


@dataclass(frozen=True, slots=True)
class AuditView:
    """One page of the list, with what can be chosen instead."""

    branch: str
    demonstration: bool
    asked: Asked
    today: str
    dates: tuple[str, ...]
    """Newest first."""
    people: dict[str, str]
    """Actors that can be chosen, as the journal has them, and as one says it."""
    groups: tuple[str, ...]
    acts: tuple[Act, ...]
    total: int
    older: int
    left: int
    """How many are older than these."""

    @property
    def day_after(self) -> str | None:
        """The date that follows; None behind the last."""
        at = self.dates.index(self.asked.date) if self.asked.date in self.dates else 0
        return self.dates[at - 1] if at else None

    @property
    def day_before(self) -> str | None:
        """The date before; None before the first."""
        at = self.dates.index(self.asked.date) if self.asked.date in self.dates else 0
        return self.dates[at + 1] if at + 1 < len(self.dates) else None


@dataclass(slots=True)
class Openings:
    """Which day somebody has open at a device; each opening is told once. For the event loop alone."""

    now_s: Callable[[], float] = time.monotonic
    _seen: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def opens(self, by: By, date: str, *, anew: bool) -> bool:
        """Tell whether this look opens the list: it is asked for `anew`, or was not looked at for a while."""
        key, now = (by.device, by.badge, date), self.now_s()
        self._seen = {one: at for one, at in self._seen.items() if now - at <= STILL_OPEN_S}
        opens = anew or key not in self._seen
        self._seen[key] = now
        return opens


def audit_routes(frame: Frame) -> APIRouter:
    """Return the routes of the audit list."""
    pages = _Audit(frame, Openings())
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/office/audit", pages.page)
    routes.add_api_route("/office/audit/list", pages.part)
    routes.add_api_route("/office/audit.csv", pages.table)
    return routes


@dataclass(frozen=True, slots=True)
class _Audit:
    frame: Frame
    openings: Openings

    async def page(self, request: Request) -> HTMLResponse:
        asked = await self.asked(request)
        # The links of the list name a kind of act: going from one to the other within a day is no other opening.
        await self.note(request, asked.date, anew="group" not in request.query_params)
        return self.frame.page(request, "audit", board=await self.look(request, asked))

    async def part(self, request: Request) -> HTMLResponse:
        asked = await self.asked(request)
        await self.note(request, asked.date, anew=False)
        return self.frame.part(request, "audit_list", board=await self.look(request, asked))

    async def table(self, request: Request) -> Response:
        """Return what is asked for as a table for any spreadsheet: UTF-8 with a byte order mark."""
        asked = await self.asked(request)
        name = f"audit-{asked.date or 'before'}"
        await self.say(request, ReadPaper("export", name))
        board = await self.look(request, asked, EVERY)
        t, text = self.frame.t(request), io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([t(f"audit.col_{column}") for column in COLUMNS])
        for act in board.acts:
            cells = (asked.date, act.at, act.who, act.what, act.ticket, act.device, act.kind, act.seq)
            writer.writerow([safe_cell(cell) for cell in cells])
        headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
        return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)

    async def asked(self, request: Request) -> Asked:
        """Return what the address asks for; today for a date that is none of ours."""
        query = request.query_params
        today = await self.frame.service.look(lambda day, _: day.date)
        dates = await self.frame.service.records(audit.dates)
        date, before = query.get("date", today), query.get("before", "")
        group = query.get("group", "told")
        return Asked(
            date if date in dates else today,
            query.get("who", "")[:40],
            group if group in {"told", "all", *GROUPS} else "told",
            int(before) if before.isascii() and before.isdigit() and len(before) < len(str(1 << 62)) else 0,
        )

    async def note(self, request: Request, date: str, *, anew: bool) -> None:
        """Write down that somebody has this day before their eyes, once for each time they open it."""
        if self.openings.opens(self.by(request), date, anew=anew):
            await self.say(request, ReadPaper("audit", date or "before"))

    async def say(self, request: Request, paper: ReadPaper) -> None:
        by = self.by(request)
        if by.badge:  # where nobody signs in there is nobody to name
            await self.frame.service.ask(str(uuid.uuid4()), paper, by)

    def by(self, request: Request) -> By:
        who = self.frame.looker(request)
        return By("door", who.device, who.badge)

    async def look(self, request: Request, asked: Asked, limit: int = PAGE) -> AuditView:
        service, names = self.frame.service, self.frame.names(request)
        teller = Teller(names, self.frame.t(request))

        def state(day: Day, _: int) -> tuple[bool, str, list[str]]:
            return day.demonstration, day.date, sorted(service.access.register.staff)

        demonstration, today, badges = await service.look(state)
        actors = [f"staff:{badge}" for badge in badges]

        def read(conn: Connection) -> AuditView:
            page = audit.page(conn, asked.wanted, limit, asked.before)
            tickets = audit.tickets_of(conn, page.facts)
            return AuditView(
                branch=names.pick(names.plan.name),
                demonstration=demonstration,
                asked=asked,
                today=today,
                dates=tuple(audit.dates(conn)),
                people={one: teller.who(one) for one in (*actors, "customer", "system")},
                groups=("told", *GROUPS, "all"),
                acts=tuple(teller.act(one, tickets) for one in page.facts),
                total=page.total,
                older=page.older,
                left=page.left,
            )

        return await service.records(read)
