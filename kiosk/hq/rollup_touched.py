"""Which business dates a fact changes the figures of: its own, and those on which what it speaks of lived.

An id tells the moment it was made (records.summary), a carried service the dates it was carried into. A rating of today may
so change yesterday, and a slip that came out of the printer this morning the day it was asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from kiosk.domain.facts import (
    CounterClosed,
    CounterHandedOver,
    CounterOpened,
    DayClosed,
    DayOpened,
    DayReopened,
    PrinterChanged,
    Recorded,
    TicketCarried,
    type_of_kind,
)
from kiosk.records.connection import Connection

_ALL_DATES: Final = 10
"""Facts that reach back over so many dates of the branch have them all read."""
_FOR_EVER_MS: Final = 1 << 63
_NEWEST: Final = (
    "SELECT date, opened_ms, closed_ms FROM day WHERE branch = :branch ORDER BY date DESC LIMIT :most"
)
_VISIT_OF: Final = "SELECT visit FROM leg WHERE branch = :branch AND id = :leg"
_ISSUED: Final = "SELECT date FROM visit WHERE branch = :branch AND id = :visit"
_CARRIED: Final = "SELECT date FROM rollup_carried WHERE branch = :branch AND visit = :visit"
_TOOK_OVER: Final = (
    "SELECT visit FROM rollup_carried WHERE branch = :branch AND date = :date AND way = 'into'"
)
_DROP: Final = "DELETE FROM rollup_carried WHERE branch = :branch AND date = :date AND way = 'on'"
_DROP_ONE: Final = (
    "DELETE FROM rollup_carried WHERE branch = :branch AND date = :date AND way = :way AND leg = :leg"
)
_ADD: Final = "INSERT INTO rollup_carried VALUES (:branch, :date, :way, :leg, :visit)"

_ENDING: Final = (DayClosed, CounterOpened, CounterClosed, CounterHandedOver)
"""Facts that may end what is still open of a date that was lost with its disk."""

_NAMED: Final = {
    kind: tuple(name for name in ("visit", "leg", "period", "slip", "help") if hasattr(kind, name))
    for kind in type_of_kind.values()
}
"""What facts of each type name by its id."""

QUERIES: Final = (_NEWEST, _VISIT_OF, _ISSUED, _CARRIED, _TOOK_OVER)
"""Every reading statement of this module."""


def note_carried(conn: Connection, branch: str, recorded: Iterable[Recorded]) -> None:
    """Write down which services a date took over and which its last closing handed on."""
    for one in recorded:
        match one.fact:
            case TicketCarried(leg=leg, visit=visit):
                _note(conn, branch, one.date, "into", leg, visit)
            case DayClosed(date=date, carried=legs):
                conn.execute(_DROP, {"branch": branch, "date": date})
                for leg in legs:
                    _note(conn, branch, date, "on", leg, _visit_of(conn, branch, leg))


def _note(conn: Connection, branch: str, date: str, way: str, leg: str, visit: str) -> None:  # noqa: PLR0913, PLR0917 - a row
    row = {"branch": branch, "date": date, "way": way, "leg": leg}
    conn.execute(_DROP_ONE, row)
    conn.execute(_ADD, {**row, "visit": visit})


def touched(conn: Connection, branch: str, recorded: Iterable[Recorded]) -> set[str]:
    """Return the business dates whose figures may have changed with facts just projected: all of them, perhaps more."""
    facts = list(recorded)
    days = _Days(conn, branch)
    elsewhere = {id(one): found for one in facts if (found := days.elsewhere(one.date, _moments(one)))}
    dates = {one.date for one in facts}.union(*elsewhere.values())
    for visit in _visits(conn, branch, (one for one in facts if id(one) in elsewhere)):
        dates |= _lived(conn, branch, visit)
    for one in facts:
        if isinstance(one.fact, DayOpened | DayClosed | DayReopened):
            dates.add(one.fact.date)
        if isinstance(one.fact, DayClosed):
            for visit in _took_over(conn, branch, {one.fact.date, *days.left_open()}):
                dates |= _lived(conn, branch, visit)
        if isinstance(one.fact, DayOpened):
            dates.add(days.before(one.fact.date))
        if isinstance(one.fact, PrinterChanged):
            dates |= days.after(one.date)
        if isinstance(one.fact, _ENDING):
            dates |= days.left_open()
    return dates - {""}


class _Days:
    """The newest days of a branch; all of them once somebody asks for one before those."""

    def __init__(self, conn: Connection, branch: str) -> None:
        self._conn, self._branch = conn, branch
        self._read(_ALL_DATES)

    def _read(self, most: int) -> None:
        rows = self._conn.execute(_NEWEST, {"branch": self._branch, "most": most}).fetchall()[::-1]
        self._all = len(rows) < most
        self._dates, self._opened = [row[0] for row in rows], [*(row[1] for row in rows), _FOR_EVER_MS]
        self._places = {date: place for place, date in enumerate(self._dates)}
        self._open = {row[0] for row in rows if row[2] is None}

    def left_open(self) -> set[str]:
        """Return the newest dates that nobody closed."""
        return self._open

    def _reach(self, *, is_before: bool) -> None:
        if is_before and not self._all:
            self._read(1 << 31)

    def elsewhere(self, date: str, moments: list[int]) -> set[str]:
        """Return the dates other than `date` in which moments lie."""
        place = self._places.get(date)
        if (
            place is not None
            and self._opened[place] <= min(moments)
            and max(moments) < self._opened[place + 1]
        ):
            return set()
        return {self.at(ms) for ms in moments} - {date}

    def at(self, ms: int) -> str:
        """Return the date of a moment, empty before the first."""
        self._reach(is_before=ms < self._opened[0])
        place = bisect_right(self._opened, ms, hi=len(self._dates)) - 1
        return self._dates[place] if place >= 0 else ""

    def before(self, date: str) -> str:
        """Return the date before another, empty for none."""
        self._reach(is_before=bool(self._dates) and date <= self._dates[0])
        return max((one for one in self._dates if one < date), default="")

    def after(self, date: str) -> set[str]:
        """Return all dates after another: none, unless a second disk tells of the past."""
        self._reach(is_before=bool(self._dates) and date < self._dates[0])
        return {one for one in self._dates if one > date}


def _moments(one: Recorded) -> list[int]:
    """Return when a fact happened and when the things that it names were made, as far as their ids tell."""
    keys = (getattr(one.fact, name) for name in _NAMED.get(type(one.fact), ()))
    return [one.at_ms, *(ms for key in keys if key and (ms := made_ms(key)) is not None)]


def made_ms(key: str) -> int | None:
    """Return when an id (UUIDv7) was made, UTC ms; None if it is no such id."""
    try:
        return int(key[:8] + key[9:13], 16)
    except ValueError:
        return None


def _visits(conn: Connection, branch: str, facts: Iterable[Recorded]) -> set[str]:
    """Return the visits that facts speak of."""
    visits = {
        getattr(one.fact, "visit", "") or _visit_of(conn, branch, getattr(one.fact, "leg", ""))
        for one in facts
    }
    return visits - {""}


def _took_over(conn: Connection, branch: str, dates: set[str]) -> set[str]:
    named = [{"branch": branch, "date": date} for date in dates]
    return {str(visit) for one in named for (visit,) in conn.execute(_TOOK_OVER, one).fetchall()}


def _visit_of(conn: Connection, branch: str, leg: str) -> str:
    row = conn.execute(_VISIT_OF, {"branch": branch, "leg": leg}).fetchone()
    return str(row[0]) if row else ""


def _lived(conn: Connection, branch: str, visit: str) -> set[str]:
    """Return the date of a visit's number and those it was carried into or from."""
    named = {"branch": branch, "visit": visit}
    rows = (*conn.execute(_ISSUED, named).fetchall(), *conn.execute(_CARRIED, named).fetchall())
    return {date for (date,) in rows}
