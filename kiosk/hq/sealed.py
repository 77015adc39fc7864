"""Sealed personal data at headquarters: kept as it came, gone when the branch says so, opened by hand and never in bulk."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

import msgspec

from kiosk.domain.facts import PersonalDataPurged, RecordClass, Recorded, RecordForgotten
from kiosk.domain.visit import ticket_label
from kiosk.hq.acts import note
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.store.port import Server, Store
from kiosk.records.connection import Connection, Row
from kiosk.wire.chain import commitment_to
from kiosk.wire.sync.sealed import BadSeal, Place, SealedRecord, unseal

OpenReason = Literal["complaint", "customer_asks", "inquiry", "check_branch"]
"""Why somebody opens a record: a complaint, the customer's own wish, an inquiry by law, a check of the branch."""
REASONS: Final[tuple[OpenReason, ...]] = get_args(OpenReason)
_SALT: Final = 32

_GONE_RECORD: Final = "SELECT 1 FROM record WHERE branch = :branch AND id = :record AND gone_ms IS NOT NULL"
_GONE_CARE: Final = (
    "SELECT 1 FROM purge JOIN visit ON visit.branch = purge.branch AND visit.id = :record"
    " WHERE purge.branch = :branch AND purge.date = :date AND purge.of = :of AND visit.verified_ms <= purge.purged_ms"
)
_DROP: Final = "DELETE FROM sealed WHERE branch = :branch AND record = :record"
_DROP_DAY: Final = "DELETE FROM sealed WHERE branch = :branch AND date = :date AND of = :of"
_KEEP: Final = (
    "INSERT INTO sealed (branch, record, date, of, commitment, sealed, received_ms)"
    " VALUES (:branch, :record, :date, :of, :commitment, :sealed, :now)"
)
_OF: Final = (
    "SELECT s.date, s.of, s.commitment, s.sealed, v.series, v.number FROM sealed s"
    " LEFT JOIN record r ON r.branch = s.branch AND r.id = s.record"
    " LEFT JOIN visit v ON v.branch = s.branch AND v.id = COALESCE(r.visit, s.record)"
    " WHERE s.branch = :branch AND s.record = :record"
)
_IN_CHAIN: Final = (
    "SELECT 1 FROM inbox WHERE branch = :branch AND commitment = :commitment AND length(commitment) = 32"
)
_HELD: Final = "SELECT commitment FROM sealed WHERE branch = :branch AND record = :record"
_PLACE: Final = (
    "SELECT r.place, i.seq FROM inbox i JOIN reached r ON r.branch = i.branch AND r.epoch = i.epoch"
    " WHERE i.branch = :branch AND i.commitment = :commitment AND length(i.commitment) = 32"
    " ORDER BY r.place DESC, i.seq DESC LIMIT 1"
)
_CONDITIONS: Final = ("s.branch = :branch", "s.date = :date", "v.series = :series AND v.number = :number")


def _list(*conditions: str) -> str:
    # Backwards through an index: of branch and date where a branch is named, of dates where none is.
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        "SELECT s.branch, s.record, s.date, s.of, s.received_ms, v.series, v.number FROM sealed s"  # noqa: S608 - our own words
        " LEFT JOIN record r ON r.branch = s.branch AND r.id = s.record"
        " LEFT JOIN visit v ON v.branch = s.branch AND v.id = COALESCE(r.visit, s.record)"
        f"{where} ORDER BY s.date DESC, s.branch DESC, s.record DESC LIMIT :most"
    )


QUERIES: Final = (
    _GONE_RECORD,
    _GONE_CARE,
    _OF,
    _IN_CHAIN,
    _HELD,
    _PLACE,
    _list(),
    *map(_list, _CONDITIONS),
    _list(*_CONDITIONS),
)
"""Reading statements of this module."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A sealed record as it is listed: where and when it was kept, and nothing that is in it."""

    branch: str
    record: str
    date: str
    of: RecordClass
    received_ms: int
    ticket: str
    """Such as A012; empty while headquarters does not know the visit."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What records are looked for by; empty is all. Never by what is in them."""

    branch: str = ""
    date: str = ""
    series: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The content of a record, proved by the chain of its branch."""

    date: str
    of: str
    content: dict[str, Any] = field(repr=False)


NotOpened = Literal["gone", "unreadable", "unproved"]
"""It is not here any more; it was not sealed to this key; the branch's journal holds no such content."""


def take(server: Server, branch: str, records: Sequence[SealedRecord], now_ms: int) -> None:
    """Keep sealed records, each once and its newest copy; those that are gone at the branch already are not kept.

    Which copy is newer the chain of the branch says, not the order in which they come: an old request may be sent again.
    """
    with server.write() as conn:
        server.lock(conn, branch)
        for one in records:
            named = {"branch": branch, "record": one.record, "date": one.date, "of": one.of}
            is_gone = _is_gone(conn, one, named)
            if not is_gone and _is_older(conn, branch, one):
                continue
            conn.execute(_DROP, {"branch": branch, "record": one.record})
            if not is_gone:
                conn.execute(
                    _KEEP, {**named, "commitment": one.commitment, "sealed": one.sealed, "now": now_ms}
                )


def drop_gone(conn: Connection, branch: str, facts: Sequence[Recorded]) -> None:
    """Delete the copies of what a branch forgot or purged; in the transaction that projects these facts."""
    for one in facts:
        match one.fact:
            case RecordForgotten():
                conn.execute(_DROP, {"branch": branch, "record": one.fact.record})
            case PersonalDataPurged():
                conn.execute(_DROP_DAY, {"branch": branch, "date": one.fact.date, "of": one.fact.of})


def listed(store: Store, sought: Sought, most: int) -> list[Listed]:
    """Return at most `most` records, newest date first, over all servers."""
    named = {
        "branch": sought.branch, "date": sought.date, "series": sought.series, "number": sought.number, "most": most,
    }  # fmt: skip
    asked = (sought.branch, sought.date, sought.series)
    statement = _list(*(one for one, is_asked in zip(_CONDITIONS, asked, strict=True) if is_asked))
    servers = [store.server_of(sought.branch)] if sought.branch else store.servers
    found = [one for server in servers for one in _listed(server, statement, named)]
    return sorted(found, key=lambda one: (one.date, one.branch, one.record), reverse=True)[:most]


def open_record(
    headquarters: Headquarters, badge: str, branch: str, record: str, why: OpenReason
) -> Opened | NotOpened:
    """Return what is in a record. That somebody opened it is durable before it is looked at. StoreBusy."""
    server = headquarters.store.server_of(branch)
    with server.write() as conn:
        row = conn.execute(_OF, {"branch": branch, "record": record}).fetchone()
        if row is None:
            return "gone"
        date, of, commitment, sealed = row[0], row[1], bytes(row[2]), bytes(row[3])
        subject = " ".join(part for part in (branch, date, _ticket(*row[4:]), of, record) if part)
        note(conn, badge, "record_opened", subject, headquarters.now_ms(), why=why)
        in_chain = (
            conn.execute(_IN_CHAIN, {"branch": branch, "commitment": commitment}).fetchone() is not None
        )
    try:
        salted = unseal(headquarters.identity.sealing, Place(branch, record, date, of), sealed)
    except BadSeal:
        return "unreadable"
    if not in_chain or commitment_to(salted) != commitment:
        return "unproved"
    return Opened(date, of, msgspec.json.decode(salted[_SALT:], type=dict[str, Any]))


def _is_gone(conn: Connection, one: SealedRecord, named: dict[str, str]) -> bool:
    """Tell whether the branch said already that a record is gone: it was on its way while the fact overtook it."""
    if one.of == "care":
        return conn.execute(_GONE_CARE, named).fetchone() is not None
    return (
        conn.execute(_GONE_RECORD, {"branch": named["branch"], "record": one.record}).fetchone() is not None
    )


def _is_older(conn: Connection, branch: str, one: SealedRecord) -> bool:
    """Tell whether a newer copy of a record is here."""
    held = conn.execute(_HELD, {"branch": branch, "record": one.record}).fetchone()
    return held is not None and _place(conn, branch, one.commitment) < _place(conn, branch, bytes(held[0]))


def _place(conn: Connection, branch: str, commitment: bytes) -> tuple[float, int]:
    """Return where the chain holds a commitment: the place of its epoch, its seq. One whose fact is on its way is last."""
    row = conn.execute(_PLACE, {"branch": branch, "commitment": commitment}).fetchone()
    return (math.inf, 0) if row is None else (row[0], row[1])


def _listed(server: Server, statement: str, named: dict[str, object]) -> Iterator[Listed]:
    with server.read() as conn:
        rows = conn.execute(statement, named).fetchall()
    return map(_of_row, rows)


def _of_row(row: Row) -> Listed:
    branch, record, date, of, received_ms, series, number = row
    return Listed(branch, record, date, of, received_ms, _ticket(series, number))


def _ticket(series: str | None, number: int | None) -> str:
    """Return a ticket, empty while headquarters does not know the visit."""
    return "" if series is None or number is None else ticket_label(series, number)
