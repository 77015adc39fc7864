"""What the tables held when they had reached the fact up to which a branch had counted its day: only so can both agree.

A branch says "312 at fact 4,711". Headquarters may be at 4,500 by then or at 4,730; either way it writes down its own number
as of fact 4,711, once it is there.
"""

from collections.abc import Iterable
from typing import Final

from kiosk.domain.facts import Recorded, ServiceFinished, TicketIssued
from kiosk.hq.ingest import KEPT
from kiosk.records.connection import Connection
from kiosk.wire.codec import BadFact, decode_body

_MOST_LATER: Final = 5_000
"""What a branch said so many facts ago is old: it says something newer with its next upload."""

_TOLD: Final = "SELECT epoch, seq, our_issued FROM told WHERE branch = :branch AND date = :date"
_OURS: Final = "SELECT issued, finished FROM rollup_day WHERE branch = :branch AND date = :date"
_APPLIED: Final = "SELECT applied FROM reached WHERE branch = :branch AND epoch = :epoch"
_LATER: Final = (
    "SELECT kind, version, body FROM inbox WHERE branch = :branch AND epoch = :epoch"
    " AND seq > :seq AND seq <= :applied AND status = :kept AND kind IN (:issued, :finished)"
)
_SETTLE: Final = (
    "UPDATE told SET our_issued = :issued, our_finished = :finished WHERE branch = :branch AND date = :date"
)
QUERIES: Final = (_TOLD, _OURS, _APPLIED, _LATER)
"""Every reading statement of this module."""


def settle(conn: Connection, branch: str, recorded: list[Recorded]) -> None:
    """Write down our numbers as of what a branch said, if facts just projected reach it; after the roll-ups."""
    for date in {one.date for one in recorded}:
        told = conn.execute(_TOLD, {"branch": branch, "date": date}).fetchone()
        if told is None:
            continue
        epoch, seq, ours = bytes(told[0]).hex(), told[1], told[2]
        is_within = recorded[0].seq <= seq <= recorded[-1].seq
        if epoch == recorded[-1].epoch and seq <= recorded[-1].seq and (ours is None or is_within):
            later = [one.fact for one in recorded if one.seq > seq and one.date == date]
            _write(conn, branch, date, later)


def settle_told(conn: Connection, branch: str, date: str, epoch: bytes, seq: int) -> None:
    """Do the same for what a branch just said, if the tables have reached it already. Under the lock of the branch."""
    row = conn.execute(_APPLIED, {"branch": branch, "epoch": epoch}).fetchone()
    if row is None or not seq <= row[0] <= seq + _MOST_LATER:
        return
    named = {"branch": branch, "epoch": epoch, "seq": seq, "applied": row[0], "kept": KEPT}
    kinds = {"issued": TicketIssued.kind, "finished": ServiceFinished.kind}
    rows = conn.execute(_LATER, {**named, **kinds}).fetchall()
    _write(conn, branch, date, _of_date(rows, date))


def _of_date(rows: Iterable[tuple[str, int, bytes]], date: str) -> list[object]:
    later: list[object] = []
    for kind, version, body in rows:
        try:
            of, _, _, fact = decode_body(kind, version, bytes(body))
        except BadFact:
            continue
        if of == date:
            later.append(fact)
    return later


def _write(conn: Connection, branch: str, date: str, later: Iterable[object]) -> None:
    """Write our numbers of a date without what happened `later`."""
    facts = list(later)
    issued, finished = conn.execute(_OURS, {"branch": branch, "date": date}).fetchone() or (0, 0)
    named = {
        "issued": max(0, issued - sum(isinstance(fact, TicketIssued) for fact in facts)),
        "finished": max(0, finished - sum(isinstance(fact, ServiceFinished) for fact in facts)),
    }
    conn.execute(_SETTLE, {"branch": branch, "date": date, **named})
