"""What branches say of their day themselves: it overtakes the facts, proves nothing, and is shown as "branch says".

`POST /v1/branches/{branch}/today`, signed as every call; the body is JSON of exactly these fields, in it no personal data:
date (ISO business date), epoch (hex), seq (the last fact that was counted), waiting, serving, counters, issued (numbers of
the date), finished (services finished on the date), sent_ms (the branch's clock, UTC).
"""

import json
import math
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
from kiosk.hq.working import for_branches
from kiosk.records.connection import Connection, Row
from kiosk.wire.sync.answers import Answer, Bad

log = structlog.get_logger()

MOST_BYTES: Final = 2_048
_MOST: Final = 1 << 53
_EPOCH_BYTES: Final = 8

_BEFORE: Final = "SELECT epoch, seq FROM told WHERE branch = :branch AND date = :date"
_LAST: Final = (
    "SELECT told.epoch, told.seq FROM told_last AS last"
    " JOIN told ON told.branch = last.branch AND told.date = last.date WHERE last.branch = :branch"
)
_PLACE: Final = "SELECT place FROM reached WHERE branch = :branch AND epoch = :epoch"
_DROP: Final = "DELETE FROM told WHERE branch = :branch AND date = :date"
_ADD: Final = (
    "INSERT INTO told VALUES (:branch, :date, :epoch, :seq, :waiting, :serving, :counters, :issued, :finished,"
    " :sent_ms, :now, NULL, NULL)"
)
_DROP_LAST: Final = "DELETE FROM told_last WHERE branch = :branch"
_ADD_LAST: Final = "INSERT INTO told_last VALUES (:branch, :date, :now)"
QUERIES: Final = (_BEFORE, _LAST, _PLACE)
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
        is_date = date.fromisoformat(said["date"]).isoformat() == said["date"]  # no other form of ISO 8601
        epoch = bytes.fromhex(said["epoch"])
        counts = {name: said[name] for name in _COUNTS}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_sane = is_date and all(type(each) is int and 0 <= each < _MOST for each in counts.values())
    return Today(said["date"], epoch, **counts) if is_sane and len(epoch) == _EPOCH_BYTES else None


def tell(headquarters: Headquarters, branch: str, today: Today) -> None:
    """Keep what a branch says of its day in place of what it said before. StoreBusy: nothing was kept.

    Something it had said earlier and that comes late or again changes nothing. What is earlier its facts say, and never a
    date: the clock of a branch may have been wrong for a while.
    """
    now_ms = headquarters.now_ms()
    key = {"branch": branch, "date": today.date}
    server = headquarters.store.server_of(branch)
    with server.write() as conn:
        server.lock(conn, branch)
        before = conn.execute(_BEFORE, key).fetchone()
        if _is_earlier(conn, branch, today, before):
            return
        last = conn.execute(_LAST, {"branch": branch}).fetchone()
        is_last = not _is_earlier(conn, branch, today, last)
        conn.execute(_DROP, key)
        conn.execute(_ADD, {**asdict(today), "branch": branch, "now": now_ms})
        if is_last:
            conn.execute(_DROP_LAST, {"branch": branch})
            conn.execute(_ADD_LAST, {**key, "now": now_ms})
        settle_told(conn, branch, today.date, today.epoch, today.seq)


def _is_earlier(conn: Connection, branch: str, today: Today, said: Row | None) -> bool:
    """Tell whether something else, (epoch, seq) if there is any, was said after `today`."""
    if said is None:
        return False
    epoch, seq = bytes(said[0]), int(said[1])
    if epoch == today.epoch:
        return today.seq < seq
    return (_place(conn, branch, today.epoch), today.seq) < (_place(conn, branch, epoch), seq)


def _place(conn: Connection, branch: str, epoch: bytes) -> float:
    """Return which of its epochs this is. One whose first fact is still on its way comes after all."""
    row = conn.execute(_PLACE, {"branch": branch, "epoch": epoch}).fetchone()
    return math.inf if row is None else float(row[0])


def router(headquarters: Headquarters) -> APIRouter:
    """Return the route by which branches say how their day goes."""
    routes = APIRouter()

    @routes.post("/v1/branches/{branch}/today")
    async def today(branch: str, request: Request) -> Response:
        call = await signed_call(headquarters, request, MOST_BYTES)
        outcome = (
            await for_branches(_kept, headquarters, branch, call.body) if isinstance(call, Call) else call
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
