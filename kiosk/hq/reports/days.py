"""Days and weeks of branches: what each came to, and beside each other."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from kiosk.hq.reports.adding import added, week_by_branch
from kiosk.hq.reports.shapes import Comparison, DayFigures, Hour, Part, Week
from kiosk.hq.rollup_week import monday_of
from kiosk.hq.store.port import Store

_HOURS: Final = (
    "SELECT from_ms, came, called FROM rollup_hour WHERE branch = :branch AND date = :date ORDER BY from_ms"
)
QUERIES: Final = (_HOURS,)
"""Every statement of this module; what adds up stands in `adding`."""


def daily(
    store: Store,
    date_from: str,
    date_to: str,
    branches: Collection[str] | None = None,
    part: Part | None = None,
) -> list[DayFigures]:
    """Return what each date (ISO, both ends included) came to at each branch, or at some; by date, then branch."""
    return added(store, date_from, date_to, branches, ("date", "branch"), part)


def totals(
    store: Store,
    date_from: str,
    date_to: str,
    branches: Collection[str] | None = None,
    part: Part | None = None,
) -> list[DayFigures]:
    """Return what each date came to at all branches together, or at some; by date."""
    return added(store, date_from, date_to, branches, ("date",), part)


def hours(store: Store, branch: str, date: str) -> list[Hour]:
    """Return the hours of a date in which something happened, in order."""
    with store.server_of(branch).read() as conn:
        return [Hour(*row) for row in conn.execute(_HOURS, {"branch": branch, "date": date}).fetchall()]


def compare(
    store: Store, weeks: Iterable[str], branches: Collection[str] | None = None, part: Part | None = None
) -> Comparison:
    """Return weeks beside each other, each named by any of its days (ISO); of `part` alone if it is named: cheaper.

    What is not read is as if it had not happened. ValueError: no such day.
    """
    mondays = sorted({monday_of(date.fromisoformat(day)) for day in weeks})
    return Comparison(tuple(_week(store, monday, branches, part) for monday in mondays))


def _week(store: Store, monday: date, branches: Collection[str] | None, part: Part | None) -> Week:
    first, last = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    each, total = week_by_branch(store, first, branches, part)
    return Week(first, last, {one.branch: one for one in each}, total)
