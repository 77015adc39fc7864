"""The figures of a running headquarters for a monitoring system: counts over all branches, and of none by name."""

import asyncio
import platform
from pathlib import Path
from shutil import disk_usage
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from kiosk import __version__
from kiosk.hq.door.access import Access, is_here
from kiosk.hq.door.doors import turned_away
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.reports.standing import backlog, branches, live
from kiosk.hq.reports.states import BranchState
from kiosk.hq.store.port import Store, StoreBusy
from kiosk.web.exposition import Family, ScrapeToken, by, one
from kiosk.web.metering import Metering

_KINDS: Final = ("uploads", "calls", "pages")
_FRESH_MS: Final = (("15m", 15 * 60_000), ("24h", 24 * 3_600_000))
"""Within which times, in ms, branches were heard of."""


class HqMetered(Metering):
    """The figures of headquarters, beside its rooms.

    They are given to a program on this machine that shows the token in the data folder, and to an operator who is signed
    in. A proxy hands nobody's token on: whoever comes through one signs in.
    """

    def __init__(self, app: ASGIApp, headquarters: Headquarters, access: Access) -> None:
        """Stand before `app`, the rooms of `headquarters` with their doors."""
        super().__init__(app, _KINDS)
        self._headquarters, self._access = headquarters, access

    def kind_of(self, path: str) -> str:
        """Return `uploads`, `calls` or `pages`."""
        if path.startswith("/v1/branches/"):
            return "uploads"
        return "calls" if path.startswith("/v1/") else "pages"

    async def answer(self, call: HTTPConnection, method: str) -> Response:
        """Answer a call for the figures, also while the store is busy."""
        try:
            return await super().answer(call, method)
        except StoreBusy:
            return PlainTextResponse("The store is busy. Try again in a moment.", 503, {"retry-after": "5"})

    async def refused(self, call: HTTPConnection) -> Response | None:
        """Turn away whoever is neither such a program nor an operator."""
        if await self._knows_the_token(call):
            return None
        who = await self._access.who(call)
        return None if who.state == "signed_in" and "operator" in who.roles else turned_away(call, who)

    async def families(self) -> list[Family]:
        """Return how all branches stand, and how long answers took."""
        took = self.latency.family("kiosk_hq_answer_seconds", "How long answers took, by what was asked for.")
        return [*await asyncio.to_thread(_figures, self._headquarters), took]

    async def _knows_the_token(self, call: HTTPConnection) -> bool:
        folder = self._headquarters.folder
        if folder is None or not is_here(call):
            return False
        return (await asyncio.to_thread(ScrapeToken, folder)).is_shown(call)


def _figures(headquarters: Headquarters) -> list[Family]:
    return [
        _versions(headquarters),
        *_of_branches(branches(headquarters.store), headquarters.now_ms()),
        *_of_queues(headquarters.store),
        *_of_disk(headquarters.folder),
    ]


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
