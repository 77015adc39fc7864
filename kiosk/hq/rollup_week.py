"""Weeks of a branch out of its days: what compares all branches over weeks reads a row for each of them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from kiosk.hq.store.schema_rollups import DAY_COUNTS, WAIT_COUNTS
from kiosk.records.connection import Connection

_LAST_DAY: Final = timedelta(days=6)


def monday_of(day: date) -> date:
    """Return the Monday of the week of a date (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def _adding(week: str, of_days: str, columns: Sequence[str], *more: str) -> str:
    # A sum is no integer on PostgreSQL without the cast; SQLite needs to be told which index finds the branch as well.
    summed = ", ".join(
        "max(longest_ms)" if name == "longest_ms" else f"CAST(sum({name}) AS BIGINT)" for name in columns
    )
    named = ", ".join(("date", "branch", *more, "days", *columns))
    kept = ", ".join(("CAST(:monday AS TEXT)", "branch", *more, "count(*)", summed))
    return (
        f"INSERT INTO {week} ({named}) SELECT {kept} FROM {of_days} INDEXED BY {of_days}_of"  # noqa: S608 - ours
        f" WHERE branch = :branch AND date BETWEEN :monday AND :sunday GROUP BY {', '.join(('branch', *more))}"
    )


_WEEKS: Final = {
    "rollup_week": _adding("rollup_week", "rollup_day", DAY_COUNTS),
    "rollup_week_wait": _adding("rollup_week_wait", "rollup_wait", WAIT_COUNTS, "care"),
    "rollup_week_reason": _adding("rollup_week_reason", "rollup_reason", ("times",), "reason"),
}
QUERIES: Final = tuple(_WEEKS.values())
"""Every statement of this module that reads."""


def roll_up_weeks(conn: Connection, branch: str, dates: Iterable[str]) -> None:
    """Add up anew the weeks in which dates (ISO) of a branch lie, after their days; inside the same transaction."""
    for monday in sorted({monday_of(date.fromisoformat(one)) for one in dates}):
        week = {
            "branch": branch,
            "monday": monday.isoformat(),
            "sunday": (monday + _LAST_DAY).isoformat(),
        }
        for table, add in _WEEKS.items():
            conn.execute(f"DELETE FROM {table} WHERE branch = :branch AND date = :monday", week)  # noqa: S608 - ours
            conn.execute(add, week)
