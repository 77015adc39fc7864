"""The page of the auditor: who did, saw and exported what, newest first. That somebody looked is an act itself."""

import asyncio
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Final, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from kiosk.domain.staff import is_badge
from kiosk.hq import acts
from kiosk.hq.acts import Act, ActKind, Wanted, note
from kiosk.hq.door.access import COOKIE
from kiosk.hq.door.people import people
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.frame import draw, words_of
from kiosk.hq.sealed import REASONS
from kiosk.web.spreadsheet import safe_cell
from kiosk.web.words import Words

PAGE: Final = 100
"""Acts on one page."""
EVERY: Final = 1_000_000
"""More acts than any headquarters has: what a download holds."""
COLUMNS: Final = ("time", "who", "what", "subject", "why")
_MOST_SEEN: Final = 10_000
"""More sessions and lists than anybody looks at before they end; then it is noted anew."""
_CHINA: Final = timezone(timedelta(hours=8))
"""All of China keeps one time, and so does the list: its branches are told apart by their codes."""
_ABOUT_ONESELF: Final = frozenset({"signed_in", "signed_out", "sign_in_locked", "password_set"})
_ID: Final = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the page shows it."""

    at: str
    who: str
    what: str
    subject: str
    why: str
    kind: str


def router(headquarters: Headquarters) -> APIRouter:
    """Return the routes of the audit page; the doors let auditors in, and nobody else."""
    pages = _Audit(headquarters, set())
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/audit", pages.page, methods=["GET"])
    routes.add_api_route("/audit.csv", pages.table, methods=["GET"])
    return routes


def link(wanted: Wanted, path: str = "/audit", **instead: str) -> str:
    """Return the address of the list as wanted, with something chosen instead."""
    other = replace(wanted, **{"before": "", **instead})
    said = {"who": other.badge, "kind": other.kind, "before": other.before}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class _Audit:
    headquarters: Headquarters
    seen: set[bytes]
    """What each session saw already, as digests: the same list once more, or in the other language, is no other act."""

    async def page(self, request: Request) -> HTMLResponse:
        wanted = _wanted(request)
        # Turning its pages is no other opening.
        seen = "" if wanted.before or not self._is_new(request, wanted) else "acts_seen"
        found, badges = await asyncio.to_thread(
            self._read, request.state.person.badge, wanted, PAGE + 1, seen
        )
        t, shown = words_of(request), found[:PAGE]
        return draw(
            request,
            "audit.html",
            wanted=wanted,
            link=link,
            lines=[line_of(t, act) for act in shown],
            people=badges,
            kinds=get_args(ActKind),
            older=shown[-1].id if len(found) > PAGE else "",
        )

    def _is_new(self, request: Request, wanted: Wanted) -> bool:
        """Tell whether a session asks for this for the first time. For the event loop alone."""
        shown = (request.cookies.get(COOKIE, ""), wanted.badge, wanted.kind)
        told = sha256("\0".join(shown).encode()).digest()
        if len(self.seen) >= _MOST_SEEN:
            self.seen.clear()
        known = told in self.seen
        self.seen.add(told)
        return not known

    async def table(self, request: Request) -> Response:
        """Return what is asked for as a table for any spreadsheet: UTF-8 with a byte order mark."""
        wanted, t = replace(_wanted(request), before=""), words_of(request)
        found, _ = await asyncio.to_thread(
            self._read, request.state.person.badge, wanted, EVERY, "acts_exported"
        )
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([t(f"audit.col_{column}") for column in COLUMNS])
        for line in (line_of(t, act) for act in found):
            writer.writerow(
                [safe_cell(cell) for cell in (line.at, line.who, line.what, line.subject, line.why)]
            )
        headers = {"content-disposition": 'attachment; filename="headquarters-audit.csv"'}
        return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)

    def _read(
        self, badge: str, wanted: Wanted, most: int, seen: ActKind | str
    ) -> tuple[list[Act], Sequence[str]]:
        """Write down that somebody looks, then look."""
        store = self.headquarters.store
        if seen:
            with store.servers[0].write() as conn:
                note(conn, badge, seen, wanted.badge, self.headquarters.now_ms(), why=wanted.kind)  # type: ignore[arg-type]
        with store.servers[0].read() as conn:
            badges = [person.badge for person in people(conn)]
        return acts.newest(store, wanted, most), badges


def line_of(t: Words, act: Act) -> Line:
    """Return an act in words. A kind or reason of a later program is shown as it is."""
    at = datetime.fromtimestamp(act.at / 1000, UTC).astimezone(_CHINA)
    return Line(
        f"{at:%Y-%m-%d %H:%M:%S}",
        _who(t, act),
        t.texts.get(f"audit.kind.{act.kind}", act.kind),
        "" if act.kind in _ABOUT_ONESELF else _subject(t, act),
        _why(t, act),
        act.kind,
    )


def _who(t: Words, act: Act) -> str:
    """Return who did something. A branch enrols by itself, with what somebody gave it."""
    if act.kind == "branch_taken_out" and act.why:
        return t("audit.by_branch", branch=act.subject)
    if not act.badge:
        return t("audit.anybody")
    return t("audit.by_voucher" if act.kind == "branch_enrolled" else "frame.badge", badge=act.badge)


def _subject(t: Words, act: Act) -> str:
    """Return whom or what an act was done to; of a record where and when it was kept, what it is, and its id."""
    if act.kind != "record_opened":
        return act.subject
    return " ".join(t.texts.get(f"records.of.{part}", part) for part in act.subject.split())


def _why(t: Words, act: Act) -> str:
    if act.kind == "record_opened" and act.why in REASONS:
        return t(f"records.reason_{act.why}")
    if act.kind == "branch_taken_out" and act.why:
        return t("audit.not_confirmed")
    if act.kind in {"person_added", "roles_changed"}:
        return t("audit.comma").join(t.texts.get(f"people.role.{role}", role) for role in act.why.split())
    return t.texts.get(f"audit.kind.{act.why}", act.why)


def _wanted(request: Request) -> Wanted:
    query = request.query_params
    kind, before = query.get("kind", ""), query.get("before", "")
    known = kind if kind in get_args(ActKind) else ""
    who = query.get("who", "")
    return Wanted(who if is_badge(who) else "", known, before if _ID.fullmatch(before) else "")
