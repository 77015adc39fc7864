"""Weeks of a branch out of its days: what compares all branches over weeks reads a row for each of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import structlog

from kiosk.hq.store.schema_rollups import DAY_COUNTS, WAIT_COUNTS
from kiosk.records.connection import Connection

log = structlog.get_logger()

_LAST_DAY: Final = timedelta(days=6)
_DATES: Final = "SELECT DISTINCT date FROM rollup_day"


def monday_of(day: date) -> date:
    """Return the Monday of the week of a date (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def _adding(week: str, of_days: str, columns: Sequence[str], *more: str, is_one: bool = True) -> str:
    # A sum is no integer on PostgreSQL without the cast; SQLite needs to be told which index finds the branch as well.
    summed = ", ".join(
        "max(longest_ms)" if name == "longest_ms" else f"CAST(sum({name}) AS BIGINT)" for name in columns
    )
    named = ", ".join(("date", "branch", *more, "days", *columns))
    kept = ", ".join(("CAST(:monday AS TEXT)", "branch", *more, "count(*)", summed))
    by_index, of_one = (f" INDEXED BY {of_days}_of", "branch = :branch AND ") if is_one else ("", "")
    return (
        f"INSERT INTO {week} ({named}) SELECT {kept} FROM {of_days}{by_index}"  # noqa: S608 - ours
        f" WHERE {of_one}date BETWEEN :monday AND :sunday GROUP BY {', '.join(('branch', *more))}"
    )


_PARTS: Final[tuple[tuple[str, str, Sequence[str], tuple[str, ...]], ...]] = (
    ("rollup_week", "rollup_day", DAY_COUNTS, ()),
    ("rollup_week_wait", "rollup_wait", WAIT_COUNTS, ("care",)),
    ("rollup_week_reason", "rollup_reason", ("times",), ("reason",)),
)
_WEEKS: Final = {week: _adding(week, days, columns, *more) for week, days, columns, more in _PARTS}
_OF_ALL: Final = tuple(
    _adding(week, days, columns, *more, is_one=False) for week, days, columns, more in _PARTS
)
QUERIES: Final = tuple(_WEEKS.values())
"""Every statement of this module that reads."""


def roll_up_weeks(conn: Connection, branch: str, dates: Iterable[str]) -> None:
    """Add up anew the weeks in which dates of a branch lie, after their days; inside the same transaction.

    A text of a fact that is no date has no week: it is said in the log, for no fact may hold up those behind it.
    """
    for week in _weeks_of(dates):
        of_branch = {"branch": branch, **week}
        for table, add in _WEEKS.items():
            conn.execute(f"DELETE FROM {table} WHERE branch = :branch AND date = :monday", of_branch)  # noqa: S608 - ours
            conn.execute(add, of_branch)


def add_up_weeks(conn: Connection) -> None:
    """Add up all weeks of all branches, once, where there were days before there were weeks; inside a transaction."""
    for week in _weeks_of([str(one) for (one,) in conn.execute(_DATES).fetchall()]):
        for add in _OF_ALL:
            conn.execute(add, week)


def _weeks_of(dates: Iterable[str]) -> Iterator[dict[str, str]]:
    """Give Monday and Sunday of each week in which dates (ISO) lie, in order."""
    mondays = set[date]()
    for one in dates:
        try:
            mondays.add(monday_of(date.fromisoformat(one)))
        except ValueError:
            log.warning("date_without_week")
    for monday in sorted(mondays):
        sunday = min(monday, date.max - _LAST_DAY) + _LAST_DAY
        yield {"monday": monday.isoformat(), "sunday": sunday.isoformat()}
