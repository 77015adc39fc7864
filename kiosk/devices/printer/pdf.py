"""A slip as a PDF: as wide as its paper, as high as needed, its text embedded as TrueType and searchable."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Final, assert_never

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kiosk.devices.printer.cut import cut_font
from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM, Box, Code, Mark, Page, Stroke, Words
from kiosk.devices.printer.paper import PAPER_80, Paper
from kiosk.domain.slip import Slip
from kiosk.fonts import Weight

_DOT: Final = mm / DOTS_PER_MM
_ROUND: Final = 1  # line ends and joints, in PDF's numbers
_FONTS: Final[dict[Weight, str]] = {400: "slip regular", 700: "slip bold"}
_REGISTERING: Final = Lock()  # reportlab knows fonts by name in one table for the whole process


def render_pdf(slip: Slip, paper: Paper = PAPER_80) -> bytes:
    """Return the slip as a one-page PDF, the same bytes for the same slip.

    Plain function of plain data: may run in any thread or process.
    """
    page = lay_out(slip, paper)
    with _fonts_of(page):
        return _drawn(page, slip, paper)


@contextmanager
def _fonts_of(page: Page) -> Iterator[None]:
    """Make the glyphs of this page known to reportlab, for as long as the page is being written."""
    with _REGISTERING:
        fonts = [
            TTFont(name, BytesIO(cut_font(weight, _letters(page, weight)))) for weight, name in _FONTS.items()
        ]
        for font in fonts:
            pdfmetrics.registerFont(font)
        try:
            yield
        finally:
            for font in fonts:
                font.unregister()  # a name once known keeps its first glyphs for ever


def _letters(page: Page, weight: Weight) -> str:
    return "".join(mark.text for mark in page.marks if isinstance(mark, Words) and mark.weight == weight)


def _drawn(page: Page, slip: Slip, paper: Paper) -> bytes:
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=(paper.mm * mm, page.height * _DOT),
        invariant=1,
        pageCompression=1,
        initialFontName=_FONTS[400],  # its own default would add a Helvetica that is not embedded
        lang=slip.language,
    )
    canvas.setTitle(slip.title)
    # From here on as on the sheet: dots, from the upper left corner of what a printer can reach.
    canvas.translate((paper.mm * mm - page.width * _DOT) / 2, page.height * _DOT)
    canvas.scale(_DOT, -_DOT)
    canvas.setLineCap(_ROUND)
    canvas.setLineJoin(_ROUND)
    for mark in page.marks:
        _draw(canvas, mark)
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, mark: Mark) -> None:
    match mark:
        case Words():
            _draw_words(canvas, mark)
        case Box():
            inset = mark.line / 2
            canvas.setLineWidth(mark.line)
            canvas.roundRect(
                mark.x + inset,
                mark.y + inset,
                mark.width - mark.line,
                mark.height - mark.line,
                max(0, mark.radius - inset),
                stroke=int(mark.line > 0),
                fill=int(mark.line == 0),
            )
        case Stroke():
            path = canvas.beginPath()
            path.moveTo(*mark.points[0])
            for point in mark.points[1:]:
                path.lineTo(*point)
            canvas.setStrokeColor(white if mark.white else black)
            canvas.setLineWidth(mark.line)
            canvas.drawPath(path)
            canvas.setStrokeColor(black)
        case Code():
            _draw_code(canvas, mark)
        case _:
            assert_never(mark)


def _draw_words(canvas: Canvas, words: Words) -> None:
    name = _FONTS[words.weight]
    share = {"l": 0.0, "m": 0.5, "r": 1.0}[words.anchor]
    canvas.saveState()
    canvas.translate(words.x - share * pdfmetrics.stringWidth(words.text, name, words.size), words.baseline)
    canvas.scale(1, -1)  # letters stand upright though y runs down
    canvas.setFont(name, words.size)
    canvas.setFillColor(white if words.white else black)
    canvas.drawString(0, 0, words.text)
    canvas.restoreState()


def _draw_code(canvas: Canvas, code: Code) -> None:
    path = canvas.beginPath()  # one path: drawn one by one, squares show hairlines between them
    for down, row in enumerate(code.modules):
        for right, dark in enumerate(row):
            if dark:
                x, y = code.x + right * code.module, code.y + down * code.module
                path.rect(x, y, code.module, code.module)
    canvas.drawPath(path, stroke=0, fill=1)
