"""Noto Sans SC as reportlab's canvas uses a font: of each document it embeds the glyphs used there, no more.

reportlab's own TrueType fonts come out of a file and would be read anew for each document. This one has no file:
a document's subset is put together from glyphs that are kept (cut.py), and does not depend on those before it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import FF_FORCEBOLD, FF_SYMBOLIC, TTEncoding, TTFont, TTFontFace

from kiosk.devices.printer.cut import cut_font, measures, outline
from kiosk.fonts import Weight

_STYLES: Final[dict[Weight, str]] = {400: "Regular", 700: "Bold"}
_NAMES: Final[dict[Weight, str]] = {400: "slip regular", 700: "slip bold"}
_PER_EM: Final = 1000  # of Noto Sans SC, and of PDF


class CutFace(TTFontFace):  # type: ignore[misc]  # reportlab has no types
    """What reportlab asks of a typeface, answered out of the variable font instead of a file."""

    def __init__(self, weight: Weight) -> None:
        # Not its parents' __init__: that reads a file.
        self._weight = weight
        self.name = self.filename = f"NotoSansSC-{_STYLES[weight]}".encode()
        self.subfontNameX = b""
        about = measures()
        self.charToGlyph = about.characters
        self.ascent, self.descent, self.capHeight = about.ascent, about.descent, about.capital
        self.bbox = list(about.box)
        self.italicAngle = 0
        self.stemV = 50 + int((weight / 65) ** 2)  # as reportlab reckons it
        self.flags = FF_SYMBOLIC | (FF_FORCEBOLD if weight == 700 else 0)  # noqa: PLR2004  # bold
        self.defaultWidth = self.advance(0)

    def advance(self, character: int) -> int:
        """Return the advance of a character (its Unicode code) in thousandths of the em."""
        return outline(self._weight, character).advance

    def getCharWidth(self, code: int) -> bytes:  # noqa: N802  # reportlab's name
        """Return the advance as it will stand in the document: reportlab takes its time to format numbers."""
        return b"%d" % self.advance(code)

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802  # same
        """Return the TrueType in which byte n stands for `subset[n]`."""
        return cut_font(self._weight, subset)


class CutFont(TTFont):  # type: ignore[misc]  # same
    """A font under a name for `Canvas.setFont`. Many documents may use it at the same time, and any thread."""

    def __init__(self, name: str, weight: Weight) -> None:
        # Not its parents' __init__: same.
        self.fontName = name
        self.face = CutFace(weight)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[object, object] = (
            WeakKeyDictionary()
        )  # what each document has used so far
        self._asciiReadable = 0  # only what is used goes in, not all of ASCII
        self.shapable = False

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002, N802  # same
        """Return the width of `text` in the unit of `size`."""
        return sum(map(self.face.advance, map(ord, text))) * size / _PER_EM


@cache
def font_name(weight: Weight) -> str:
    """Return the name under which reportlab knows the font in this process, from the first call on."""
    name = _NAMES[weight]
    pdfmetrics.registerFont(CutFont(name, weight))
    return name
