"""The type of a slip as Pillow draws it: Noto Sans SC, any size, from the variable file at once.

FreeType takes longer over a glyph of a variable font than everything else a slip needs, so advances and glyphs
are kept: a branch prints the same few hundred characters all day.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from kiosk.fonts import Weight, variable_font_file

_OPEN: Final = 24  # each maps the 17 MB of the variable file anew; a slip needs nine
_TYPES: Final = 256
_GLYPHS: Final = 4096  # some 4 MB


class Glyph(NamedTuple):
    """One character as ink in 8-bit grey, and where its upper left corner lies from the pen on the baseline."""

    ink: Image.Image
    right: int
    down: int


class _Advances(dict[str, float]):
    """How far the pen goes on after each character, found out when first asked for."""

    def __init__(self, weight: Weight, size: float) -> None:
        super().__init__()
        self._type = weight, size

    def __missing__(self, character: str) -> float:
        advance = typeface(*self._type).getlength(character)
        self[character] = advance
        return advance


@lru_cache(_OPEN)
def typeface(weight: Weight, size: float) -> ImageFont.FreeTypeFont:
    """Return the font with an em of `size` dots.

    Basic layout: Chinese and English need no shaping, and every system then gives the same picture.
    """
    font = ImageFont.truetype(variable_font_file(), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def text_width(text: str, weight: Weight, size: float) -> float:
    """Return how many dots wide `text` is. Widths add up: this font has no pair kerning outside shaping."""
    return sum(map(advances(weight, size).__getitem__, text))


@lru_cache(_TYPES)
def advances(weight: Weight, size: float) -> dict[str, float]:
    """Return the advance of every character there is, in whole dots: FreeType rounds them."""
    return _Advances(weight, size)


@lru_cache(_GLYPHS)
def glyph(character: str, weight: Weight, size: float) -> Glyph | None:
    """Return the ink of one character, None if it leaves none."""
    font = typeface(weight, size)
    left, top, right, bottom = map(round, font.getbbox(character, anchor="ls"))
    if right <= left or bottom <= top:
        return None
    ink = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(ink).text((-left, -top), character, 255, font, "ls")
    return Glyph(ink, left, top)
