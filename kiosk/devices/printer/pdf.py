"""A slip as a PDF: as wide as its paper, as high as needed, its text embedded as TrueType and searchable."""

import re
from io import BytesIO
from typing import Final, assert_never

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM, Box, Code, Mark, Page, Stroke, Words
from kiosk.devices.printer.paper import PAPER_80, Paper
from kiosk.devices.printer.pdf_font import font_name
from kiosk.domain.slip import Slip

_DOT: Final = mm / DOTS_PER_MM
_ROUND: Final = 1  # line ends and joints, in PDF's numbers
_FLAT: Final = 0.4477  # of the radius: where the handles of a quarter circle's curve stand, from the corner
_DARK: Final = re.compile(rb"\x01+")
_SHARES: Final = {"l": 0.0, "m": 0.5, "r": 1.0}


def render_pdf(slip: Slip, paper: Paper = PAPER_80) -> bytes:
    """Return the slip as a one-page PDF, the same bytes for the same slip.

    Plain function of plain data: may run in any thread or process.
    """
    return _drawn(lay_out(slip, paper), slip, paper)


def _drawn(page: Page, slip: Slip, paper: Paper) -> bytes:
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=(paper.mm * mm, page.height * _DOT),
        invariant=1,
        pageCompression=0,  # the page is short, and reportlab takes its time to write it packed in ASCII
        initialFontName=font_name(400),  # its own default would add a Helvetica that is not embedded
        lang=slip.language,
    )
    canvas.setTitle(slip.title)
    # From here on in dots, from the lower left corner of what a printer can reach.
    canvas.translate((paper.mm * mm - page.width * _DOT) / 2, 0)
    canvas.scale(_DOT, _DOT)
    canvas.setLineCap(_ROUND)
    canvas.setLineJoin(_ROUND)
    for mark in page.marks:
        _draw(canvas, mark, page.height)
    canvas.showPage()
    canvas.setPageCompression(1)  # fonts are long
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, mark: Mark, height: int) -> None:
    """Draw a mark; y runs upwards in a PDF, from the bottom of a page `height` dots high."""
    match mark:
        case Words():
            _draw_words(canvas, mark, height)
        case Box():
            _draw_box(canvas, mark, height)
        case Stroke():
            _draw_stroke(canvas, mark, height)
        case Code():
            _draw_code(canvas, mark, height)
        case _:
            assert_never(mark)


def _draw_words(canvas: Canvas, words: Words, height: int) -> None:
    name = font_name(words.weight)
    share = _SHARES[words.anchor]
    x = words.x - share * stringWidth(words.text, name, words.size) if share else words.x
    text = canvas.beginText(x, height - words.baseline)
    text.setFont(name, words.size)
    if words.white:
        text.setFillColor(white)
    text.textOut(words.text)
    if words.white:
        text.setFillColor(black)
    canvas.drawText(text)


def _draw_box(canvas: Canvas, box: Box, height: int) -> None:
    inset = box.line / 2
    left, bottom = box.x + inset, height - box.y - box.height + inset
    width, tall = box.width - box.line, box.height - box.line
    path = _rounded(left, bottom, left + width, bottom + tall, max(0, box.radius - inset))
    canvas.addLiteral(f"{box.line:g} w {path} S" if box.line else f"{path} f")


def _rounded(left: float, bottom: float, right: float, top: float, radius: float) -> str:
    """Return a rectangle with rounded corners as a path of PDF.

    Written out here, as the code below is: reportlab formats numbers so carefully that a slip's would take longer
    than all else. The numbers are dots on the paper, whole or nearly, so that six digits are plenty.
    """
    if not radius:
        return f"{left:g} {bottom:g} {right - left:g} {top - bottom:g} re"
    far, near = radius, radius * _FLAT
    return (
        f"{left + far:g} {bottom:g} m {right - far:g} {bottom:g} l "
        f"{right - near:g} {bottom:g} {right:g} {bottom + near:g} {right:g} {bottom + far:g} c "
        f"{right:g} {top - far:g} l {right:g} {top - near:g} {right - near:g} {top:g} {right - far:g} {top:g} c "
        f"{left + far:g} {top:g} l {left + near:g} {top:g} {left:g} {top - near:g} {left:g} {top - far:g} c "
        f"{left:g} {bottom + far:g} l "
        f"{left:g} {bottom + near:g} {left + near:g} {bottom:g} {left + far:g} {bottom:g} c h"
    )


def _draw_stroke(canvas: Canvas, stroke: Stroke, height: int) -> None:
    path = canvas.beginPath()
    (x, y), *points = stroke.points
    path.moveTo(x, height - y)
    for x, y in points:
        path.lineTo(x, height - y)
    canvas.setLineWidth(stroke.line)
    canvas.setStrokeColor(white if stroke.white else black)
    canvas.drawPath(path)
    canvas.setStrokeColor(black)


def _draw_code(canvas: Canvas, code: Code, height: int) -> None:
    """Draw each run of dark modules as one rectangle, all in one path: apart they show hairlines between them."""
    module, left, top = code.module, round(code.x), height - round(code.y)
    path = [
        f"{left + module * run.start()} {top - module * down} {module * len(run[0])} {module} re"
        for down, row in enumerate(code.modules, 1)
        for run in _DARK.finditer(bytes(row))
    ]
    canvas.addLiteral("\n".join([*path, "f"]))
