"""The readiness report: one page that says whether the doors can open, and what to do if not (G1)."""

from typing import Final

from reportlab.lib.colors import Color

from kiosk.branch.daily.checks import Readiness, verdict_of
from kiosk.branch.daily.names import Names, local
from kiosk.branch.daily.paper.look import INK, PAPER, SOFT, width_of
from kiosk.branch.daily.paper.sheet import LEFT, MEASURE, RIGHT, Sheet
from kiosk.branch.daily.paper.verdict import COLOURS, GROUNDS, sign
from kiosk.branch.daily.telling import Told, besides_line, told, verdict_line
from kiosk.branch.daily.words import Words, report_words
from kiosk.fonts import Weight

_DAY_MS: Final = 24 * 3_600_000
_COLUMNS: Final = (LEFT + 40, LEFT + 120, LEFT + 290)
"""Where name, finding and what to do begin."""
_ROW_H: Final = 50.0
_VERDICT: Final = 27.0
"""Size of the verdict, in points; smaller where the line is long."""


def readiness_pdf(readiness: Readiness, names: Names) -> bytes:
    """Return the report as a searchable PDF of one A4 page. Plain function of plain data: may run in any process."""
    words = report_words(names.language)
    title = words("ready.title")
    sheet = Sheet(words, f"{title} {readiness.date}", names.house, demonstration=readiness.demonstration)
    sheet.text(title, LEFT, sheet.y, 26, 700)
    sheet.text(words.day(readiness.date), RIGHT, sheet.y + 9, 13, anchor="end")
    sheet.y += 46
    _about(sheet, readiness, names, words)
    _verdict(sheet, readiness, words)
    _table(sheet, readiness, words)
    return sheet.pdf()


def _about(sheet: Sheet, readiness: Readiness, names: Names, words: Words) -> None:
    at = local(readiness.checked_ms, names)
    facts = (
        (words("ready.checked"), f"{at:%H:%M}"),
        (words("ready.hours"), _hours(readiness, names, words)),
        (words("ready.by"), words("ready.machine")),
    )
    for (label, value), x in zip(facts, (LEFT, LEFT + 130, LEFT + 300), strict=True):
        sheet.text(label, x, sheet.y, 9.5, colour=SOFT)
        sheet.text(value, x, sheet.y + 15, 12.5, 700)
    sheet.y += 48


def _hours(readiness: Readiness, names: Names, words: Words) -> str:
    length_ms = readiness.closes_ms - readiness.opens_ms
    if not 0 < length_ms < _DAY_MS:
        return words("ready.all_day" if length_ms else "ready.closed_today")
    opens, closes = local(readiness.opens_ms, names), local(readiness.closes_ms, names)
    return f"{opens:%H:%M}–{closes:%H:%M}"


def _verdict(sheet: Sheet, readiness: Readiness, words: Words) -> None:
    verdict = verdict_of(readiness.findings)
    sheet.box(LEFT, sheet.y, MEASURE, 104, GROUNDS[verdict], radius=12, edge=COLOURS[verdict])
    sheet.picture(sign(verdict, 60), LEFT + 26, sheet.y + 22)
    besides = besides_line(readiness.findings, words)
    top = sheet.y + (26 if besides else 38)
    line, room = verdict_line(readiness.findings, words), MEASURE - 112 - 20
    size = min(_VERDICT, _VERDICT * room / width_of(line, _VERDICT, 700))
    sheet.text(line, LEFT + 112, top, size, 700, COLOURS[verdict])
    sheet.text(besides, LEFT + 113, top + 40, 13)
    sheet.y += 104 + 30


def _table(sheet: Sheet, readiness: Readiness, words: Words) -> None:
    heads = (words("ready.what"), words("ready.finding"), words("ready.to_do"))
    for head, x in zip(heads, _COLUMNS, strict=True):
        sheet.text(head, x, sheet.y, 9.5, colour=SOFT)
    sheet.y += 20
    for one in told(readiness.findings, words, readiness.printer):
        _row(sheet, one, words)
    sheet.rule()


def _row(sheet: Sheet, one: Told, words: Words) -> None:
    sheet.rule()
    if one.verdict != "good":
        sheet.box(LEFT, sheet.y + 2, MEASURE, _ROW_H - 4, PAPER, radius=4)
    name, found, to_do = _COLUMNS
    sheet.picture(sign(one.verdict, 17), LEFT + 10, sheet.y + (_ROW_H - 17) / 2)
    _cell(sheet, one.name, name, found, 13, 700)
    if one.verdict == "good":
        _cell(sheet, one.found, found, to_do, 12)
        _cell(sheet, words("ready.nothing"), to_do, RIGHT, 11.5, colour=SOFT)
    else:
        _cell(sheet, one.found, found, to_do, 12, 700, COLOURS[one.verdict])
        _cell(sheet, one.to_do, to_do, RIGHT, 11.5)
    sheet.y += _ROW_H


def _cell(  # noqa: PLR0913, PLR0917 - all that text in a cell is
    sheet: Sheet, text: str, x: float, to: float, size: float, weight: Weight = 400, colour: Color = INK
) -> None:
    """Place text between `x` and `to`, halfway down the row."""
    room = to - x - 12
    top = sheet.y + (_ROW_H - sheet.height_of(text, room, size, weight)) / 2
    sheet.paragraph(text, x, top, room, size, weight, colour)
