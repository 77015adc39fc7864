"""Figures of days added up: by branch and date, by date, by branch, or all together; each server adds up its own."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from kiosk.hq.reports.shapes import FEWEST_RATINGS, DayFigures, Paper, Ratings, Waits
from kiosk.hq.store.port import Server, Store
from kiosk.hq.store.schema_rollups import DAY_COUNTS, WAIT_COUNTS
from kiosk.records.connection import Connection, Row

By = Literal["date", "branch"]
Key = tuple[str, str]
"""Date and branch, empty of several."""

_OF_ALL: Final = "WHERE date BETWEEN :first AND :last"
_OF_ONE: Final = "WHERE branch = :branch AND date BETWEEN :first AND :last"
_LONGEST: Final = WAIT_COUNTS.index("longest_ms")


@cache
def statements(by: tuple[By, ...], *, is_one: bool) -> tuple[str, str, str]:
    """Return what adds up days, waits and reasons from `:first` to `:last`; `is_one`: of `:branch` alone."""
    where = _OF_ONE if is_one else _OF_ALL
    date, branch = ("date" if "date" in by else "''"), ("branch" if "branch" in by else "''")

    def adding(table: str, columns: Sequence[str], *more: str) -> str:
        summed = ", ".join("max(longest_ms)" if name == "longest_ms" else f"sum({name})" for name in columns)
        named = ", ".join((date, branch, *more, "count(*)", summed))
        # SQLite prefers the key, whose date bounds only, to the index, which finds the branch as well.
        hint = f" INDEXED BY {table}_of" if is_one else ""
        groups = ", ".join((*by, *more))
        return f"SELECT {named} FROM {table}{hint} {where}" + (f" GROUP BY {groups}" if groups else "")  # noqa: S608

    return (
        adding("rollup_day", DAY_COUNTS),
        adding("rollup_wait", WAIT_COUNTS, "care"),
        adding("rollup_reason", ("times",), "reason"),
    )


def added(
    store: Store, first: str, last: str, branches: Collection[str] | None, by: tuple[By, ...]
) -> list[DayFigures]:
    """Return the figures from one ISO date to another, both included, of some branches or all, added up by `by`.

    Ordered by date, then branch. Nothing for dates on which no branch was open. StoreBusy: a server is away.
    """
    sums = _Sums(first)
    for server, branch in asked(store, branches):
        with server.read() as conn:
            sums.take(conn, by, {"first": first, "last": last, "branch": branch})
    return sums.figures()


def asked(store: Store, branches: Collection[str] | None) -> Iterator[tuple[Server, str]]:
    """Yield the servers that keep some branches, with each branch; or all servers, each with no branch."""
    if branches is None:
        yield from ((server, "") for server in store.servers)
    else:
        yield from ((store.server_of(branch), branch) for branch in branches)


@dataclass
class _Sums:
    """What servers added up from a date on, put together."""

    first: str
    days: dict[Key, list[int]] = field(default_factory=dict)
    waits: defaultdict[Key, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    reasons: defaultdict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def take(self, conn: Connection, by: tuple[By, ...], named: dict[str, str]) -> None:
        """Add what one server says, of one branch or of all it has."""
        days, waits, reasons = statements(by, is_one=bool(named["branch"]))
        for row in conn.execute(days, named).fetchall():
            if row[2]:
                self._add_day(row)
        for row in conn.execute(waits, named).fetchall():
            if row[3]:
                self._add_waits(row)
        for row in conn.execute(reasons, named).fetchall():
            self.reasons[row[0], row[1]][row[2]] += int(row[4])

    def _add_day(self, row: Row) -> None:
        counts = [int(each) for each in row[2:]]
        known = self.days.get((row[0], row[1]))
        self.days[row[0], row[1]] = counts if known is None else [*map(sum, zip(known, counts, strict=True))]

    def _add_waits(self, row: Row) -> None:
        counts, of_class = [int(each) for each in row[4:]], self.waits[row[0], row[1]]
        known = of_class.get(row[2])
        if known is not None:
            longest = max(known[_LONGEST], counts[_LONGEST])
            counts = [*map(sum, zip(known, counts, strict=True))]
            counts[_LONGEST] = longest
        of_class[row[2]] = counts

    def figures(self) -> list[DayFigures]:
        """Return everything that was added up."""
        return [self._figures(key, counts) for key, counts in sorted(self.days.items())]

    def _figures(self, key: Key, counts: list[int]) -> DayFigures:
        (days, *_), named = counts, dict(zip(DAY_COUNTS, counts[1:], strict=True))
        waits = {care: _waits(of_class) for care, of_class in sorted(self.waits[key].items())}
        scores = tuple(named.pop(f"score_{score}") for score in range(1, 6))
        reasons = self.reasons[key] if sum(scores) >= FEWEST_RATINGS else {}
        said = Ratings(named.pop("visits"), scores, named.pop("low_seen_to"), dict(reasons))  # type: ignore[arg-type]  # five
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
    named = dict(zip(WAIT_COUNTS, counts, strict=True))
    bins = tuple(named[name] for name in WAIT_COUNTS if name.startswith("bin_"))
    return Waits(
        named["called"], named["sum_ms"], named["longest_ms"], named["promised"], named["kept"], bins
    )
