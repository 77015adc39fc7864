"""Figures of days added up: by branch and date, by date, by branch, or all together; each server adds up its own."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import add
from typing import Final, Literal

from kiosk.hq.reports.shapes import DayFigures, Paper, Part, Ratings, Waits
from kiosk.hq.store.port import Server, Store
from kiosk.hq.store.schema_rollups import DAY_COUNTS, WAIT_COUNTS
from kiosk.records.connection import Connection

By = Literal["date", "branch"]
Key = tuple[str, str]
"""Date and branch, empty of several."""

_OF_ALL: Final = "WHERE date BETWEEN :first AND :last"
_OF_ONE: Final = "WHERE branch = :branch AND date BETWEEN :first AND :last"
_NOTHING: Final = (0,) * len(DAY_COUNTS)
_LONGEST: Final = WAIT_COUNTS.index("longest_ms")


@cache
def statements(by: tuple[By, ...], *, is_one: bool, is_week: bool = False) -> tuple[str, str, str]:
    """Return what adds up days, waits and reasons from `:first` to `:last`; `is_one`: of `:branch` alone.

    `is_week`: it is one week, whose figures stand ready (rollup_week), named by its Monday, `:first`.
    """
    if is_week:
        return _of_weeks(is_one=is_one)
    where = _OF_ONE if is_one else _OF_ALL
    date, branch = ("date" if "date" in by else "''"), ("branch" if "branch" in by else "''")

    def adding(table: str, columns: Sequence[str], *more: str) -> str:
        # Without the cast a sum is no integer on PostgreSQL.
        summed = ", ".join(
            "max(longest_ms)" if name == "longest_ms" else f"CAST(sum({name}) AS BIGINT)" for name in columns
        )
        named = ", ".join((date, branch, *more, "count(*)", summed))
        # SQLite prefers the key, whose date bounds only, to the index, which finds the branch as well.
        hint = f" INDEXED BY {table}_of" if is_one else ""
        return f"SELECT {named} FROM {table}{hint} {where} GROUP BY {', '.join((*by, *more))}"  # noqa: S608

    return (
        adding("rollup_day", DAY_COUNTS),
        adding("rollup_wait", WAIT_COUNTS, "care"),
        adding("rollup_reason", ("times",), "reason"),
    )


def _of_weeks(*, is_one: bool) -> tuple[str, str, str]:
    # By branch alone, as weeks are compared: nothing is left to be added up.
    def reading(table: str, columns: Sequence[str], *more: str) -> str:
        named = ", ".join(("''", "branch", *more, "days", *columns))
        return f"SELECT {named} FROM {table} WHERE date = :first{' AND branch = :branch' if is_one else ''}"  # noqa: S608

    return (
        reading("rollup_week", DAY_COUNTS),
        reading("rollup_week_wait", WAIT_COUNTS, "care"),
        reading("rollup_week_reason", ("times",), "reason"),
    )


def added(  # noqa: PLR0913, PLR0917 - what, when, where, how and how much of it
    store: Store,
    first: str,
    last: str,
    branches: Collection[str] | None,
    by: tuple[By, ...],
    part: Part | None = None,
) -> list[DayFigures]:
    """Return the figures from one ISO date to another, both included, of some branches or all, added up by `by`.

    Ordered by date, then branch. Nothing for dates on which no branch was open. Of one part alone if it is named, which
    is cheaper: everything else is as if it had not happened. StoreBusy: a server is away.
    """
    sums = _Sums(first)
    for server, some in asked(store, branches):
        with server.read() as conn:
            for branch in some:
                sums.take(conn, by, {"first": first, "last": last, "branch": branch}, part)
    return sums.figures()


def week_by_branch(
    store: Store, monday: str, branches: Collection[str] | None, part: Part | None = None
) -> tuple[list[DayFigures], DayFigures]:
    """Return the week that begins with a Monday (ISO) by branch, and for all of them together; `part` as in `added`."""
    sums = _Sums(monday)
    for server, some in asked(store, branches):
        with server.read() as conn:
            for branch in some:
                sums.take(conn, ("branch",), {"first": monday, "branch": branch}, part, is_week=True)
    return sums.figures(), sums.total()


def asked(store: Store, branches: Collection[str] | None) -> list[tuple[Server, list[str]]]:
    """Return the servers that keep some branches, each with those of them it has; or all servers, with no name alone."""
    if branches is None:
        return [(server, [""]) for server in store.servers]
    of_server: dict[int, tuple[Server, list[str]]] = {}
    for branch in branches:
        server = store.server_of(branch)
        of_server.setdefault(id(server), (server, []))[1].append(branch)
    return [*of_server.values()]


@dataclass
class _Sums:
    """What servers added up from a date on, put together."""

    first: str
    days: dict[Key, list[int]] = field(default_factory=dict)
    waits: defaultdict[Key, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    reasons: defaultdict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def take(
        self,
        conn: Connection,
        by: tuple[By, ...],
        named: dict[str, str],
        part: Part | None = None,
        *,
        is_week: bool = False,
    ) -> None:
        """Add what one server says, of one branch or of all it has; of one part alone if it is named."""
        days, waits, reasons = statements(by, is_one=bool(named["branch"]), is_week=is_week)
        if part != "waits":
            for date, branch, *counts in conn.execute(days, named).fetchall():
                self._add_day((date, branch), counts)
        if part != "days":
            for date, branch, care, _, *counts in conn.execute(waits, named).fetchall():
                self._add_waits((date, branch), care, counts)
        if part is not None:
            self._stand_in()
            return
        for date, branch, reason, _, times in conn.execute(reasons, named).fetchall():
            self.reasons[date, branch][reason] += times

    def _stand_in(self) -> None:
        """Let there be a day wherever somebody waited: days themselves may not have been read."""
        for key in self.waits:
            self.days.setdefault(key, [1, *_NOTHING])

    def _add_day(self, key: Key, counts: list[int]) -> None:
        known = self.days.get(key)
        self.days[key] = counts if known is None else [*map(add, known, counts)]

    def _add_waits(self, key: Key, care: str, counts: list[int]) -> None:
        known = self.waits[key].get(care)
        if known is not None:
            longest = max(known[_LONGEST], counts[_LONGEST])
            counts = [*map(add, known, counts)]
            counts[_LONGEST] = longest
        self.waits[key][care] = counts

    def figures(self) -> list[DayFigures]:
        """Return everything that was added up, each for itself."""
        return [self._figures(key, counts) for key, counts in sorted(self.days.items())]

    def total(self) -> DayFigures:
        """Return everything together."""
        one, key = _Sums(self.first), ("", "")
        for counts in self.days.values():
            one._add_day(key, counts)
        for care, waits in (
            (care, waits) for of_key in self.waits.values() for care, waits in of_key.items()
        ):
            one._add_waits(key, care, waits)
        for reasons in self.reasons.values():
            one.reasons[key] += reasons
        return next(iter(one.figures()), DayFigures("", self.first, days=0))

    def _figures(self, key: Key, counts: list[int]) -> DayFigures:
        (days, *_), named = counts, dict(zip(DAY_COUNTS, counts[1:], strict=True))
        waits = {care: _waits(of_class) for care, of_class in sorted(self.waits[key].items())}
        scores = tuple(named.pop(f"score_{score}") for score in range(1, 6))
        said = Ratings(named.pop("visits"), scores, named.pop("low_seen_to"), dict(self.reasons[key]))  # type: ignore[arg-type]  # five
        paper = Paper(**{name: named.pop(name) for name in _PAPER})
        return DayFigures(
            key[1],
            key[0] or self.first,
            days,
            named.pop("is_open"),
            waits=waits,
            ratings=said,
            paper=paper,
            **named,
        )


_PAPER: Final = ("printed", "failed", "unknown", "waiting", "guides", "trouble_ms")


def _waits(counts: list[int]) -> Waits:
    """Return waits out of their columns, in the order of WAIT_COUNTS: the bins are last."""
    called, sum_ms, longest_ms, promised, kept, *bins = counts
    return Waits(called, sum_ms, longest_ms, promised, kept, tuple(bins))
