"""The charts of the day summary, as drawings of reportlab.graphics: their text is text, and can be searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from kiosk.branch.daily.paper.look import ACCENT, INK, LINE, PALE, PRIMARY, SOFT, TINT, Anchor, width_of
from kiosk.branch.daily.words import Words
from kiosk.devices.printer.pdf_font import font_name
from kiosk.fonts import Weight
from kiosk.records.figures import Hour, Wait

_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_LINES: Final = 4
"""Most levels above the ground of a chart."""
_LEVELS_W: Final = 26.0
_KEYS_H: Final = 24.0
_AXIS_H: Final = 18.0
_ROW_H: Final = 38.0
_NAME_W: Final = 84.0
_TOLD_W: Final = 132.0


@dataclass(frozen=True, slots=True)
class Key:
    """What a colour stands for."""

    text: str
    colour: Color


def hours_chart(hours: Sequence[Hour], words: Words, width: float, height: float) -> Drawing:
    """Return two bars for each hour: numbers given out, and calls."""
    drawing = Drawing(width, height)
    highest = max([1, *(max(each.came, each.called) for each in hours)])
    step = next((step for step in _STEPS if highest <= step * _LINES), _STEPS[-1])
    scale = (height - _KEYS_H - _AXIS_H) / (-(-highest // step) * step)
    for value in range(0, highest + step, step):
        _level(drawing, value, _AXIS_H + value * scale)
    share = (width - _LEVELS_W) / max(1, len(hours))
    for place, each in enumerate(hours):
        _hour(drawing, each, _LEVELS_W + share * (place + 0.5), share, scale)
    _keys(drawing, (Key(words("hours.came"), PRIMARY), Key(words("hours.called"), PALE)), width, height - 9)
    return drawing


def _level(drawing: Drawing, value: int, y: float) -> None:
    drawing.add(Line(_LEVELS_W, y, drawing.width, y, strokeColor=LINE, strokeWidth=0.6))
    _text(drawing, str(value), _LEVELS_W - 6, y - 3, 8, colour=SOFT, anchor="end")


def _hour(drawing: Drawing, hour: Hour, middle: float, room: float, scale: float) -> None:
    """Place the two bars of an hour about the middle of the room it has."""
    thick = min(18.0, room * 0.34)
    bars = ((hour.came, middle - thick - 1, PRIMARY), (hour.called, middle + 1, PALE))
    for value, x, colour in bars:
        if value:
            top = _AXIS_H + value * scale
            drawing.add(Rect(x, _AXIS_H, thick, top - _AXIS_H, fillColor=colour, strokeColor=None))
            _text(drawing, str(value), x + thick / 2, top + 2.5, min(7.5, room / 3.2), anchor="middle")
    size = min(8.5, room / 2.9)
    _text(drawing, f"{hour.hour:02d}:00", middle, 4, size, colour=SOFT, anchor="middle")


def waits_chart(waits: Sequence[Wait], words: Words, width: float) -> Drawing:
    """Return a row for each care class: half of them, nine in ten, and where the promise is."""
    height = _ROW_H * len(waits) + 20
    drawing = Drawing(width, height)
    keys = (
        Key(words("waits.half"), PRIMARY),
        Key(words("waits.most"), PALE),
        Key(words("waits.promise"), ACCENT),
    )
    _keys(drawing, keys, width, height - 9)
    room = width - _NAME_W - _TOLD_W
    scale = room / max(max(wait.p90, wait.promise or 0) for wait in waits) * 0.9 if waits else 0.0
    for place, wait in enumerate(waits):
        _wait(drawing, wait, words, height - 20 - _ROW_H * (place + 1), scale)
    return drawing


def _wait(drawing: Drawing, wait: Wait, words: Words, bottom: float, scale: float) -> None:
    name = words.get(f"waits.{wait.care}") or wait.care
    _text(drawing, name, 0, bottom + 21, 11, 700)
    half = words("waits.median", minutes=in_minutes(wait.median, words))
    _text(drawing, half, 0, bottom + 8, 8.5, colour=SOFT)
    for minutes, y, thick, colour in ((wait.p90, 9.0, 20.0, PALE), (wait.median, 14.0, 10.0, PRIMARY)):
        bar = max(1.0, minutes * scale)
        drawing.add(Rect(_NAME_W, bottom + y, bar, thick, fillColor=colour, strokeColor=None))
    _text(drawing, in_minutes(wait.p90, words), _NAME_W + max(1.0, wait.p90 * scale) + 5, bottom + 15, 8.5)
    x = drawing.width
    longest = in_minutes(wait.longest, words)
    _text(drawing, words("waits.told", called=wait.called, longest=longest), x, bottom + 22, 9, anchor="end")
    if wait.promise is None:
        return
    at = _NAME_W + wait.promise * scale
    drawing.add(Line(at, bottom + 3, at, bottom + 35, strokeColor=ACCENT, strokeWidth=1.8))
    share = percent(wait.within, wait.called, words)
    told = words("waits.within", share=share, promise=wait.promise)
    _text(drawing, told, x, bottom + 8, 9, 700, anchor="end")


def bar(width: float, share: float, colour: Color = PRIMARY, height: float = 9.0) -> Drawing:
    """Return one bar filled to a share of 0 to 1."""
    drawing = Drawing(width, height)
    drawing.add(Rect(0, 0, width, height, fillColor=TINT, strokeColor=None, rx=2, ry=2))
    if share > 0:
        filled = max(2.0, width * min(1.0, share))
        drawing.add(Rect(0, 0, filled, height, fillColor=colour, strokeColor=None, rx=2, ry=2))
    return drawing


def percent(part: float, whole: float, words: Words) -> str:
    """Return a share in whole per cent; a dash of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else words("summary.dash")


def in_minutes(minutes: float | None, words: Words) -> str:
    """Return a time in words, whole minutes; a dash where there is none."""
    if minutes is None:
        return words("summary.dash")
    return words("summary.minutes", n=round(minutes)) if minutes >= 1 else words("summary.less")


def _keys(drawing: Drawing, keys: Sequence[Key], right: float, y: float) -> None:
    """Set what the colours stand for, flush right."""
    x = right - sum(width_of(key.text, 8.5) + 26 for key in keys) + 12
    for key in keys:
        drawing.add(Rect(x, y, 8, 8, fillColor=key.colour, strokeColor=None))
        _text(drawing, key.text, x + 12, y + 0.5, 8.5, colour=SOFT)
        x += width_of(key.text, 8.5) + 26


def _text(  # noqa: PLR0913, PLR0917 - all that a line of text is
    drawing: Drawing,
    text: str,
    x: float,
    y: float,
    size: float,
    weight: Weight = 400,
    colour: Color = INK,
    anchor: Anchor = "start",
) -> None:
    font = font_name(weight)
    drawing.add(String(x, y, text, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor))
