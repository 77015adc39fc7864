"""The type of a slip as Pillow draws it: Noto Sans SC, any size, from the variable file at once."""

from functools import cache

from PIL import ImageFont

from kiosk.fonts import Weight, variable_font_file


@cache
def typeface(weight: Weight, size: float) -> ImageFont.FreeTypeFont:
    """Return the font with an em of `size` dots.

    Basic layout: Chinese and English need no shaping, and every system then gives the same picture.
    """
    font = ImageFont.truetype(variable_font_file(), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def text_width(text: str, weight: Weight, size: float) -> float:
    """Return how many dots wide `text` is. Widths add up: this font has no pair kerning outside shaping."""
    return typeface(weight, size).getlength(text)
