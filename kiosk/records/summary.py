"""One business date out of the tables: everything a summary of it is reckoned from, and no person in it.

Costs what the day costs, however long the past is: visits by their ticket numbers, legs by their visit, and whatever
has an id of its own by the time that the id begins with (ids are UUIDv7, made from service time).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
    """One service of such a visit, and where it stands now: perhaps after the day."""

    leg: str
    visit: str
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
class Opinion:
    """A rating of such a visit."""

    score: int
    answered_ms: int | None


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
    opinions: tuple[Opinion, ...]
    helps: tuple[Help, ...]
    slips: Mapping[str, int]
    """Tickets and guidance on paper, by print status."""
    still_parked: int
    """Services of earlier dates that are parked at this moment: they go on and on with the days."""


_TIMES: Final = (
    "SELECT date, opens_ms, closes_ms, opened_ms, closed_ms, promises FROM day"
    " WHERE branch = :branch AND date = :date"
)
_NEXT: Final = "SELECT opened_ms FROM day WHERE branch = :branch AND date > :date ORDER BY date LIMIT 1"
# The index of ticket numbers, by the name SQLite gives it (it is the second UNIQUE of its table): without statistics the
# primary key is preferred, and every visit of the branch read. CROSS JOIN keeps the order of the tables.
_VISITS: Final = "visit INDEXED BY sqlite_autoindex_visit_2"
_OF_DATE: Final = "WHERE visit.branch = :branch AND visit.date = :date"
_CAME: Final = f"SELECT id, care, issued_ms, channel FROM {_VISITS} {_OF_DATE}"  # noqa: S608 - constants above
_WANTED: Final = f"""
SELECT leg.id, leg.visit, leg.service, leg.status, leg.ended_ms
  FROM {_VISITS} CROSS JOIN leg INDEXED BY leg_of_visit ON leg.branch = visit.branch AND leg.visit = visit.id
  {_OF_DATE}"""  # noqa: S608 - same
_OPINIONS: Final = f"""
SELECT rating.score, rating.answered_ms
  FROM {_VISITS} CROSS JOIN rating ON rating.branch = visit.branch AND rating.visit = visit.id
  {_OF_DATE}"""  # noqa: S608 - same
_STAYS: Final = """
SELECT leg.id, leg.visit, period.counter, leg.service, period.called_ms, period.started_ms, period.ended_ms,
    period.quality
  FROM period CROSS JOIN leg ON leg.branch = period.branch AND leg.id = period.leg
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
  ) GROUP BY status"""
_STILL_PARKED: Final = """
SELECT count(*) FROM leg INDEXED BY leg_open CROSS JOIN visit ON visit.branch = leg.branch AND visit.id = leg.visit
  WHERE leg.branch = :branch AND leg.ended_ms IS NULL AND leg.status = 'parked' AND visit.date < :date"""

QUERIES: Final = (_TIMES, _NEXT, _CAME, _WANTED, _OPINIONS, _STAYS, _SESSIONS, _HELPS, _SLIPS, _STILL_PARKED)
"""Every statement of `day_records`, with the parameters branch, date, first and last (bounds of ids)."""


def day_records(conn: Connection, branch: str, date: str) -> DayRecords | None:
    """Return what the tables of `conn` know of a business date (ISO), None for a date that never was one."""
    key = {"branch": branch, "date": date}
    row = conn.execute(_TIMES, key).fetchone()
    if row is None:
        return None
    following = conn.execute(_NEXT, key).fetchone()
    *moments, promises = row
    ends_ms = following[0] if following else _FOR_EVER_MS
    times = DayTimes(*moments, json.loads(promises), ends_ms)  # type: ignore[call-arg]  # as many as _TIMES selects
    span = key | {"first": id_from(times.opened_ms), "last": id_from(times.ends_ms)}

    def rows(query: str) -> list[Row]:
        return conn.execute(query, span).fetchall()

    return DayRecords(
        times,
        came=tuple(Came(*each) for each in rows(_CAME)),
        wanted=tuple(Wanted(*each) for each in rows(_WANTED)),
        stays=tuple(Stay(*each) for each in rows(_STAYS)),
        sessions=tuple(Session(*each) for each in rows(_SESSIONS)),
        opinions=tuple(Opinion(*each) for each in rows(_OPINIONS)),
        helps=tuple(Help(*each) for each in rows(_HELPS)),
        slips=dict(rows(_SLIPS)),
        still_parked=rows(_STILL_PARKED)[0][0],
    )


def id_from(ms: int) -> str:
    """Return a text no later than any id (UUIDv7) made at `ms` (UTC) or after, and later than any made before."""
    time = f"{ms:012x}"
    return f"{time[:8]}-{time[8:]}"
