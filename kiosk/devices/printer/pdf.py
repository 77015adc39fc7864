"""A slip as a PDF: as wide as its paper, as high as needed, its text embedded as TrueType and searchable."""

from io import BytesIO
from itertools import groupby
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
    corner = box.x + inset, height - box.y - box.height + inset
    sides = box.width - box.line, box.height - box.line
    paint = {"stroke": int(box.line > 0), "fill": int(box.line == 0)}
    if box.line:
        canvas.setLineWidth(box.line)
    if box.radius:
        canvas.roundRect(*corner, *sides, max(0, box.radius - inset), **paint)
    else:
        canvas.rect(*corner, *sides, **paint)


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
    # Literally: through reportlab's formatting of numbers it takes longer than all the rest of the slip.
    module, left, top = code.module, round(code.x), height - round(code.y)
    path = []
    for down, row in enumerate(code.modules, 1):
        x, y = left, top - down * module
        for dark, run in groupby(row):
            width = module * len(tuple(run))
            if dark:
                path.append(f"{x} {y} {width} {module} re")
            x += width
    canvas.addLiteral("\n".join([*path, "f"]))
