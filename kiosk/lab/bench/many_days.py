"""Many days of many branches in a headquarters, quickly: days made of facts once, copied under other dates and branches.

A copy holds what its facts would have made: the rows of the tables and of the roll-ups with every id and moment moved by
whole days. `differences` reckons some of them anew from their tables, and counts those that come out otherwise.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.hq.rollup import rolled_up
from kiosk.hq.rollup_day import roll_up_day
from kiosk.hq.rollup_week import roll_up_weeks
from kiosk.hq.sites import Site, enrol
from kiosk.hq.store.port import Server, Store
from kiosk.hq.store.schema_rollups import FOLLOWING
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.lab.bench.busy_day import busy_day
from kiosk.records.compare import columns_of
from kiosk.records.connection import Connection, Row
from kiosk.records.project import project
from kiosk.records.schema import KEYS

_DAY_MS: Final = 86_400_000
FIRST: Final = date(2026, 1, 5)
"""Of the days that are copied."""
_FIRST_MS: Final = 1_767_574_800_000
"""Nine o'clock of that Monday in Shanghai."""
_NEWEST: Final = frozenset({"rollup_live", "rollup_printer"})
"""Of these the row of the newest day alone stands."""
_IDS: Final = frozenset({"id", "visit", "leg", "runner_up"})
_MOMENTS: Final = frozenset(
    f"{name}_ms"
    for name in (
        "opens", "closes", "cutoff", "opened", "closed", "issued", "joined", "ended", "called", "started", "rated",
        "answered", "queued", "changed", "found", "checked", "kept", "from", "at", "since", "sent", "received",
    )
)  # fmt: skip
_COMPARED: Final = ("rollup_day", "rollup_wait", "rollup_reason", "rollup_finding", "rollup_hour")
_TABLES: Final = tuple(table for table in (*KEYS, *FOLLOWING) if not table.startswith("rollup_week"))


@dataclass(frozen=True, slots=True)
class Past:
    """What was written."""

    branches: tuple[str, ...]
    first: str
    last: str
    facts: int


Rows = dict[str, tuple[tuple[str, ...], list[Row]]]
"""Of each table its columns and rows."""


@dataclass(frozen=True, slots=True)
class Template:
    """A day as headquarters has it, and of how many facts."""

    rows: Rows
    facts: int


def write_days(store: Store, templates: Sequence[Template], branches: int, days: int, last: date) -> Past:
    """Write so many days up to `last` of so many branches into an empty store, all of them copies of some."""
    names = tuple(f"bench-{number:04}" for number in range(branches))
    newest = (last - FIRST).days
    dates = range(newest - days + 1, newest + 1)
    for day in dates:
        moved = [_moved(template.rows, day, is_newest=day == newest) for template in templates]
        for server in store.servers:
            here = [(name, at) for at, name in enumerate(names) if store.place(name) is server]
            with server.write() as conn:
                for table, (columns, _) in templates[0].rows.items():
                    rows = (
                        _named(row, columns, name)
                        for name, at in here
                        for row in moved[(at + day) % len(templates)][table]
                    )
                    server.copy(conn, table, columns, rows)
    total = sum(templates[(at + day) % len(templates)].facts for at in range(branches) for day in dates)
    for name in names:
        _introduce(store.server_of(name), name, templates[0].facts * days, newest)
        with store.server_of(name).write() as conn:
            roll_up_weeks(conn, name, map(_date, dates))
    return Past(names, _date(dates[0]), _date(newest), total)


def _date(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def templates_of(folder: Path, count: int) -> list[Template]:
    """Make so many days out of facts, in a file of `folder`."""
    store, templates = SqliteStore(folder / "templates.db", b""), []
    for seed in range(count):
        recorded = busy_day(_date(0), _FIRST_MS, seed)
        with store.servers[0].write() as conn:
            for one in recorded:
                project(conn, str(seed), one, guarded=False)
            rolled_up(conn, str(seed), recorded)
            rows = {table: _rows(conn, table, str(seed)) for table in _TABLES}
        templates.append(Template(rows, len(recorded)))
    store.close()
    return templates


def _rows(conn: Connection, table: str, branch: str) -> tuple[tuple[str, ...], list[Row]]:
    columns = tuple(columns_of(conn, table))
    query = f"SELECT {', '.join(columns)} FROM {table} WHERE branch = :branch"  # noqa: S608 - names of ours
    return columns, conn.execute(query, {"branch": branch}).fetchall()


def _moved(template: Rows, day: int, *, is_newest: bool) -> dict[str, list[Row]]:
    """Return the rows of a day, so many days later."""
    return {
        table: [] if table in _NEWEST and not is_newest else list(_later(columns, rows, day))
        for table, (columns, rows) in template.items()
    }


def _later(columns: tuple[str, ...], rows: list[Row], day: int) -> Iterator[Row]:
    by_ms, on = day * _DAY_MS, _date(day)
    moves: list[Callable[[Any], Any] | None] = [_move_of(column, by_ms, on) for column in columns]
    for row in rows:
        yield tuple(value if move is None else move(value) for value, move in zip(row, moves, strict=True))


def _move_of(column: str, by_ms: int, on: str) -> Callable[[Any], Any] | None:
    if column == "date":
        return lambda _: on
    if column in _IDS:
        return lambda key: _id_later(key, by_ms) if key else key
    if column in _MOMENTS:
        return lambda ms: None if ms is None else ms + by_ms
    return None


def _id_later(key: str, by_ms: int) -> str:
    made = f"{int(key[:8] + key[9:13], 16) + by_ms:012x}"
    return f"{made[:8]}-{made[8:]}{key[13:]}"


def _named(row: Row, columns: tuple[str, ...], branch: str) -> Row:
    place = columns.index("branch")
    return (*row[:place], branch, *row[place + 1 :])


def _introduce(server: Server, branch: str, facts: int, newest: int) -> None:
    """Take a branch in as one whose facts have all come and are applied, and that has just said the same of its day."""
    at_ms = _FIRST_MS + newest * _DAY_MS + _DAY_MS // 3
    row = {"branch": branch, "epoch": bytes(8), "seq": facts, "at": at_ms, "date": _date(newest)}
    with server.write() as conn:
        enrol(conn, Site(branch, "enrolled", branch.encode().ljust(32, b"\0"), demonstration=False), at_ms)
        conn.execute("UPDATE rollup_live SET projected = :seq WHERE branch = :branch", row)
        conn.execute(
            "INSERT INTO reached (branch, epoch, place, first, before, seq, hash, applied, facts_at, moved_ms)"
            " VALUES (:branch, :epoch, 1, 1, :epoch, :seq, :epoch, :seq, :at, :at)",
            row,
        )
        conn.execute("INSERT INTO told_last VALUES (:branch, :date, :at)", row)
        conn.execute(
            "INSERT INTO told SELECT branch, date, :epoch, :seq, 0, 0, 0, issued, finished, :at, :at, issued, finished"
            " FROM rollup_day WHERE branch = :branch AND date = :date",
            row,
        )


def differences(store: Store, past: Past, samples: int) -> int:
    """Reckon so many of the days anew from their tables; return how many come out otherwise than they stand."""
    chance, first = random.Random(1), date.fromisoformat(past.first)
    days = (date.fromisoformat(past.last) - first).days + 1
    wrong = 0
    for _ in range(samples):
        branch, on = (
            chance.choice(past.branches),
            (first + timedelta(days=chance.randrange(days))).isoformat(),
        )
        with store.server_of(branch).write() as conn:
            before = _standing(conn, branch, on)
            roll_up_day(conn, branch, on)
            wrong += _standing(conn, branch, on) != before
    return wrong


def _standing(conn: Connection, branch: str, on: str) -> list[list[Row]]:
    named = {"branch": branch, "date": on}
    query = "SELECT * FROM {} WHERE branch = :branch AND date = :date"
    return [sorted(conn.execute(query.format(table), named).fetchall()) for table in _COMPARED]
