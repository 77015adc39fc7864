"""What the page of one branch shows of its days, as plain frozen values and charts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.hq.pages.speech import Speech
from kiosk.hq.reports import EDGES_MIN, FEWEST_RATINGS, Between, DayFigures, Hour, Waits
from kiosk.web.charts import Drawing
from kiosk.web.charts_heat import HeatRow, heat
from kiosk.web.charts_plot import Ranges, Series, Span, Stack, lines, ranges, stacked

SPANS: Final = ("7", "28", "90")
"""Days back from today, itself included."""
CLASSES: Final = ("ordinary", "elderly", "protected", "vip")
_MOST_SLOTS: Final = 31
_HOUR_MS: Final = 3_600_000
_DEEP: Final = 0.5
"""A column that holds half of a class is as dark as it gets."""
GROUPS: Final = (0, 5, 10, 15, 20, 30, 60)
"""Lower edges in minutes of the columns that waits are drawn in: every one is an edge of the bins as well."""


@dataclass(frozen=True, slots=True)
class Class:
    """The waits of one care class."""

    care: str
    waits: Waits
    cells: tuple[int, ...]
    """How many lie in each column of the chart."""

    @property
    def shares(self) -> tuple[float, ...]:
        """The same as shares of the class, 0 to 1: classes differ in size tenfold."""
        return tuple(count / max(1, self.waits.count) for count in self.cells)


@dataclass(frozen=True, slots=True)
class Sums:
    """What some days of a branch come to."""

    days: int
    issued: int
    finished: int
    no_shows: int
    closed: int
    """Void, or ended with the day."""
    waits: Waits
    rated: int
    mean: float | None
    visits: int
    low: int
    printed: int
    failed: int
    unknown: int
    trouble_ms: int
    helps: int

    @property
    def no_show_share(self) -> float | None:
        """No-shows of all services that ended one way or the other, 0 to 1."""
        ended = self.finished + self.no_shows
        return self.no_shows / ended if ended else None


@dataclass(frozen=True, slots=True)
class Past:
    """Some days of a branch: newest last, their sums, and their charts."""

    days: tuple[DayFigures, ...]
    sums: Sums
    weekly: bool
    """The charts show weeks and not days."""
    classes: tuple[Class, ...]
    scores: tuple[tuple[int, int, float], ...]
    """Score from 5 down to 1, ratings, share of all; none where there are too few."""
    reasons: tuple[tuple[str, int, float], ...]
    """Reason, times, share of the most touched one."""
    outcomes: Drawing
    spread: Drawing
    by_class: Drawing
    opinion: Drawing
    paper: Drawing


def dates_of(today: str, days: int) -> list[str]:
    """Return `days` ISO dates that end with today."""
    last = date.fromisoformat(today)
    return [(last - timedelta(days=back)).isoformat() for back in range(days - 1, -1, -1)]


def past(days: Sequence[DayFigures], dates: list[str], say: Speech, care_names: Mapping[str, str]) -> Past:
    """Return what the days of a branch show on the dates of a period; a date without a day is an empty place."""
    labels, slots = _slots(days, dates)
    classes = tuple(_class(care, days) for care in CLASSES if any(care in day.waits for day in days))
    minutes, pieces = say.t("figures.unit_minutes"), say.t("figures.unit_slips")
    return Past(
        days=tuple(days),
        sums=sums(days),
        weekly=len(dates) > _MOST_SLOTS,
        classes=classes,
        scores=_scores(days),
        reasons=_reasons(days),
        outcomes=stacked(
            [_outcome(*one) for one in zip(labels, slots, strict=True)], say.t("figures.unit_services")
        ),
        spread=ranges([_spread(*one) for one in zip(labels, slots, strict=True)], minutes),
        by_class=_by_class(classes, care_names, minutes),
        opinion=lines(
            [Series("s1", tuple(slot.mean if slot else None for slot in slots))],
            labels,
            say.t("figures.unit_score"),
            5,
        ),
        paper=stacked([_paper(*one) for one in zip(labels, slots, strict=True)], pieces),
    )


def sums(days: Collection[DayFigures]) -> Sums:
    """Return what days come to together."""
    rated, total = sum(day.ratings.count for day in days), sum(day.ratings.total for day in days)
    return Sums(
        days=sum(day.days for day in days),
        issued=sum(day.issued for day in days),
        finished=sum(day.finished for day in days),
        no_shows=sum(day.no_shows for day in days),
        closed=sum(day.closed + day.voided for day in days),
        waits=sum((day.all_waits for day in days), Waits()),
        rated=rated,
        mean=total / rated if rated >= FEWEST_RATINGS else None,
        visits=sum(day.ratings.visits for day in days),
        low=sum(day.ratings.low for day in days),
        printed=sum(day.paper.printed for day in days),
        failed=sum(day.paper.failed for day in days),
        unknown=sum(day.paper.unknown for day in days),
        trouble_ms=sum(day.paper.trouble_ms for day in days),
        helps=sum(day.helps for day in days),
    )


def every_hour(hours: Sequence[Hour]) -> list[Hour]:
    """Return all hours from the first to the last, those in which nobody came and nobody was called as well."""
    known = {hour.from_ms: hour for hour in hours}
    if not known:
        return []
    return [known.get(ms, Hour(ms, 0, 0)) for ms in range(min(known), max(known) + 1, _HOUR_MS)]


def through_the_day(hours: Sequence[Hour], say: Speech) -> Drawing:
    """Return who came and who was called, hour by hour."""
    came, called = (tuple(float(getattr(hour, of)) for hour in hours) for of in ("came", "called"))
    labels = [f"{say.hour(hour.from_ms)}:00" for hour in hours]
    return lines([Series("s1", came), Series("s2", called)], labels, say.t("figures.unit_people"))


def _slots(days: Collection[DayFigures], dates: list[str]) -> tuple[list[str], list[Sums | None]]:
    """Return what stands below the charts and what is drawn above it: days, or weeks where days would be too thin."""
    firsts = [one if len(dates) <= _MOST_SLOTS else _monday(one) for one in dates]
    found: dict[str, list[DayFigures]] = {first: [] for first in firsts}
    first_of = dict(zip(dates, firsts, strict=True))
    for day in days:
        found[first_of[day.date]].append(day)
    return [first[5:] for first in found], [sums(some) if some else None for some in found.values()]


def _monday(day: str) -> str:
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()


def _outcome(label: str, slot: Sums | None) -> Stack:
    return Stack(label, (slot.finished, slot.no_shows, slot.closed) if slot else ())


def _spread(label: str, slot: Sums | None) -> Ranges:
    waits = slot.waits if slot else Waits()
    return Ranges(label, _span(waits.within(50)), _span(waits.within(90)))


def _span(lies: Between | None) -> Span | None:
    return None if lies is None else Span(lies.low_min, lies.high_min)


def _paper(label: str, slot: Sums | None) -> Stack:
    return Stack(label, (slot.failed, slot.unknown) if slot else ())


def _class(care: str, days: Collection[DayFigures]) -> Class:
    waits = sum((day.waits[care] for day in days if care in day.waits), Waits())
    cells = [0] * len(GROUPS)
    for low, count in zip((0, *EDGES_MIN), waits.bins, strict=True):
        cells[max(at for at, edge in enumerate(GROUPS) if edge <= low)] += count
    return Class(care, waits, tuple(cells))


def _by_class(classes: Collection[Class], names: Mapping[str, str], unit: str) -> Drawing:
    """Return a row for each class, tinted by the share of its own waits."""
    rows = [HeatRow(names.get(one.care, one.care), tuple(map(_cell, one.shares))) for one in classes]
    return heat([str(edge) for edge in GROUPS], rows, unit)


def _cell(share: float) -> tuple[float, str]:
    return share / _DEEP, f"{100 * share:.0f}%" if share else ""


def _scores(days: Collection[DayFigures]) -> tuple[tuple[int, int, float], ...]:
    counts = [sum(day.ratings.scores[score] for day in days) for score in range(5)]
    if sum(counts) < FEWEST_RATINGS:
        return ()
    return tuple((score, counts[score - 1], counts[score - 1] / sum(counts)) for score in range(5, 0, -1))


def _reasons(days: Collection[DayFigures]) -> tuple[tuple[str, int, float], ...]:
    if sum(day.ratings.count for day in days) < FEWEST_RATINGS:
        return ()
    counts: dict[str, int] = {}
    for day in days:
        for reason, times in day.ratings.reasons.items():
            counts[reason] = counts.get(reason, 0) + times
    most = max(counts.values(), default=1)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple((reason, times, times / most) for reason, times in ranked)
