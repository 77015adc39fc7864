"""What branches say of their day themselves: it overtakes the facts, proves nothing, and is shown as "branch says".

`POST /v1/branches/{branch}/today`, signed as every call; the body is JSON of exactly these fields, in it no personal data:
date (ISO business date), epoch (hex), seq (the last fact that was counted), waiting, serving, counters, issued (numbers of
the date), finished (services finished on the date), sent_ms (the branch's clock, UTC).
"""

import asyncio
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk.hq.calls import BUSY, Call, answered, answered_with, signed_call
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.rollup_told import settle_told
from kiosk.hq.store.port import StoreBusy
from kiosk.wire.sync.answers import Answer, Bad

log = structlog.get_logger()

MOST_BYTES: Final = 2_048
_MOST: Final = 1 << 53
_EPOCH_BYTES: Final = 8

_BEFORE: Final = "SELECT epoch, seq FROM told WHERE branch = :branch AND date = :date"
_LAST: Final = "SELECT date FROM told_last WHERE branch = :branch"
_DROP: Final = "DELETE FROM told WHERE branch = :branch AND date = :date"
_ADD: Final = (
    "INSERT INTO told VALUES (:branch, :date, :epoch, :seq, :waiting, :serving, :counters, :issued, :finished,"
    " :sent_ms, :now, NULL, NULL)"
)
_DROP_LAST: Final = "DELETE FROM told_last WHERE branch = :branch"
_ADD_LAST: Final = "INSERT INTO told_last VALUES (:branch, :date, :now)"
QUERIES: Final = (_BEFORE, _LAST)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Today:
    """What a branch says of its day."""

    date: str
    epoch: bytes
    seq: int
    waiting: int
    serving: int
    counters: int
    issued: int
    finished: int
    sent_ms: int


_COUNTS: Final = tuple(each.name for each in fields(Today) if each.name not in {"date", "epoch"})


def read_today(body: bytes) -> Today | None:
    """Return what a body says, None if it is not what it must be."""
    try:
        said: Any = json.loads(body)
        date.fromisoformat(said["date"])
        epoch = bytes.fromhex(said["epoch"])
        counts = {name: said[name] for name in _COUNTS}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_sane = all(type(each) is int and 0 <= each < _MOST for each in counts.values())
    return Today(said["date"], epoch, **counts) if is_sane and len(epoch) == _EPOCH_BYTES else None


def tell(headquarters: Headquarters, branch: str, today: Today) -> None:
    """Keep what a branch says of its day in place of what it said before. StoreBusy: nothing was kept.

    Something it had said earlier and that comes late or again changes nothing.
    """
    now_ms = headquarters.now_ms()
    key = {"branch": branch, "date": today.date}
    server = headquarters.store.server_of(branch)
    with server.write() as conn:
        server.lock(conn, branch)
        before = conn.execute(_BEFORE, key).fetchone()
        if before and bytes(before[0]) == today.epoch and before[1] > today.seq:
            return
        conn.execute(_DROP, key)
        conn.execute(_ADD, {**asdict(today), "branch": branch, "now": now_ms})
        last = conn.execute(_LAST, {"branch": branch}).fetchone()
        if last is None or last[0] <= today.date:
            conn.execute(_DROP_LAST, {"branch": branch})
            conn.execute(_ADD_LAST, {**key, "now": now_ms})
        settle_told(conn, branch, today.date, today.epoch, today.seq)


def router(headquarters: Headquarters) -> APIRouter:
    """Return the route by which branches say how their day goes."""
    routes = APIRouter()

    @routes.post("/v1/branches/{branch}/today")
    async def today(branch: str, request: Request) -> Response:
        call = await signed_call(headquarters, request, MOST_BYTES)
        outcome = (
            await asyncio.to_thread(_kept, headquarters, branch, call.body)
            if isinstance(call, Call)
            else call
        )
        if outcome is None:
            return answered(headquarters, request, 200, b"{}")
        return answered_with(headquarters, request, outcome)

    return routes


def _kept(headquarters: Headquarters, branch: str, body: bytes) -> Answer | None:
    """Keep what was said; return the answer if it cannot be."""
    said = read_today(body)
    if said is None:
        return Bad("today")
    try:
        tell(headquarters, branch, said)
    except StoreBusy:
        log.warning("store_busy", branch=branch)
        return BUSY
    return None
