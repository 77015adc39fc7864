"""The routes of the comparison: the page, and the same as CSV."""

import asyncio
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from kiosk.hq.door.access import Visitor
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages.compare_view import (
    MEASURES,
    SORTS,
    WEEKS,
    Compared,
    compared,
    mondays,
    rows_of,
)
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.frame import draw, words_of
from kiosk.hq.pages.lately import Lately
from kiosk.hq.pages.listing import Wish, wished
from kiosk.hq.pages.saying import saying
from kiosk.hq.pages.speech import Speech
from kiosk.hq.reports import Comparison, Part

REST_S: Final = 60.0
"""Weeks of ten thousand branches take seconds to add up, and change by next to nothing from one minute to another."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets."""


def router(
    headquarters: Headquarters, figures: Figures, exported: Callable[[str, str], None], rest_s: float = REST_S
) -> APIRouter:
    """Return the routes of the page; the CSV holds every branch, page by page would help nobody.

    What was compared is kept for `rest_s`. `exported` is told the badge of whoever takes it along, and what, before
    anything goes out.
    """
    pages = _Pages(headquarters, figures, _Weeks(figures, rest_s), exported)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/compare", pages.page)
    routes.add_api_route("/compare.csv", pages.table)
    return routes


def _wish(request: Request) -> Wish:
    return wished(request, "/compare", of=tuple(MEASURES), weeks=WEEKS, sort=SORTS, q=())


@dataclass(frozen=True, slots=True)
class _Pages:
    headquarters: Headquarters
    figures: Figures
    weeks: "_Weeks"
    exported: Callable[[str, str], None]

    async def page(self, request: Request) -> HTMLResponse:
        said, wish = saying(request, self.headquarters.now_ms()), _wish(request)
        view = await asyncio.to_thread(self.read, wish, said.say)
        options = {"measures": tuple(MEASURES), "spans": WEEKS, "sorts": SORTS}
        return draw(request, "compare.html", view=view, wish=wish, **options, **said.values)

    async def table(self, request: Request) -> StreamingResponse:
        say, wish = Speech(words_of(request), self.headquarters.now_ms()), _wish(request)
        person: Visitor | None = getattr(request.state, "person", None)
        weeks, rows = await asyncio.to_thread(self.rows, wish, say)
        await asyncio.to_thread(
            self.exported, person.badge if person else "", f"compare {wish['of']} {weeks[0]}"
        )
        name = f"compare-{wish['of']}-{say.today}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        # With a byte order mark: without one Excel takes Chinese for something else.
        return StreamingResponse(
            _lines("\ufeff", weeks, rows), media_type="text/csv; charset=utf-8", headers=headers
        )

    def read(self, wish: Wish, say: Speech) -> Compared:
        """Return one page of the comparison."""
        comparison = self.weeks.of(wish, say.today)
        return compared(comparison, self.names(), wish, say)

    def rows(self, wish: Wish, say: Speech) -> tuple[list[str], list[tuple[str, ...]]]:
        """Return the Mondays, and of every branch its code, name and values."""
        comparison = self.weeks.of(wish, say.today)
        rows = rows_of(comparison, self.names(), MEASURES[wish["of"]], wish["q"])
        values = [
            (row.branch, row.name, *("" if one is None else row.measure.said(one) for one in row.values))
            for row in rows
        ]
        return [week.first for week in comparison.weeks], values

    def names(self) -> dict[str, str]:
        return {one.branch: one.name for one in self.figures.branches()}


class _Weeks:
    """Weeks beside each other: one reading for all who compare by the same part of as many of them."""

    def __init__(self, figures: Figures, rest_s: float) -> None:
        self._figures = figures
        self._kept: dict[tuple[str, Part], Lately[Comparison]] = {
            one: Lately(rest_s) for one in product(WEEKS, get_args(Part))
        }

    def of(self, wish: Wish, today: str) -> Comparison:
        weeks, part = wish["weeks"], MEASURES[wish["of"]].part
        return self._kept[weeks, part].get(
            lambda: self._figures.compare(mondays(today, int(weeks)), part=part)
        )


def _lines(mark: str, weeks: list[str], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield mark
    for row in (("branch", "name", *weeks), *rows):
        line = io.StringIO()
        csv.writer(line).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
        yield line.getvalue()
