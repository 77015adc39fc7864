"""Every report and page of headquarters over millions of facts, on SQLite and, where its wheel is there, on PostgreSQL."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.domain.percentile import percentile
from kiosk.hq.reports import Reports
from kiosk.hq.store.port import Store
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.lab.bench.databases import best_database
from kiosk.lab.bench.figure_pages import watching
from kiosk.lab.bench.many_days import Past, differences, templates_of, write_days
from kiosk.lab.bench.measure import Row, interleaved, spread

_MOST_MS: Final = 300.0
_SAMPLES: Final = 12
_TEMPLATES: Final = 5
_WEEK: Final = 7


def report_rows(folder: Path, branches: int, days: int, looks: int) -> Iterator[Row]:
    """Write so many days of so many branches, some 4,500 facts each, and look at every report and page so often."""
    folder.mkdir()
    templates = templates_of(folder, min(_TEMPLATES, branches * days))
    with contextlib.closing(SqliteStore(folder / "headquarters.db", b"")) as store:
        yield from _rows_of("SQLite", store, write_days(store, templates, branches, days, today()), looks)
    with best_database() as kept:
        if not kept.urls:
            return
        from kiosk.hq.store.postgres_store import PostgresStore

        with contextlib.closing(PostgresStore(kept.urls)) as store:
            past = write_days(store, templates, branches, days, today())
            for server in store.servers:
                with server.write() as conn:
                    conn.execute("ANALYZE")  # as its own housekeeping does after a while
            yield from _rows_of(kept.name, store, past, looks)


def today() -> date:
    """Return the date that a branch of these days has now."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _rows_of(name: str, store: Store, past: Past, looks: int) -> Iterator[Row]:
    wrong = differences(store, past, _SAMPLES)
    yield Row(
        f"roll-ups of {past.facts:,} facts, {name}",
        f"{wrong} of {_SAMPLES} days differ from a full scan",
        "0 days",
        wrong == 0,
    )
    with watching(store, past) as pages:
        looked = {**_reports(Reports(store), past), **pages}
        for look in looked.values():
            look()  # the first one loads and compiles what draws it
        timed = interleaved(list(looked.values()), looks)
    for what, taken in zip(looked, timed, strict=True):
        slowest = percentile(taken, 95)
        yield Row(f"{what}, {name}", spread(taken), f"p95 <= {_MOST_MS:.0f} ms", slowest <= _MOST_MS)


def _reports(reports: Reports, past: Past) -> dict[str, Callable[[], object]]:
    """Return every report as its page asks for it, by name."""
    last = date.fromisoformat(past.last)
    week = (last - timedelta(days=_WEEK - 1)).isoformat()
    weeks = [(last - timedelta(days=_WEEK * back)).isoformat() for back in range(4)]
    branch = past.branches[len(past.branches) // 2]
    return {
        f"report of {len(past.branches):,} branches": reports.branches,
        "report of live queues": reports.live,
        "report of a day, every branch": lambda: reports.daily(past.last, past.last),
        "report of a week, every branch": lambda: reports.daily(week, past.last),
        "report of all days together": lambda: reports.totals(past.first, past.last),
        "report of all days of a branch": lambda: reports.daily(past.first, past.last, [branch]),
        "report of the hours of a day": lambda: reports.hours(branch, past.last),
        "report of four weeks, every branch": lambda: reports.compare(weeks),
        "report of one visit": lambda: reports.visit(branch, "A150", past.first),
        "report of what both count": lambda: reports.reconciled(branch, 30),
        "report of troubles, every branch": lambda: reports.trouble(past.first, past.last),
        "report of what waits": reports.backlog,
        "whether anything is new": reports.mark,
    }
