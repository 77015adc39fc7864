"""The page of whoever may open sealed personal data: found by branch, ticket and date, opened one by one with a reason."""

import asyncio
import re
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.hq.acts import note
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.frame import draw
from kiosk.hq.sealed import REASONS, Listed, OpenReason, Sought, listed, open_record
from kiosk.web.forms import form_of

MOST: Final = 100
"""Records on the page; more are found by choosing more."""
_TICKET: Final = re.compile(r"([A-Z]{1,3})0*([0-9]{1,6})")
_BRANCH: Final = re.compile(r"[A-Za-z0-9_.-]{0,40}")


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes of the records page; the doors let role `privacy` in, and nobody else."""
    pages = _Records(headquarters)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/records", pages.page, methods=["GET"])
    routes.add_api_route("/records/open", pages.open, methods=["POST"])
    return routes


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into the search, and what it means; `bad` names a field that means nothing."""

    branch: str
    ticket: str
    date: str
    bad: str
    sought: Sought

    @property
    def means(self) -> bool:
        """Whether records are looked for: nothing is listed to whoever named neither a branch nor a date."""
        return not self.bad and bool(self.branch or self.date)


@dataclass(frozen=True, slots=True)
class _Records:
    headquarters: Headquarters

    async def page(self, request: Request) -> Response:
        asked = _asked(request)
        found = await asyncio.to_thread(self._find, request.state.person.badge, asked) if asked.means else []
        return draw(request, "records/page.html", asked=asked, found=found, reasons=REASONS, most=MOST)

    def _find(self, badge: str, asked: Asked) -> list[Listed]:
        """Write down that somebody looks, then look: that a ticket has a care need is told by the list itself."""
        store = self.headquarters.store
        subject = " ".join(part for part in (asked.branch, asked.ticket, asked.date) if part)
        with store.servers[0].write() as conn:
            note(conn, badge, "records_searched", subject, self.headquarters.now_ms())
        return listed(store, asked.sought, MOST)

    async def open(self, request: Request) -> Response:
        """Show what is in a record. Only to a form that gave a reason: no link and no reload opens one by itself."""
        form = await form_of(request)
        branch, record, why = form.one("branch", 40), form.one("record", 64), form.one("why")
        reason: OpenReason | None = next((one for one in REASONS if one == why), None)
        if reason is None:
            drawn = draw(
                request, "records/opened.html", opened=None, amiss="no_reason", reason="", branch=branch
            )
            drawn.status_code = 422
            return drawn
        badge = request.state.person.badge
        told = await asyncio.to_thread(open_record, self.headquarters, badge, branch, record, reason)
        opened, amiss = (None, told) if isinstance(told, str) else (told, "")
        return draw(request, "records/opened.html", opened=opened, amiss=amiss, reason=reason, branch=branch)


def _asked(request: Request) -> Asked:
    query = request.query_params
    branch, date = query.get("branch", "").strip(), query.get("date", "").strip()
    ticket = query.get("ticket", "").strip().upper()
    match = _TICKET.fullmatch(ticket)
    bad = "branch" if not _BRANCH.fullmatch(branch) else "ticket" if ticket and not match else ""
    if date and not _is_date(date):
        bad = "date"
    if ticket and not (branch or date or bad):
        bad = "ticket_alone"  # every branch has an A012 every day
    series, number = (match[1], int(match[2])) if match else ("", 0)
    return Asked(branch, ticket, date, bad, Sought("" if bad else branch, date, series, number))


def _is_date(text: str) -> bool:
    try:
        return calendar_date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
