"""One business date out of the tables: everything a summary of it is reckoned from, and no person in it.

Costs what the day costs, however long the past is: visits by their ticket numbers, and whatever has an id of its own by
the time that the id begins with (ids are UUIDv7, made from service time).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.rating import LOW
from kiosk.records.connection import Connection, Row

_FOR_EVER_MS: Final = (1 << 48) - 1


@dataclass(frozen=True, slots=True)
class DayTimes:
    """When a day was open, in UTC ms, and what it had promised."""

    date: str
    opens_ms: int
    closes_ms: int
    opened_ms: int
    """When its first fact happened."""
    closed_ms: int | None
    """None while it is open."""
    closed_why: str | None
    """`by_hand`, or `stale`: nobody closed it, and the next date did."""
    promises: Mapping[str, int]
    """Promised minutes by care class."""
    ends_ms: int
    """When the next day began; far away while there is none."""


@dataclass(frozen=True, slots=True)
class Came:
    """A visit whose number is of this date."""

    visit: str
    care: str
    issued_ms: int
    channel: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One service that was wanted on this date or carried into it, and where it stands now: perhaps after the day."""

    leg: str
    service: str
    status: str
    ended_ms: int | None


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay at a counter that began with a call of this day, also of a ticket carried over from a day before."""

    leg: str
    visit: str
    counter: str
    service: str
    called_ms: int
    started_ms: int | None
    ended_ms: int | None
    quality: str | None
    """`measured` or `suspect` once it was finished."""


@dataclass(frozen=True, slots=True)
class Session:
    """A counter that was open."""

    counter: str
    opened_ms: int
    closed_ms: int | None


@dataclass(frozen=True, slots=True)
class Carried:
    """Ids of the services that a date took over from the one before, and of those that its closing handed on."""

    into: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Help:
    """A call for a person."""

    called_ms: int
    answered_ms: int | None


@dataclass(frozen=True, slots=True)
class DayRecords:
    """What the tables know of one business date."""

    times: DayTimes
    came: tuple[Came, ...]
    wanted: tuple[Wanted, ...]
    stays: tuple[Stay, ...]
    sessions: tuple[Session, ...]
    helps: tuple[Help, ...]
    slips: Mapping[str, int]
    """Tickets and guidance on paper, by print status."""
    seen_to: int
    """Low ratings of the visits that ended on this date (records.satisfaction) which the manager has seen to."""
    carried: Carried


_TIMES: Final = (
    "SELECT date, opens_ms, closes_ms, opened_ms, closed_ms, closed_why, promises FROM day"
    " WHERE branch = :branch AND date = :date"
)
_NEXT: Final = "SELECT opened_ms FROM day WHERE branch = :branch AND date > :date ORDER BY date LIMIT 1"
# The index of ticket numbers, by the name SQLite gives it (it is the second UNIQUE of its table): without statistics the
# primary key is preferred, and every visit of the branch read.
_VISITS: Final = "visit INDEXED BY sqlite_autoindex_visit_2"
_OF_DATE: Final = "WHERE visit.branch = :branch AND visit.date = :date"
_CAME: Final = f"SELECT id, care, issued_ms, channel FROM {_VISITS} {_OF_DATE}"  # noqa: S608 - constants above
_LEG: Final = "SELECT id, service, status, ended_ms FROM leg"
_ADDED: Final = f"{_LEG} WHERE branch = :branch AND id >= :first AND id < :last"
_CARRIED_INTO: Final = f"{_LEG} WHERE branch = :branch AND id = :leg"
_STAYS: Final = """
SELECT leg.id, leg.visit, period.counter, leg.service, period.called_ms, period.started_ms, period.ended_ms,
    period.quality
  FROM period JOIN leg ON leg.branch = period.branch AND leg.id = period.leg
  WHERE period.branch = :branch AND period.id >= :first AND period.id < :last"""
_SESSIONS: Final = (
    "SELECT counter, opened_ms, closed_ms FROM counter_session"
    " WHERE branch = :branch AND id >= :first AND id < :last"
)
_HELPS: Final = (
    "SELECT called_ms, answered_ms FROM help WHERE branch = :branch AND id >= :first AND id < :last"
)
_SLIPS: Final = """
SELECT status, count(*) FROM (
    SELECT status FROM slip WHERE branch = :branch AND id >= :first AND id < :last
    UNION ALL SELECT status FROM guide WHERE branch = :branch AND id >= :first AND id < :last
  ) AS paper GROUP BY status"""
# The visits that satisfaction counts for the date: those whose last finished service ended on it.
_SEEN_TO: Final = f"""
SELECT count(*) FROM rating WHERE branch = :branch AND visit IN (
    SELECT leg.visit FROM period JOIN leg ON leg.branch = period.branch AND leg.id = period.leg
    WHERE period.branch = :branch AND period.id >= :first AND period.id < :last AND leg.status = 'finished'
  ) AND score <= {LOW} AND answered_ms IS NOT NULL AND :ends > (
    SELECT max(ended_ms) FROM leg INDEXED BY leg_of_visit
    WHERE leg.branch = :branch AND leg.visit = rating.visit AND status = 'finished')"""  # noqa: S608 - a constant of ours

QUERIES: Final = (_TIMES, _NEXT, _CAME, _ADDED, _CARRIED_INTO, _STAYS, _SESSIONS, _HELPS, _SLIPS, _SEEN_TO)
"""Every statement here, with the parameters branch, date, first and last (bounds of ids), leg and ends."""


def day_times(conn: Connection, branch: str, date: str) -> DayTimes | None:
    """Return when a business date (ISO) was, None if it never was one."""
    key = {"branch": branch, "date": date}
    row = conn.execute(_TIMES, key).fetchone()
    if row is None:
        return None
    following = conn.execute(_NEXT, key).fetchone()
    *moments, promises = row
    ends_ms = following[0] if following else _FOR_EVER_MS
    return DayTimes(*moments, json.loads(promises), ends_ms)  # type: ignore[call-arg]  # as many as _TIMES selects


def day_records(conn: Connection, branch: str, times: DayTimes, carried: Carried) -> DayRecords:
    """Return what the tables of `conn` know of a business date; they forget what was `carried`, the journal does not."""
    span = {
        "branch": branch,
        "date": times.date,
        "first": id_from(times.opened_ms),
        "last": id_from(times.ends_ms),
        "ends": times.ends_ms,
    }

    def rows(query: str, **more: str) -> list[Row]:
        return conn.execute(query, {**span, **more}).fetchall()

    took_over = [row for leg in sorted(carried.into) for row in rows(_CARRIED_INTO, leg=leg)]

    return DayRecords(
        times,
        came=tuple(Came(*each) for each in rows(_CAME)),
        wanted=tuple(Wanted(*each) for each in (*rows(_ADDED), *took_over)),
        stays=tuple(Stay(*each) for each in rows(_STAYS)),
        sessions=tuple(Session(*each) for each in rows(_SESSIONS)),
        helps=tuple(Help(*each) for each in rows(_HELPS)),
        slips=dict(rows(_SLIPS)),
        seen_to=rows(_SEEN_TO)[0][0],
        carried=carried,
    )


def id_from(ms: int) -> str:
    """Return a text no later than any id (UUIDv7) made at `ms` (UTC) or after, and later than any made before."""
    time = f"{ms:012x}"
    return f"{time[:8]}-{time[8:]}"
