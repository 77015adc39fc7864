"""The services of the day, category by category, in two columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.branch.daily.names import Names
from kiosk.branch.daily.paper.look import INK, SOFT
from kiosk.branch.daily.paper.sheet import LEFT, MEASURE, Sheet
from kiosk.branch.daily.words import Words
from kiosk.fonts import Weight
from kiosk.records.figures import Business, Figures

_ROW_H: Final = 16.5
_GAP: Final = 26.0
_WIDTH: Final = (MEASURE - _GAP) / 2
_EDGES: Final = (_WIDTH - 92, _WIDTH - 52, _WIDTH)
"""Right edges of wanted, done and minutes, from the left of a column."""
_LONGEST_NAME: Final = 26
_MOST: Final = 24
"""Services named; the others are counted together, so that the summary stays on two pages."""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    figures: tuple[str, str, str]
    is_category: bool


def business_part(sheet: Sheet, figures: Figures, names: Names, words: Words) -> None:
    """Place the services that were wanted, those of the busiest categories first."""
    rows = _rows(figures, names, words)
    half = _half(rows)
    columns = (rows[:half], rows[half:])
    height = (max(map(len, columns)) + 1) * _ROW_H
    sheet.section(words("business.title"), height)
    for place, column in enumerate(columns):
        if column:
            _place(sheet, column, LEFT + place * (_WIDTH + _GAP), words)
    sheet.y += height


def _rows(figures: Figures, names: Names, words: Words) -> list[_Row]:
    """Return a row for each category with the rows of its services under it, the busiest first."""
    by_category: dict[str, list[Business]] = {}
    for each in figures.business:
        by_category.setdefault(names.category_of.get(each.service, ""), []).append(each)
    shown = set(figures.business[:_MOST])
    rows: list[_Row] = []
    for category, members in sorted(by_category.items(), key=lambda item: -_wanted(item[1])):
        name = names.categories.get(category, category or words("summary.dash"))
        rows.append(_Row(name, (str(_wanted(members)), str(_done(members)), ""), is_category=True))
        rows += [_row(each, names, words) for each in members if each in shown]
    others = figures.business[_MOST:]
    if others:
        name = words("business.more", count=len(others))
        rows.append(_Row(name, (str(_wanted(others)), str(_done(others)), ""), is_category=False))
    return rows


def _wanted(services: Iterable[Business]) -> int:
    return sum(each.wanted for each in services)


def _done(services: Iterable[Business]) -> int:
    return sum(each.done for each in services)


def _row(each: Business, names: Names, words: Words) -> _Row:
    minutes = words("summary.dash") if each.minutes is None else f"{each.minutes:.0f}"
    name = names.services.get(each.service, each.service)
    return _Row(name, (str(each.wanted), str(each.done), minutes), is_category=False)


def _half(rows: list[_Row]) -> int:
    """Return where the second column begins: near the middle, and never right below the head of a category."""
    half = -(-len(rows) // 2)
    return half + 1 if 0 < half < len(rows) and rows[half - 1].is_category else half


def _place(sheet: Sheet, rows: list[_Row], x: float, words: Words) -> None:
    top = sheet.y
    heads = (words("business.wanted"), words("business.done"), words("business.minutes"))
    for head, edge in zip(heads, _EDGES, strict=True):
        sheet.text(head, x + edge, top, 8.5, colour=SOFT, anchor="end")
    for row in rows:
        top += _ROW_H
        weight: Weight = 700 if row.is_category else 400
        name = row.name if len(row.name) <= _LONGEST_NAME else f"{row.name[: _LONGEST_NAME - 1]}…"
        sheet.text(name, x + (0 if row.is_category else 10), top, 10, weight)
        for told, edge in zip(row.figures, _EDGES, strict=True):
            sheet.text(told, x + edge, top, 10, weight, INK, "end")
