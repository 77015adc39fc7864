"""The end of the day summary: what became of the rest, paper, calls for a person, and how far to trust the figures."""

from collections.abc import Iterable
from typing import Final

from kiosk.branch.daily.names import Names, local
from kiosk.branch.daily.paper.charts import in_minutes
from kiosk.branch.daily.paper.look import SOFT
from kiosk.branch.daily.paper.sheet import LEFT, MEASURE, Sheet
from kiosk.branch.daily.words import Words
from kiosk.records.figures import Figures, Helps
from kiosk.records.satisfaction import FEWEST

_ROW_H: Final = 19.0
_VALUE_X: Final = 118.0


def rest_part(sheet: Sheet, figures: Figures, words: Words) -> None:
    """Place what else there is to know of a day."""
    rows = _rows(figures, words)
    sheet.section(words("rest.title"), -(-len(rows) // 2) * _ROW_H + 2 * _ROW_H)
    for place, (name, value) in enumerate(rows):
        x = LEFT + (place % 2) * MEASURE / 2
        sheet.text(name, x, sheet.y, 10.5, colour=SOFT)
        sheet.text(value, x + _VALUE_X, sheet.y, 10.5, 700)
        sheet.y += _ROW_H * (place % 2)
    sheet.y += _ROW_H * (len(rows) % 2)
    for name, value in (
        (words("rest.printing"), _printing(figures, words)),
        (words("rest.help"), _help(figures.helps, words)),
    ):
        sheet.text(name, LEFT, sheet.y, 10.5, colour=SOFT)
        sheet.text(value, LEFT + _VALUE_X, sheet.y, 10.5, 700)
        sheet.y += _ROW_H


def _rows(figures: Figures, words: Words) -> list[tuple[str, str]]:
    ends = figures.ends
    rows = [
        (words("rest.carried"), words("rest.items", count=ends.carried)),
        (words("rest.unanswered"), words("rest.times", count=ends.unanswered_calls)),
        (words("rest.voided"), words("rest.items", count=ends.voided)),
        (words("rest.abandoned"), words("rest.items", count=ends.abandoned)),
    ]
    if figures.closed_ms is None:
        return [*rows, (words("rest.open"), words("rest.items", count=ends.open))]
    return [*rows, (words("rest.closed"), words("rest.items", count=ends.closed))]


def _printing(figures: Figures, words: Words) -> str:
    slips = figures.slips
    if not slips:
        return words("summary.none")
    counts = {status: slips.get(status, 0) for status in ("printed", "failed", "unknown")}
    return words("rest.printed", **counts, waiting=sum(slips.values()) - sum(counts.values()))


def _help(helps: Helps, words: Words) -> str:
    if not helps.called:
        return words("rest.help_none")
    if not helps.answered:
        return words("rest.not_helped", called=helps.called)
    times = {"median": in_minutes(helps.median, words), "longest": in_minutes(helps.longest, words)}
    return words("rest.helped", called=helps.called, answered=helps.answered, **times)


def notes_part(sheet: Sheet, figures: Figures, names: Names, words: Words) -> None:
    """Place what a reader must know to trust the figures no further than they go."""
    sheet.section(words("notes.title"), 48)
    for note in _notes(figures, names, words):
        sheet.y = sheet.paragraph(note, LEFT, sheet.y, MEASURE, 9.5, colour=SOFT) + 2


def _notes(figures: Figures, names: Names, words: Words) -> Iterable[str]:
    if figures.unclosed:
        until = local(figures.counted_ms, names)
        yield words("notes.unclosed", count=figures.unclosed, at=until)
    if figures.suspect:
        yield words("notes.suspect", count=figures.suspect)
    if figures.unfinished:
        yield words("notes.unfinished", count=figures.unfinished)
    if figures.ends.finished and not (figures.suspect or figures.unfinished or figures.unclosed):
        yield words("notes.whole")
    yield words("notes.private", few=FEWEST)
