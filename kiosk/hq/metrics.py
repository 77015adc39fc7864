"""The figures of a running headquarters for a monitoring system: counts over all branches, and of none by name."""

import asyncio
import platform
import time
from pathlib import Path
from shutil import disk_usage
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk import __version__
from kiosk.hq.door.access import Access, is_here
from kiosk.hq.door.doors import turned_away
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.reports.standing import backlog, branches, live
from kiosk.hq.reports.states import BranchState
from kiosk.hq.store.port import Store, StoreBusy
from kiosk.web.exposition import (
    CONTENT_TYPE,
    PATH,
    Family,
    Latency,
    ScrapeToken,
    by,
    exposed,
    one,
    process_families,
)
from kiosk.web.process_figures import process_figures

_KINDS: Final = ("uploads", "calls", "pages")
_FRESH_MS: Final = (("15m", 15 * 60_000), ("24h", 24 * 3_600_000))
"""Within which times, in ms, branches were heard of."""


class HqMetered:
    """ASGI middleware around the rooms: times every answer, and gives the figures at `/metrics`.

    They are given to a program on this machine that shows the token in the data folder, and to an operator who is signed
    in. A proxy hands nobody's token on: whoever comes through one signs in.
    """

    def __init__(self, app: ASGIApp, headquarters: Headquarters, access: Access) -> None:
        """Stand before `app`, the rooms of `headquarters` with their doors."""
        self._app, self._headquarters, self._access = app, headquarters, access
        self._latency = Latency(_KINDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the figures, or let the rooms answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == PATH:
            await (await self._answer(HTTPConnection(scope), scope["method"]))(scope, receive, send)
        else:
            await self._timed(scope, receive, send)

    async def _timed(self, scope: Scope, receive: Receive, send: Send) -> None:
        began_s = time.perf_counter()

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._latency.note(_kind_of(scope["path"]), time.perf_counter() - began_s)
            await send(message)

        await self._app(scope, receive, send_on)

    async def _answer(self, call: HTTPConnection, method: str) -> Response:
        try:
            if not await self._knows_the_token(call):
                who = await self._access.who(call)
                if who.state != "signed_in" or "operator" not in who.roles:
                    return turned_away(call, who)
            if method != "GET":
                return PlainTextResponse("Only GET.", 405, {"allow": "GET"})
            text = exposed(await asyncio.to_thread(self._families))
        except StoreBusy:
            return PlainTextResponse("The store is busy. Try again in a moment.", 503, {"retry-after": "5"})
        return Response(text, media_type=CONTENT_TYPE, headers={"cache-control": "no-store"})

    async def _knows_the_token(self, call: HTTPConnection) -> bool:
        folder = self._headquarters.folder
        if folder is None or not is_here(call):
            return False
        return (await asyncio.to_thread(ScrapeToken, folder)).is_shown(call)

    def _families(self) -> list[Family]:
        now_ms = self._headquarters.now_ms()
        return [
            _versions(self._headquarters),
            *_of_branches(branches(self._headquarters.store), now_ms),
            *_of_queues(self._headquarters.store),
            *_of_disk(self._headquarters.folder),
            self._latency.family("kiosk_hq_answer_seconds", "How long answers took, by what was asked for."),
            *process_families(process_figures()),
        ]


def _kind_of(path: str) -> str:
    if path.startswith("/v1/branches/"):
        return "uploads"
    return "calls" if path.startswith("/v1/") else "pages"


def _versions(headquarters: Headquarters) -> Family:
    told = {"version": __version__, "python": platform.python_version()}
    told["demonstration"] = "yes" if headquarters.demonstration else "no"
    return Family("kiosk_hq_info", "gauge", "Versions of the program.", [("", told, 1.0)])


def _of_branches(every: list[BranchState], now_ms: int) -> list[Family]:
    """Return counts over branches: how many there are never lengthens the text."""
    in_state = {state: float(sum(one.state == state for one in every)) for state in ("enrolled", "revoked")}
    heard = {
        name: float(sum(now_ms - (one.heard_ms or 0) <= within_ms for one in every))
        for name, within_ms in _FRESH_MS
    }
    amiss = {
        "forked": sum(one.forked for one in every),
        "missing_facts": sum(one.missing > 0 for one in every),
        "differs": sum(one.reconciled is not None and one.reconciled.agreement == "differs" for one in every),
    }
    return [
        by("state", "kiosk_hq_branches", "Branches by whether they are let in.", in_state),
        by("within", "kiosk_hq_branches_heard", "Branches that sent facts within a time.", heard),
        by("what", "kiosk_hq_branches_amiss", "Branches whose records need somebody.", amiss),
        one("kiosk_hq_facts", "Facts that headquarters holds.", sum(each.durable for each in every)),
        one(
            "kiosk_hq_facts_set_aside",
            "Facts this program knows no meaning of.",
            sum(each.quarantined for each in every),
        ),
    ]


def _of_queues(store: Store) -> list[Family]:
    queues = live(store)
    behind = {str(one.server): float(one.facts) for one in backlog(store)}
    return [
        by("server", "kiosk_hq_facts_pending", "Facts not applied to the tables yet, by server.", behind),
        one("kiosk_hq_waiting", "Customers waiting in all branches.", queues.waiting),
        one("kiosk_hq_serving", "Customers at a counter in all branches.", queues.serving),
        one("kiosk_hq_counters_open", "Counters open in all branches.", queues.counters),
    ]


def _of_disk(folder: Path | None) -> list[Family]:
    try:
        disk = disk_usage(folder) if folder else None
    except OSError:
        disk = None
    if disk is None:
        return []
    return [
        one("kiosk_hq_disk_free_bytes", "Room left on the disk of the data folder.", disk.free),
        one("kiosk_hq_disk_size_bytes", "Size of the disk of the data folder.", disk.total),
    ]
