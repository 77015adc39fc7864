"""A slip in a printer's own characters: a few hundred bytes, for slow serial lines.

The same blocks in the same order as in the picture, plainer: boxes to tick and numbers in circles are characters
of GB 2312, the code is drawn by the printer. A map has no such form and is left out; the way stays, in words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never

from kiosk.devices.printer.escpos import commands
from kiosk.devices.printer.escpos.characters import columns, printable
from kiosk.devices.printer.paper import Paper
from kiosk.devices.printer.wrap import centred, wrapped
from kiosk.domain.slip import (
    LONGEST_CODE_BYTES,
    Banner,
    Block,
    Figures,
    Heading,
    Line,
    Map,
    Number,
    Place,
    Point,
    Qr,
    Rule,
    Slip,
    Step,
    Tick,
)

_LARGEST: Final = 6  # 6 × 24 dots: capitals 12 mm high
_MODULE: Final = 5  # dots; the longest code (57 modules) stays within 58 mm paper
_BOTTOM: Final = 40
_TICKED: Final = "√ "
_TO_TICK: Final = "□ "
_POINT: Final = "· "
_STEPS: Final = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look: so many times wide and high, bold, white on black, in a line that is centred."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    white: bool = False
    centred: bool = False


Runs = tuple[tuple[str, Style], ...]
"""One line of text, in parts that look alike."""

_PLAIN: Final = Style()
_BOLD: Final = Style(bold=True)
_BANNER: Final = Style(bold=True, centred=True)
_DOUBLE: Final = Style(2, 2, bold=True)
_RANKS: Final = {"title": _DOUBLE, "strong": _BOLD, "body": _PLAIN, "note": _PLAIN}


def native_job(slip: Slip, paper: Paper) -> bytes:
    """Return all a printer needs for the slip: reset, text, code, one partial cut. The same bytes for the same slip.

    Characters the printer lacks are seen to be missing. A code that is no plain text, or too long for the
    paper, is left out: cut or cleaned it would be another one. Any thread or process.
    """
    roll = _Roll()
    for block in slip.blocks:
        if isinstance(block, Qr):
            roll.code(block)
        for line in _lines(block, paper.columns):
            roll.line(line)
    return roll.job()


class _Roll:
    """The bytes so far, and how the printer would draw the next character: only changes are sent."""

    def __init__(self) -> None:
        self._bytes = bytearray(commands.INITIALISE + commands.CHINESE)
        self._style = _PLAIN

    def line(self, runs: Runs) -> None:
        for text, style in runs:
            if text:
                self._turn(style)
                self._bytes += printable(text)
        self._bytes += commands.LINE_END

    def code(self, code: Qr) -> None:
        payload = code.payload
        if payload.isascii() and payload.isprintable() and 0 < len(payload) <= LONGEST_CODE_BYTES:
            self._turn(replace(_PLAIN, centred=True))
            self._bytes += commands.qr(payload.encode(), _MODULE)

    def job(self) -> bytes:
        self._turn(_PLAIN)
        return bytes(self._bytes) + b"".join(commands.feed(_BOTTOM)) + commands.CUT

    def _turn(self, style: Style) -> None:
        now, self._style = self._style, style
        if style.centred != now.centred:
            self._bytes += commands.align("m" if style.centred else "l")
        if (style.wide, style.high) != (now.wide, now.high):
            self._bytes += commands.size(style.wide, style.high)
        if style.bold != now.bold:
            self._bytes += commands.bold(on=style.bold)
        if style.white != now.white:
            self._bytes += commands.reverse(on=style.white)


def _lines(block: Block, width: int) -> Iterable[Runs]:  # noqa: C901, PLR0911, PLR0912  # one arm for each kind
    match block:
        case Banner(text, filled):
            text = f" {text} " if filled else f"【{text}】"
            return _set(text, replace(_BANNER, white=filled), width)
        case Number(text):
            times = max(1, min(_LARGEST, width // max(1, columns(text))))
            return _set(text, Style(times, times, bold=True, centred=True), width)
        case Line(text, rank):
            return _set(text, replace(_RANKS[rank], centred=block.centred), width)
        case Heading():
            return _heading(block, width)
        case Place(letter, name, way):
            sign = f"【{letter}】" if letter else ""
            return (*_set(sign + name, _DOUBLE, width), *_set(way, _PLAIN, width))
        case Figures(pairs):
            return (line for label, value in pairs for line in _item("", label, value, width, _PLAIN, _BOLD))
        case Tick(name, ticked, note):
            return _item(_TICKED if ticked else _TO_TICK, name, note, width)
        case Step(number, name, detail):
            mark = f"{_STEPS[number - 1]} " if 0 < number <= len(_STEPS) else f"{number}. "
            return _item(mark, name, detail, width)
        case Point(text):
            return _item(_POINT, "", text, width)
        case Rule():
            return ((("_" * (width // commands.MAX_SIZE), Style(wide=commands.MAX_SIZE)),),)
        case Qr(_, captions):
            return (line for text in captions for line in _set(text, Style(centred=True), width))
        case Map():
            return ()
        case _:
            assert_never(block)


def _set(text: str, style: Style, width: int) -> Iterator[Runs]:
    broken = centred if style.centred else wrapped
    for line in broken(text, width, lambda part: style.wide * columns(part)):
        if line:
            yield ((line, style),)


def _heading(heading: Heading, width: int) -> Iterator[Runs]:
    between = width - columns(heading.text) - columns(heading.aside)
    if heading.aside and between > 0:
        yield (heading.text, _BOLD), (" " * between + heading.aside, _PLAIN)
    else:
        yield from _set(heading.text, _BOLD, width)
        yield from _set(heading.aside, _PLAIN, width)


def _item(  # noqa: PLR0913, PLR0917  # the parts of a line, from left to right
    mark: str, lead: str, rest: str, width: int, leading: Style = _BOLD, following: Style = _PLAIN
) -> Iterator[Runs]:
    """Set `lead` and `rest` after it in one paragraph, its lines as far in as the mark is wide."""
    indent = " " * columns(mark)
    room = width - columns(mark)
    *above, last = wrapped(lead, room, columns)
    used = columns(last) + 1 if last else 0
    first, *below = wrapped(rest, room, columns, first=room - used)
    margins = iter((mark,))
    for line in above:
        yield (next(margins, indent), _PLAIN), (line, leading)
    yield (next(margins, indent), _PLAIN), (last, leading), (" " * bool(last and first) + first, following)
    for line in below:
        yield (indent, _PLAIN), (line, following)
