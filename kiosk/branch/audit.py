"""Who did, saw and took away what, on one day: read from the journal and nothing else (F3).

Business dates only ever grow with the sequence, so a day of a journal of a million facts is found by halving along its
primary key: forty rows are looked at, and then those of the day alone.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, overload

from kiosk.branch.database.journal import COLUMNS, Journal, recorded_of
from kiosk.domain.facts import Recorded
from kiosk.domain.visit import ticket_label
from kiosk.records.connection import Connection

_DATE: Final = "SELECT business_date FROM journal WHERE seq >= ? ORDER BY seq LIMIT 1"
_DATES: Final = "SELECT date FROM day WHERE branch = ? ORDER BY date DESC"
_WANTED: Final = """
 seq >= :first AND seq <= :last AND (:actor = '' OR actor = :actor)
 AND (:every OR kind IN (SELECT value FROM json_each(:kinds)) OR (:people AND actor GLOB 'staff*'))"""
_PAGE: Final = f"SELECT {COLUMNS} FROM journal WHERE {_WANTED} ORDER BY seq DESC LIMIT :limit"  # noqa: S608 - our own words
_COUNT: Final = f"SELECT count(*) FROM journal WHERE {_WANTED}"  # noqa: S608 - same
_VISITS: Final = (
    "SELECT id, series, number FROM visit WHERE branch = ? AND id IN (SELECT value FROM json_each(?))"
)
_LEGS: Final = "SELECT id, visit FROM leg WHERE branch = ? AND id IN (SELECT value FROM json_each(?))"
_RECORDS: Final = "SELECT id, visit FROM record WHERE branch = ? AND id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts of a day are asked for."""

    date: str
    """ISO business date; empty for what was before the first."""
    actor: str = ""
    """As the journal has it, such as `staff:1001`, `customer` or `system`; empty for everybody."""
    kinds: frozenset[str] | None = None
    """None for every kind."""
    people: bool = False
    """Also everything that a person of the staff did, of whatever kind."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some facts, newest first."""

    facts: tuple[Recorded, ...]
    total: int
    """How many are wanted in all."""
    older: int
    """What to hand in as `before` for those behind these; 0 if there are none."""
    left: int
    """How many are behind these."""


def dates(conn: Connection) -> list[str]:
    """Return the business dates there are, newest first; empty text for what was before the first."""
    branch = Journal(conn).head.branch
    known = [str(row[0]) for row in conn.execute(_DATES, (branch,))]
    return known if len(day_range(conn, "")) == 0 else [*known, ""]


def day_range(conn: Connection, date: str) -> range:
    """Return the sequence numbers of the facts of a business date, found in some forty statements at most."""
    along = _Dates(conn)
    return range(bisect_left(along, date) + 1, bisect_right(along, date) + 1)


class _Dates(Sequence[str]):
    """The business date of every fact, in order, each looked up when it is asked for."""

    def __init__(self, conn: Connection) -> None:
        self._conn, self._length = conn, Journal(conn).head.seq

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(self._length))]
        return str(next(iter(self._conn.execute(_DATE, (at + 1,))))[0])


def page(conn: Connection, wanted: Wanted, limit: int, before: int = 0) -> Page:
    """Return at most `limit` of the facts wanted, newest first; those before sequence number `before` if it is not 0.

    Reads the rows of that day and no others.
    """
    within = day_range(conn, wanted.date)
    asked: dict[str, object] = {
        "first": within.start,
        "last": within.stop - 1,
        "actor": wanted.actor,
        "every": wanted.kinds is None,
        "kinds": json.dumps(sorted(wanted.kinds or ())),
        "people": wanted.people,
    }
    last = min(within.stop, before) - 1 if before else within.stop - 1
    facts = tuple(recorded_of(row) for row in conn.execute(_PAGE, asked | {"last": last, "limit": limit}))
    left = _count(conn, asked | {"last": facts[-1].seq - 1}) if facts else 0
    return Page(facts, _count(conn, asked), facts[-1].seq if left else 0, left)


def _count(conn: Connection, asked: Mapping[str, object]) -> int:
    ((count,),) = conn.execute(_COUNT, asked).fetchall()
    return int(count)


def tickets_of(conn: Connection, facts: Sequence[Recorded]) -> Mapping[str, str]:
    """Return the ticket number by the id of each visit, leg and record that the facts name."""
    branch = Journal(conn).head.branch
    named = {field: _named(facts, field) for field in ("visit", "leg", "record")}
    legs: dict[str, str] = dict(conn.execute(_LEGS, (branch, json.dumps(named["leg"]))).fetchall())
    records: dict[str, str] = dict(conn.execute(_RECORDS, (branch, json.dumps(named["record"]))).fetchall())
    visits = {*named["visit"], *legs.values(), *records.values()}
    rows = conn.execute(_VISITS, (branch, json.dumps(sorted(visits))))
    labels = {str(visit): ticket_label(series, number) for visit, series, number in rows}
    of_parts = {part: labels[visit] for part, visit in (legs | records).items() if visit in labels}
    return labels | of_parts


def _named(facts: Sequence[Recorded], field: str) -> list[str]:
    return sorted({str(name) for one in facts if (name := getattr(one.fact, field, ""))})
