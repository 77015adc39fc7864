"""From what a slip says to where each mark stands on the paper, the same for every renderer.

Sizes follow ux.md: no text under 10 pt (28 dots), the number at least 12 mm high, white space, no ornament.
"""

from typing import Final, assert_never

from kiosk.devices.printer.marks import Box, Code, Page, Stroke
from kiosk.devices.printer.paper import PAPER_80, Paper
from kiosk.devices.printer.plan import set_map
from kiosk.devices.printer.qr import qr_modules
from kiosk.devices.printer.sheet import CAPITAL, Sheet, Type
from kiosk.devices.printer.wrap import wrapped
from kiosk.domain.slip import (
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
_SIGN_SHARE: Final = 4  # of a narrow column a sign takes no more than one part in so many
_CODE_SIDE: Final = 190
_QUIET: Final = 4  # modules around a symbol that stay white (ISO/IEC 18004)
_SMALLEST_MODULE: Final = 4  # half a millimetre: what scanners at a counter read from worn paper
_CAPTION: Final = 8 * _BODY.size  # narrower than eight characters, words beside a code would stand in shreds


def lay_out(slip: Slip, paper: Paper = PAPER_80) -> Page:
    """Return the slip as marks, none of them outside the paper."""
    sheet = Sheet(paper, top=40)
    for block in slip.blocks:
        _set(sheet, block)
    return sheet.page(bottom=44)


def _set(sheet: Sheet, block: Block) -> None:  # noqa: C901, PLR0912  # one arm for each kind of block
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
        case Map():
            set_map(sheet, block)
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
    room = sheet.measure - 2 * _GAP
    type_ = _HEADING.fitting(banner.text, room)
    if type_.size < _BODY.size:
        type_ = _HEADING
    lines = wrapped(banner.text, room, type_.width)
    width = sheet.measure if banner.filled else max(map(type_.width, lines)) + 2 * _GAP
    height = _BANNER_HEIGHT + (len(lines) - 1) * type_.line_height
    sheet.y += 2 * _ROW
    line = 0 if banner.filled else _FRAME
    sheet.add(Box(sheet.middle - width / 2, sheet.y, width, height, _BANNER_HEIGHT / 2, line))
    for at, text in enumerate(lines):
        middle = sheet.y + _BANNER_HEIGHT / 2 + at * type_.line_height
        sheet.label(text, sheet.middle, middle, type_, white=banner.filled)
    sheet.y += height + _ROW


def _number(sheet: Sheet, number: Number) -> None:
    type_ = _NUMBER.fitting(number.text, sheet.measure)
    height = CAPITAL * type_.size
    sheet.y += _GAP + _ROW
    sheet.label(number.text, sheet.middle, sheet.y + height / 2, type_)
    sheet.y += round(height) + _GAP


def _line(sheet: Sheet, line: Line) -> None:
    type_ = _RANKS[line.rank]
    if line.rank == "strong":
        smaller = type_.fitting(line.text, sheet.measure)
        type_ = smaller if smaller.size >= _BODY.size else type_  # a little smaller rather than on two lines
    if line.centred:
        sheet.centred(line.text, type_)
    else:
        sheet.paragraph(line.text, type_)
        sheet.y += _ROW if line.rank == "body" else 0


def _heading(sheet: Sheet, heading: Heading) -> None:
    beside = Type(_BODY.size, 400, _HEADING.line_height / _BODY.size)
    top = sheet.y
    sheet.paragraph(heading.text, _HEADING)
    if _HEADING.width(heading.text) + _GAP + beside.width(heading.aside) <= sheet.measure:
        sheet.words(heading.aside, sheet.right, top, beside, "r")
    else:
        sheet.paragraph(heading.aside, _BODY)
    sheet.y += _ROW


def _place(sheet: Sheet, place: Place) -> None:
    side = min(_SIGN_SIDE, sheet.measure // _SIGN_SHARE) if place.letter else 0
    x = sheet.left + (side and side + _GAP)
    room = sheet.right - x
    lines = [(text, _PLACE) for text in wrapped(place.name, room, _PLACE.width)]
    lines += [(text, _BODY) for text in wrapped(place.way, room, _BODY.width) if text]
    sheet.y += _GAP
    if place.letter:
        letter = _SIGN.fitting(place.letter, side - _GAP)
        sheet.add(Box(sheet.left, sheet.y, side, side, side / 6))
        sheet.label(place.letter, sheet.left + side / 2, sheet.y + side / 2, letter, white=True)
    below = sheet.y + side
    sheet.y += max(0, (side - sum(type_.line_height for _, type_ in lines)) // 2)
    for text, type_ in lines:
        sheet.line(text, x, type_)
    sheet.y = max(sheet.y, below) + _GAP


def _figures(sheet: Sheet, figures: Figures) -> None:
    """Set values side by side; one below the other where that would shrink them below their labels."""
    beside = max(1, len(figures.pairs))
    column = (sheet.measure - _GAP * (beside - 1)) / beside
    if any(
        _BODY.width(label) > column or _VALUE.fitting(value, column).size < _BODY.size
        for label, value in figures.pairs
    ):
        beside, column = 1, sheet.measure
    values = _VALUE
    for _, value in figures.pairs:
        values = values.fitting(value, column)  # one size for all of them
    row = _BODY.line_height + values.line_height
    for at, (label, value) in enumerate(figures.pairs):
        x = sheet.left + at % beside * (column + _GAP)
        y = sheet.y + at // beside * (row + _ROW)
        sheet.words(label, x, y, _BODY.fitting(label, column))
        sheet.words(value, x, y + _BODY.line_height, values)
    rows = -(-len(figures.pairs) // beside)
    sheet.y += rows * (row + _ROW) - _ROW if rows else 0


def _tick(sheet: Sheet, tick: Tick) -> None:
    x, y = sheet.left, sheet.y + (_BRING.line_height - _MARKER) / 2
    sheet.add(Box(x, y, _MARKER, _MARKER, 7, _FRAME))
    if tick.ticked:
        hook = ((8.5, 18.5), (15.5, 25.5), (28.0, 10.5))
        sheet.add(Stroke(tuple((x + right, y + down) for right, down in hook), 5))
    sheet.run_in(tick.name, tick.note, _BRING, _INDENT)
    sheet.y += _ROW


def _step(sheet: Sheet, step: Step) -> None:
    x, y, number = sheet.left, sheet.y + (_BODY.line_height - _MARKER) / 2, str(step.number)
    sheet.add(Box(x, y, _MARKER, _MARKER, _MARKER / 2, _HAIR))
    sheet.label(number, x + _MARKER / 2, y + _MARKER / 2, _BODY.bold.fitting(number, _MARKER - _HAIR))
    sheet.run_in(step.name, step.detail, _BODY, _INDENT)
    sheet.y += _ROW


def _point(sheet: Sheet, point: Point) -> None:
    dot = 8
    x, y = sheet.left + (_MARKER - dot) / 2, sheet.y + (_BODY.line_height - dot) / 2
    sheet.add(Box(x, y, dot, dot, dot / 2))
    sheet.paragraph(point.text, _BODY, _INDENT)
    sheet.y += _ROW


def _rule(sheet: Sheet) -> None:
    sheet.y += _GAP
    sheet.add(Box(sheet.left, sheet.y, sheet.measure, _HAIR))
    sheet.y += _HAIR + _GAP


def _code(sheet: Sheet, code: Qr) -> None:
    modules = qr_modules(code.payload)
    count = len(modules)
    module = max(_SMALLEST_MODULE, min(_CODE_SIDE // count, sheet.left // _QUIET))
    module = min(module, int(sheet.measure / count))  # too small for scanners, but on the paper
    side, quiet = module * count, module * _QUIET
    sheet.y += max(0, quiet - _GAP)  # nothing may stand nearer: the rule above kept _GAP
    indent = side + quiet + _ROW
    room = sheet.measure - indent
    if room < _CAPTION:
        sheet.add(Code(round(sheet.middle - side / 2), sheet.y, module, modules))
        sheet.y += side + quiet
        for text in code.captions:
            sheet.centred(text, _BODY)
        sheet.y += _GAP
        return
    sheet.add(Code(sheet.left, sheet.y, module, modules))
    below = sheet.y + side
    lines = sum(len(wrapped(text, room, _BODY.width)) for text in code.captions)
    sheet.y += max(0, (side - lines * _BODY.line_height) // 2)
    for text in code.captions:
        sheet.paragraph(text, _BODY, indent)
    sheet.y = max(sheet.y, below) + quiet
