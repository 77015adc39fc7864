"""What the comparison shows: one measure of many branches over some weeks, as plain frozen values and small charts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf
from typing import Final

from kiosk.hq.pages.listing import Page, Wish, turned
from kiosk.hq.pages.speech import Speech
from kiosk.hq.reports import EDGES_MIN, Comparison, DayFigures, Part
from kiosk.web.charts import Drawing
from kiosk.web.charts_plot import Series, lines

WEEKS: Final = ("8", "4", "13", "26")
SORTS: Final = ("worst", "best", "change", "name")
CARDS: Final = 12
"""Branches on one page: as many as can be taken in at a glance."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something weeks are compared by."""

    name: str
    of: Callable[[DayFigures], float | None]
    """Its value, None where there is too little to tell."""
    more_is_better: bool | None
    """None: neither more nor less of it is good."""
    most: float | None = None
    """The top of its axis, where that is fixed."""
    unit: str = ""
    """The key of its unit in the table `figures`."""
    edge: float | None = None
    """What lies above it is known no closer, and is `inf`."""
    part: Part = "days"
    """The only part of the weeks that it is told from."""

    def drawn(self, values: Sequence[float | None]) -> tuple[float | None, ...]:
        """Return values as they can be drawn: what lies above the edge stands on it."""
        return tuple(None if value is None else min(value, self.edge or value) for value in values)

    def said(self, value: float) -> str:
        """Return a value for a table: 12.5, or >120."""
        return f">{self.edge:g}" if value == inf else f"{value:g}"


def _nine_tenths(week: DayFigures) -> float | None:
    lies = week.all_waits.within(90)
    # The upper edge: it was at most so long.
    return None if lies is None else inf if lies.high_min is None else float(lies.high_min)


def _average(week: DayFigures) -> float | None:
    mean = week.all_waits.mean_ms
    return None if mean is None else mean / 60_000


def _percent(part: float | None) -> float | None:
    return None if part is None else 100 * part


def _no_shows(week: DayFigures) -> float | None:
    ended = week.finished + week.no_shows
    return 100 * week.no_shows / ended if ended else None


def _unprinted(week: DayFigures) -> float | None:
    papers = week.paper.printed + week.paper.failed + week.paper.unknown
    return 100 * (week.paper.failed + week.paper.unknown) / papers if papers else None


MEASURES: Final[Mapping[str, Measure]] = {
    one.name: one
    for one in (
        Measure(
            "wait",
            _nine_tenths,
            more_is_better=False,
            unit="unit_minutes",
            edge=EDGES_MIN[-1],
            part="waits",
        ),
        Measure("average", _average, more_is_better=False, unit="unit_minutes", part="waits"),
        Measure(
            "kept",
            lambda week: _percent(week.all_waits.kept_share),
            more_is_better=True,
            most=100,
            unit="unit_percent",
            part="waits",
        ),
        Measure("no_shows", _no_shows, more_is_better=False, unit="unit_percent"),
        Measure("mean", lambda week: week.ratings.mean, more_is_better=True, most=5, unit="unit_score"),
        Measure("issued", lambda week: float(week.issued), more_is_better=None, unit="unit_tickets"),
        Measure("unprinted", _unprinted, more_is_better=False, unit="unit_percent"),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """One branch over the weeks."""

    branch: str
    name: str
    values: tuple[float | None, ...]
    """One for each week; the last week is that of today, and not over."""
    measure: Measure
    chart: Drawing | None = None

    @property
    def last(self) -> float | None:
        """The newest value of a whole week; that of the running one if there is no other."""
        newest = (*reversed(self.values[:-1]), *self.values[-1:])
        return next((value for value in newest if value is not None), None)

    @property
    def change(self) -> float | None:
        """How much the newest whole week differs from the mean of those before it."""
        known = [value for value in self.measure.drawn(self.values[:-1]) if value is not None]
        return known[-1] - sum(known[:-1]) / len(known[:-1]) if len(known) > 1 else None


@dataclass(frozen=True, slots=True)
class Compared:
    """The whole page."""

    measure: Measure
    weeks: tuple[str, ...]
    """Mondays, ISO, oldest first."""
    bank: Row
    """All branches together."""
    page: Page[Row]

    @property
    def labels(self) -> list[str]:
        """What stands below the charts."""
        return [week[5:] for week in self.weeks]


def mondays(today: str, weeks: int) -> list[str]:
    """Return the Mondays (ISO) of `weeks` weeks that end with the one of today, oldest first."""
    day = date.fromisoformat(today)
    monday = day - timedelta(days=day.weekday())
    return [(monday - timedelta(weeks=back)).isoformat() for back in range(weeks - 1, -1, -1)]


def compared(comparison: Comparison, names: Mapping[str, str], wish: Wish, say: Speech) -> Compared:
    """Return one page of branches; every chart on it has the same axis, so that heights may be compared."""
    measure = MEASURES[wish["of"]]
    rows = sorted(
        rows_of(comparison, names, measure, wish["q"]), key=lambda row: _order(row, wish["sort"], measure)
    )
    page = turned(rows, wish.number, CARDS)
    totals = tuple(measure.of(week.total) if week.total.days else None for week in comparison.weeks)
    bank = Row("", "", totals, measure)
    weeks = tuple(week.first for week in comparison.weeks)
    shown = [value for row in (*page.items, bank) for value in measure.drawn(row.values) if value is not None]
    most = measure.most or max(shown, default=1)
    drawn = [_drawn(row, bank, weeks, most, say.t(f"figures.{measure.unit}")) for row in page.items]
    return Compared(measure, weeks, bank, Page(tuple(drawn), page.number, page.pages, page.total, page.rows))


def rows_of(comparison: Comparison, names: Mapping[str, str], measure: Measure, text: str = "") -> list[Row]:
    """Return every branch whose name or code holds `text`, in no order."""
    wanted = text.casefold()
    return [
        Row(code, name, tuple(_value(measure, week.branches.get(code)) for week in comparison.weeks), measure)
        for code, name in names.items()
        if wanted in code.casefold() or wanted in name.casefold()
    ]


def _value(measure: Measure, week: DayFigures | None) -> float | None:
    return None if week is None else measure.of(week)


def _order(row: Row, sort: str, measure: Measure) -> tuple[bool, float, str, str]:
    """Return the order of a row: what nothing is known of comes last, whichever way it is sorted."""
    if sort == "name":
        return False, 0.0, row.name, row.branch
    value = row.change if sort == "change" else row.last
    better = 1.0 if measure.more_is_better is False else -1.0
    # `worst` and `change` begin with what got worst; `best` with what is best, or with the most of what is neither.
    sign = better if sort == "best" else -better
    return value is None, sign * (value or 0.0), row.name, row.branch


def _drawn(row: Row, bank: Row, weeks: Sequence[str], most: float, unit: str) -> Row:
    drawn = row.measure.drawn
    series = (Series("s3", drawn(bank.values)), Series("s1", drawn(row.values)))
    return replace(row, chart=lines(series, [week[5:] for week in weeks], unit, most))
