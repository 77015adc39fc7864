"""The day summary: what the day was like, on one or two pages, for the manager of the branch."""

from collections.abc import Sequence
from typing import Final

from kiosk.branch.daily.names import Names, local
from kiosk.branch.daily.paper.business import business_part
from kiosk.branch.daily.paper.charts import bar, hours_chart, percent, waits_chart
from kiosk.branch.daily.paper.look import PAPER, PRIMARY, SOFT, width_of
from kiosk.branch.daily.paper.rest import notes_part, rest_part
from kiosk.branch.daily.paper.sheet import LEFT, MEASURE, RIGHT, Sheet
from kiosk.branch.daily.words import Words, report_words
from kiosk.domain.rating import LOW
from kiosk.records.figures import Figures
from kiosk.records.satisfaction import FEWEST

_DAY_MS: Final = 24 * 3_600_000
_HOURS_H: Final = 138.0
_CARD_GAP: Final = 8.0
_CARD_H: Final = 78.0


def summary_pdf(figures: Figures, names: Names, *, demonstration: bool) -> bytes:
    """Return the summary of a day as a searchable PDF on A4.

    Plain function of plain data: may run in any process.
    """
    words = report_words(names.language)
    title = words("summary.title")
    sheet = Sheet(words, f"{title} {figures.date}", names.house, demonstration=demonstration)
    sheet.text(title, LEFT, sheet.y, 26, 700)
    sheet.text(words.day(figures.date), RIGHT, sheet.y, 13, 700, anchor="end")
    sheet.text(_when(figures, names, words), RIGHT, sheet.y + 20, 10, colour=SOFT, anchor="end")
    sheet.y += 50
    if not figures.visits and not figures.business:
        sheet.text(words("summary.nobody"), LEFT, sheet.y, 13)
        sheet.y += 30
    else:
        _cards(sheet, figures, words)
        sheet.section(words("hours.title"), _HOURS_H)
        sheet.picture(hours_chart(figures.hours, words, MEASURE, _HOURS_H + 24), LEFT, sheet.y - 24)
        sheet.y += _HOURS_H
        _waits(sheet, figures, words)
        _ratings(sheet, figures, words)
        business_part(sheet, figures, names, words)
        _counters(sheet, figures, names, words)
    rest_part(sheet, figures, words)
    notes_part(sheet, figures, names, words)
    return sheet.pdf()


def _when(figures: Figures, names: Names, words: Words) -> str:
    length_ms = figures.closes_ms - figures.opens_ms
    if not length_ms:
        opening = words("summary.not_opening")
    elif length_ms >= _DAY_MS:
        opening = words("summary.opening_all_day")
    else:
        opens, closes = local(figures.opens_ms, names), local(figures.closes_ms, names)
        opening = words("summary.opening", opens=opens, closes=closes)
    if figures.closed_ms is None:
        return f"{opening} · {words('summary.open_until', at=local(figures.counted_ms, names))}"
    closed = local(figures.closed_ms, names)
    key = "summary.ended" if closed.date().isoformat() == figures.date else "summary.ended_later"
    return f"{opening} · {words(key, at=closed)}"


def _cards(sheet: Sheet, figures: Figures, words: Words) -> None:
    ends, opinion = figures.ends, figures.satisfaction
    waited = [wait for wait in figures.waits if wait.promise is not None]
    share = percent(sum(wait.within for wait in waited), sum(wait.called for wait in waited), words)
    mean, wait = opinion.overall.mean, figures.median_wait
    dash = words("summary.dash")
    wanted = sum(each.wanted for each in figures.business)
    cards = (
        ("visits", str(figures.visits), words("key.visits_note", staff=figures.from_staff)),
        ("finished", str(ends.finished), words("key.finished_note", wanted=wanted)),
        ("wait", dash if wait is None else f"{wait:.0f}", words("key.wait_note", share=share)),
        ("mean", dash if mean is None else f"{mean:.1f}",
         words("key.mean_note", count=opinion.overall.count, not_rated=opinion.unrated)),
        ("carried", str(ends.carried), words("key.carried_note")),
    )  # fmt: skip
    width = (MEASURE - _CARD_GAP * (len(cards) - 1)) / len(cards)
    for place, (name, value, note) in enumerate(cards):
        x = LEFT + place * (width + _CARD_GAP)
        sheet.box(x, sheet.y, width, _CARD_H, PAPER, radius=8)
        sheet.text(words(f"key.{name}"), x + 10, sheet.y + 9, 9.5, colour=SOFT)
        sheet.text(value, x + 10, sheet.y + 22, 25, 700, PRIMARY)
        unit = "" if value == dash else words(f"key.{name}_unit")
        sheet.text(unit, x + 14 + width_of(value, 25, 700), sheet.y + 36, 9.5, colour=SOFT)
        sheet.paragraph(note, x + 10, sheet.y + 53, width - 16, 7.8, colour=SOFT)
    sheet.y += _CARD_H


def _waits(sheet: Sheet, figures: Figures, words: Words) -> None:
    if not figures.waits:
        return
    chart = waits_chart(figures.waits, words, MEASURE)
    sheet.section(words("waits.title"), chart.height, words("waits.about"))
    sheet.picture(chart, LEFT, sheet.y - 22)
    sheet.y += chart.height - 22


def _counters(sheet: Sheet, figures: Figures, names: Names, words: Words) -> None:
    if not figures.counters:
        return
    sheet.section(words("counters.title"), 21.0 * len(figures.counters))
    for use in figures.counters:
        name = words("counters.name", counter=use.counter, name=names.counters.get(use.counter, ""))
        sheet.text(name, LEFT, sheet.y, 10.5)
        sheet.text(words("counters.done", count=use.done), LEFT + 190, sheet.y, 10.5, 700, anchor="end")
        sheet.picture(bar(110, use.busy_min / use.open_min if use.open_min else 0.0), LEFT + 205, sheet.y + 1)
        share = percent(use.busy_min, use.open_min, words)
        told = words("counters.busy", share=share, hours=f"{use.open_min / 60:.1f}")
        sheet.text(told, LEFT + 325, sheet.y + 0.5, 9.5, colour=SOFT)
        sheet.y += 21


def _ratings(sheet: Sheet, figures: Figures, words: Words) -> None:
    """Place the opinions. So few that one could be guessed are counted, and no more is said of them (D3)."""
    opinion = figures.satisfaction
    if not opinion.finished:
        return
    scores, mean = opinion.scores, opinion.overall.mean
    if scores is None or mean is None:
        rows = [(words("rating.given"), opinion.overall.count)]
        head, about = "", words("rating.few", few=FEWEST) if opinion.overall.count else ""
    else:
        rows = [(words(f"rating.score_{score}"), scores[score]) for score in range(5, 0, -1)]
        head = words("rating.mean", mean=f"{mean:.1f}", count=opinion.overall.count)
        low = sum(scores[score] for score in range(1, LOW + 1))
        about = words("rating.low", low=low, answered=figures.seen_to) if low else ""
    sheet.section(words("rating.title"), 19.0 * (len(rows) + 1) + 20, head)
    _opinion_rows(sheet, rows, opinion.unrated, words)
    if about:
        sheet.text(about, LEFT, sheet.y + 2, 9.5, colour=SOFT)
        sheet.y += 16


def _opinion_rows(sheet: Sheet, rows: Sequence[tuple[str, int]], unrated: int, words: Words) -> None:
    most = max(1, unrated, *(count for _, count in rows))
    coloured = [(*row, PRIMARY) for row in rows] + [(words("rating.not_rated"), unrated, SOFT)]
    for name, count, colour in coloured:
        sheet.text(name, LEFT, sheet.y, 10.5)
        sheet.picture(bar(290, count / most, colour), LEFT + 92, sheet.y + 1)
        sheet.text(words("rating.people", count=count), LEFT + 394, sheet.y, 10.5, 700)
        sheet.y += 19
