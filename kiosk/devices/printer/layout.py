"""From what a slip says to where each mark stands on 80 mm paper, the same for every renderer.

Sizes follow ux.md: no text under 10 pt (28 dots), the number at least 12 mm high, white space, no ornament.
"""

from typing import Final, assert_never

from kiosk.devices.printer.marks import Box, Code, Page, Stroke
from kiosk.devices.printer.qr import qr_modules
from kiosk.devices.printer.sheet import CAPITAL, LEFT, MEASURE, MIDDLE, RIGHT, Sheet, Type
from kiosk.devices.printer.wrap import wrapped
from kiosk.domain.slip import (
    Banner,
    Block,
    Figures,
    Heading,
    Line,
    Number,
    Place,
    Point,
    Qr,
    Rule,
    Slip,
    Step,
    Tick,
)

_NUMBER: Final = Type(204, 700)
_SIGN: Final = Type(88, 700)
_PLACE: Final = Type(38, 700, 1.24)
_VALUE: Final = Type(46, 700, 1.2)
_HEADING: Final = Type(32, 700)
_BRING: Final = Type(31)
_BODY: Final = Type(28)
_RANKS: Final = {"title": Type(50, 700, 1.2), "strong": _HEADING, "body": _BODY, "note": _BODY}

_GAP: Final = 20
_ROW: Final = 8
_HAIR: Final = 2
_FRAME: Final = 3
_INDENT: Final = 52
_MARKER: Final = 36
_BANNER_HEIGHT: Final = 56
_SIGN_SIDE: Final = 108
_CODE_SIDE: Final = 190
_QUIET: Final = 4  # modules around a symbol that stay white (ISO/IEC 18004)
_SMALLEST_MODULE: Final = 4  # half a millimetre: what scanners at a counter read from worn paper


def lay_out(slip: Slip) -> Page:
    """Return the slip as marks, none of them outside the paper."""
    sheet = Sheet(top=40)
    for block in slip.blocks:
        _set(sheet, block)
    return sheet.page(bottom=44)


def _set(sheet: Sheet, block: Block) -> None:  # noqa: C901  # one arm for each kind of block
    match block:
        case Banner():
            _banner(sheet, block)
        case Number():
            _number(sheet, block)
        case Line():
            _line(sheet, block)
        case Heading():
            _heading(sheet, block)
        case Place():
            _place(sheet, block)
        case Figures():
            _figures(sheet, block)
        case Tick():
            _tick(sheet, block)
        case Step():
            _step(sheet, block)
        case Point():
            _point(sheet, block)
        case Rule():
            _rule(sheet)
        case Qr():
            _code(sheet, block)
        case _:
            assert_never(block)


def _banner(sheet: Sheet, banner: Banner) -> None:
    type_ = _HEADING.fitting(banner.text, MEASURE - 3 * _GAP)
    width = MEASURE if banner.filled else type_.width(banner.text) + 3 * _GAP
    sheet.y += 2 * _ROW
    line = 0 if banner.filled else _FRAME
    sheet.add(Box(MIDDLE - width / 2, sheet.y, width, _BANNER_HEIGHT, _BANNER_HEIGHT / 2, line))
    sheet.label(banner.text, MIDDLE, sheet.y + _BANNER_HEIGHT / 2, type_, white=banner.filled)
    sheet.y += _BANNER_HEIGHT + _ROW


def _number(sheet: Sheet, number: Number) -> None:
    type_ = _NUMBER.fitting(number.text, MEASURE)
    height = CAPITAL * type_.size
    sheet.y += _GAP + _ROW
    sheet.label(number.text, MIDDLE, sheet.y + height / 2, type_)
    sheet.y += round(height) + _GAP


def _line(sheet: Sheet, line: Line) -> None:
    if line.centred:
        sheet.centred(line.text, _RANKS[line.rank])
    else:
        sheet.paragraph(line.text, _RANKS[line.rank])
        sheet.y += _ROW if line.rank == "body" else 0


def _heading(sheet: Sheet, heading: Heading) -> None:
    beside = Type(_BODY.size, 400, _HEADING.line_height / _BODY.size)
    top = sheet.y
    sheet.paragraph(heading.text, _HEADING, width=MEASURE - beside.width(heading.aside))
    if heading.aside:
        sheet.words(heading.aside, RIGHT, top, beside, "r")
    sheet.y += _ROW


def _place(sheet: Sheet, place: Place) -> None:
    side = _SIGN_SIDE if place.letter else 0
    x = LEFT + (side and side + _GAP)
    lines = [(text, _PLACE) for text in wrapped(place.name, RIGHT - x, _PLACE.width)]
    lines += [(text, _BODY) for text in wrapped(place.way, RIGHT - x, _BODY.width) if text]
    sheet.y += _GAP
    if place.letter:
        letter = _SIGN.fitting(place.letter, side - _GAP)
        sheet.add(Box(LEFT, sheet.y, side, side, 18))
        sheet.label(place.letter, LEFT + side / 2, sheet.y + side / 2, letter, white=True)
    below = sheet.y + side
    sheet.y += max(0, (side - sum(type_.line_height for _, type_ in lines)) // 2)
    for text, type_ in lines:
        sheet.line(text, x, type_)
    sheet.y = max(sheet.y, below) + _GAP


def _figures(sheet: Sheet, figures: Figures) -> None:
    column = (MEASURE - _GAP * (len(figures.pairs) - 1)) / len(figures.pairs)
    values = _VALUE
    for _, value in figures.pairs:
        values = values.fitting(value, column)  # one size for all of them
    for at, (label, value) in enumerate(figures.pairs):
        x = LEFT + at * (column + _GAP)
        sheet.words(label, x, sheet.y, _BODY.fitting(label, column))
        sheet.words(value, x, sheet.y + _BODY.line_height, values)
    sheet.y += _BODY.line_height + values.line_height


def _tick(sheet: Sheet, tick: Tick) -> None:
    x, y = LEFT, sheet.y + (_BRING.line_height - _MARKER) / 2
    sheet.add(Box(x, y, _MARKER, _MARKER, 7, _FRAME))
    if tick.ticked:
        hook = ((8.5, 18.5), (15.5, 25.5), (28.0, 10.5))
        sheet.add(Stroke(tuple((x + right, y + down) for right, down in hook), 5))
    sheet.run_in(tick.name, tick.note, _BRING, LEFT + _INDENT, MEASURE - _INDENT)
    sheet.y += _ROW


def _step(sheet: Sheet, step: Step) -> None:
    x, y = LEFT, sheet.y + (_BODY.line_height - _MARKER) / 2
    sheet.add(Box(x, y, _MARKER, _MARKER, _MARKER / 2, _HAIR))
    sheet.label(str(step.number), x + _MARKER / 2, y + _MARKER / 2, _BODY.bold.fitting(str(step.number), 34))
    sheet.run_in(step.name, step.detail, _BODY, LEFT + _INDENT, MEASURE - _INDENT)
    sheet.y += _ROW


def _point(sheet: Sheet, point: Point) -> None:
    dot = 8
    sheet.add(Box(LEFT + (_MARKER - dot) / 2, sheet.y + (_BODY.line_height - dot) / 2, dot, dot, dot / 2))
    sheet.paragraph(point.text, _BODY, LEFT + _INDENT, MEASURE - _INDENT)
    sheet.y += _ROW


def _rule(sheet: Sheet) -> None:
    sheet.y += _GAP
    sheet.add(Box(LEFT, sheet.y, MEASURE, _HAIR))
    sheet.y += _HAIR + _GAP


def _code(sheet: Sheet, code: Qr) -> None:
    modules = qr_modules(code.payload)
    module = max(_SMALLEST_MODULE, min(_CODE_SIDE // len(modules), LEFT // _QUIET))
    side, quiet = module * len(modules), module * _QUIET
    sheet.y += max(0, quiet - _GAP)  # nothing may stand nearer: the rule above kept _GAP
    sheet.add(Code(LEFT, sheet.y, module, modules))
    x, below = LEFT + side + quiet + _ROW, sheet.y + side
    lines = sum(len(wrapped(text, RIGHT - x, _BODY.width)) for text in code.captions)
    sheet.y += max(0, (side - lines * _BODY.line_height) // 2)
    for text in code.captions:
        sheet.paragraph(text, _BODY, x, RIGHT - x)
    sheet.y = max(sheet.y, below) + quiet
