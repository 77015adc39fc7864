"""What the page of paper and device trouble shows of all branches, as plain frozen values and charts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiosk.hq.pages.listing import Page, Wish, turned
from kiosk.hq.pages.speech import Speech
from kiosk.hq.pages.standing import Standing
from kiosk.hq.reports import DayFigures, Paper, PrinterTrouble, Trouble
from kiosk.web.charts import Drawing
from kiosk.web.charts_plot import Series, Stack, lines, stacked

SPANS: Final = ("7", "28", "90")
SORTS: Final = ("worst", "paper", "helps", "name")
_CARDS: Final = 6
_HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class Amiss:
    """A printer that needs somebody."""

    branch: str
    name: str
    printer: PrinterTrouble


@dataclass(frozen=True, slots=True)
class Found:
    """What opening checks found, over all branches."""

    check: str
    finding: str
    days: int
    share: float
    """Of the most frequent one."""


@dataclass(frozen=True, slots=True)
class TroubleView:
    """The whole page."""

    paper: Paper
    helps: int
    helps_answered: int
    now: tuple[Amiss, ...]
    """The printers that have been so for longest, first."""
    now_count: int
    older: tuple[Amiss, ...]
    """The same of branches not heard of lately: last known, and nothing to hurry for. The newest, first."""
    older_count: int
    standing: Mapping[str, Standing]
    """Every branch as it stands, by code."""
    found: tuple[Found, ...]
    page: Page[Trouble]
    papers: Drawing
    hours: Drawing

    @property
    def unprinted_share(self) -> float | None:
        """Of all paper, what did not come out or is not known to have."""
        return unprinted_share(self.paper)


def unprinted_share(paper: Paper) -> float | None:
    """Return what did not come out of a printer or is not known to have, of all paper, 0 to 1; None of none."""
    amiss = paper.failed + paper.unknown
    return amiss / (paper.printed + amiss) if paper.printed + amiss else None


def trouble_view(  # noqa: PLR0913, PLR0917 - the days, the present, and what is asked for
    troubles: Sequence[Trouble],
    days: Sequence[DayFigures],
    stood: Collection[Standing],
    dates: list[str],
    wish: Wish,
    say: Speech,
) -> TroubleView:
    """Return what is shown of all branches; `days` are the bank's, one for each date, `stood` is now, whatever the dates."""
    text = wish["q"].casefold()
    standing = {one.branch.branch: one for one in stood}
    now, older = (_amiss(one for one in stood if one.is_near is is_near) for is_near in (True, False))
    found = [one for one in troubles if text in one.branch.casefold() or text in one.name.casefold()]
    by_date = {day.date: day.paper for day in days}
    slots, labels = [by_date.get(date) for date in dates], [date[5:] for date in dates]
    return TroubleView(
        paper=_summed([one.paper for one in troubles]),
        helps=sum(one.helps for one in troubles),
        helps_answered=sum(one.helps_answered for one in troubles),
        now=tuple(sorted(now, key=lambda one: one.printer.since_ms)[:_CARDS]),
        now_count=len(now),
        older=tuple(sorted(older, key=lambda one: -one.printer.since_ms)[:_CARDS]),
        older_count=len(older),
        standing=standing,
        found=_found(troubles),
        page=turned(sorted(found, key=_order(wish["sort"], standing)), wish.number),
        papers=stacked(
            [
                Stack(label, (paper.failed, paper.unknown) if paper else ())
                for label, paper in zip(labels, slots, strict=True)
            ],
            say.t("figures.unit_slips"),
        ),
        hours=lines(
            [Series("s1", tuple(paper.trouble_ms / _HOUR_MS if paper else None for paper in slots))],
            labels,
            say.t("figures.unit_hours"),
        ),
    )


def _amiss(stood: Iterable[Standing]) -> list[Amiss]:
    return [
        Amiss(one.branch.branch, one.branch.name, printer)
        for one in stood
        if one.branch.state == "enrolled"
        for printer in one.printers
    ]


def _summed(papers: Collection[Paper]) -> Paper:
    return Paper(
        printed=sum(one.printed for one in papers),
        failed=sum(one.failed for one in papers),
        unknown=sum(one.unknown for one in papers),
        waiting=sum(one.waiting for one in papers),
        guides=sum(one.guides for one in papers),
        trouble_ms=sum(one.trouble_ms for one in papers),
    )


def _found(troubles: Collection[Trouble]) -> tuple[Found, ...]:
    counts: dict[tuple[str, str], int] = {}
    for one in troubles:
        for check, findings in one.findings.items():
            for finding, days in findings.items():
                counts[check, finding] = counts.get((check, finding), 0) + days
    most = max(counts.values(), default=1)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Found(check, finding, days, days / most) for (check, finding), days in ranked)


def _order(sort: str, standing: Mapping[str, Standing]) -> Callable[[Trouble], Any]:
    def worst(one: Trouble) -> tuple[int, int, str]:
        stands = standing.get(one.branch)
        return -len(stands.printers if stands and stands.is_near else ()), -one.paper.trouble_ms, one.branch

    return _ORDERS.get(sort, worst)


_ORDERS: Final[Mapping[str, Callable[[Trouble], Any]]] = {
    "paper": lambda one: (-(one.paper.failed + one.paper.unknown), one.branch),
    "helps": lambda one: (-one.helps, one.branch),
    "name": lambda one: (one.name, one.branch),
}
