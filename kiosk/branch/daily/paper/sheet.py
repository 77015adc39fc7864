"""A4 paper being filled from the top down, page after page; everything in points, y from the upper edge."""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from reportlab.graphics.renderPDF import draw as draw_on
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kiosk.branch.daily.paper.look import ACCENT, INK, LINE, PRIMARY, SOFT, Anchor, width_of
from kiosk.branch.daily.words import Words
from kiosk.devices.printer.pdf_font import font_name
from kiosk.devices.printer.wrap import wrapped
from kiosk.fonts import Weight

LEFT: Final = 45.0
RIGHT: Final = A4[0] - LEFT
MEASURE: Final = RIGHT - LEFT
_TOP: Final = 44.0
_BOTTOM: Final = A4[1] - 58.0
_ASCENT: Final = 0.88
_LEADING: Final = 1.45

Mark = Callable[[Canvas], None]


class Sheet:
    """Pages of marks; `y` is how far down the last page is used."""

    def __init__(self, words: Words, title: str, house: str, *, demonstration: bool) -> None:
        """Begin a report of `house` (bank and branch)."""
        self.words = words
        self._title, self._house, self._demonstration = title, house, demonstration
        self._pages: list[list[Mark]] = []
        self.y = _TOP
        self._turn()

    def _turn(self) -> None:
        self._pages.append([])
        self.y = _TOP
        self.text(self._house, LEFT, self.y, 10, colour=SOFT)
        if self._demonstration:
            self.text(self.words("page.demonstration"), RIGHT, self.y, 10, 700, ACCENT, "end")
        self.y += 22

    def need(self, height: float) -> None:
        """Go to the next page unless so much room is left on this one."""
        if self.y + height > _BOTTOM:
            self._turn()

    def add(self, mark: Mark) -> None:
        """Place a mark on this page; `y` stays."""
        self._pages[-1].append(mark)

    def text(  # noqa: PLR0913, PLR0917 - all that a line of text is
        self,
        text: str,
        x: float,
        top: float,
        size: float,
        weight: Weight = 400,
        colour: Color = INK,
        anchor: Anchor = "start",
    ) -> None:
        """Place a line of text whose letters begin at `top`; `y` stays."""
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width_of(text, size, weight)

        def mark(canvas: Canvas) -> None:
            canvas.setFillColor(colour)
            canvas.setFont(font_name(weight), size)
            canvas.drawString(x, A4[1] - top - size * _ASCENT, text)

        self.add(mark)

    def paragraph(  # noqa: PLR0913, PLR0917 - same
        self,
        text: str,
        x: float,
        top: float,
        width: float,
        size: float,
        weight: Weight = 400,
        colour: Color = INK,
    ) -> float:
        """Place text in lines at most `width` wide and return where it ends; `y` stays."""
        for line in _lines(text, width, size, weight):
            self.text(line, x, top, size, weight, colour)
            top += size * _LEADING
        return top

    def height_of(self, text: str, width: float, size: float, weight: Weight = 400) -> float:
        """Return the height of a paragraph from the top of its first letters to the foot of its last."""
        return (len(_lines(text, width, size, weight)) - 1) * size * _LEADING + size

    def box(  # noqa: PLR0913 - same
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        fill: Color,
        *,
        radius: float = 6,
        edge: Color = None,
    ) -> None:
        """Place a rounded ground; `y` stays."""

        def mark(canvas: Canvas) -> None:
            canvas.setFillColor(fill)
            canvas.setStrokeColor(edge or fill)
            canvas.setLineWidth(0.7)
            canvas.roundRect(
                x, A4[1] - top - height, width, height, radius, stroke=int(edge is not None), fill=1
            )

        self.add(mark)

    def rule(self, x: float = LEFT, width: float = MEASURE) -> None:
        """Draw a hairline at `y`."""
        top = self.y

        def mark(canvas: Canvas) -> None:
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.7)
            canvas.line(x, A4[1] - top, x + width, A4[1] - top)

        self.add(mark)

    def picture(self, drawing: Drawing, x: float, top: float) -> None:
        """Place a drawing whose upper left corner is there; `y` stays."""
        self.add(lambda canvas: draw_on(drawing, canvas, x, A4[1] - top - drawing.height))

    def section(self, title: str, height: float, about: str = "") -> None:
        """Begin a part with its title; it and so much more stay together on one page."""
        self.need(height + 42)
        self.y += 16
        self.box(LEFT, self.y + 1, 4, 14, PRIMARY, radius=1.5)
        self.text(title, LEFT + 11, self.y, 13, 700)
        if about:
            self.text(about, LEFT + 19 + width_of(title, 13, 700), self.y + 3, 9.5, colour=SOFT)
        self.y += 26

    def pdf(self) -> bytes:
        """Return the report, the same bytes for the same marks."""
        file = BytesIO()
        canvas = Canvas(
            file,
            pagesize=A4,
            invariant=1,
            initialFontName=font_name(400),  # its own default would add a Helvetica that is not embedded
            lang=self.words.language,
        )
        canvas.setTitle(self._title)
        for number, marks in enumerate(self._pages, 1):
            self._foot(canvas, number)
            for mark in marks:
                mark(canvas)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    def _foot(self, canvas: Canvas, number: int) -> None:
        canvas.setFillColor(SOFT)
        canvas.setFont(font_name(400), 8.5)
        canvas.drawString(LEFT, 30, f"{self._title} · {self.words('page.made')}")
        if len(self._pages) > 1:
            told = self.words("page.number", n=number, of=len(self._pages))
            canvas.drawRightString(RIGHT, 30, told)


def _lines(text: str, width: float, size: float, weight: Weight) -> list[str]:
    return wrapped(text, width, lambda part: width_of(part, size, weight))
