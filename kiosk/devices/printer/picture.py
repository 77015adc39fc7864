"""A slip drawn with Pillow: what a raster printer burns and what the screen shows."""

from functools import lru_cache
from typing import Final, assert_never

from PIL import Image, ImageDraw

from kiosk.devices.printer.marks import Box, Code, Mark, Page, Stroke, Words
from kiosk.devices.printer.typeface import advances, glyph, text_width

_BLACK: Final = 0
_WHITE: Final = 255
_FINE: Final = 4  # shapes are drawn this much larger and reduced, which smooths their edges
_SHARES: Final = {"l": 0.0, "m": 0.5, "r": 1.0}
_SHAPES: Final = 256


def drawn(page: Page) -> Image.Image:
    """Return the page in 8-bit grey, a pixel for each dot, the same every time."""
    picture = Image.new("L", (page.width, page.height), _WHITE)
    for mark in page.marks:
        _draw(picture, mark)
    return picture


def _draw(picture: Image.Image, mark: Mark) -> None:
    match mark:
        case Words():
            _draw_words(picture, mark)
        case Box():
            left, top = int(mark.x), int(mark.y)
            shape = Box(mark.x - left, mark.y - top, mark.width, mark.height, mark.radius, mark.line)
            picture.paste(_BLACK, (left, top), _box(shape))
        case Stroke():
            _draw_stroke(picture, mark)
        case Code():
            _draw_code(picture, mark)
        case _:
            assert_never(mark)


def _draw_words(picture: Image.Image, words: Words) -> None:
    """Paste glyph after glyph on whole dots: stems then look alike wherever they stand."""
    ink = _WHITE if words.white else _BLACK
    ahead = advances(words.weight, words.size)
    x = words.x - _SHARES[words.anchor] * text_width(words.text, words.weight, words.size)
    pen, baseline = round(x), round(words.baseline)
    for character in words.text:
        drawn = glyph(character, words.weight, words.size)
        if drawn:
            picture.paste(ink, (pen + drawn.right, baseline + drawn.down), drawn.ink)
        pen += round(ahead[character])


@lru_cache(_SHAPES)
def _box(box: Box) -> Image.Image:
    """Return the ink of a box whose corner lies within the first dot."""
    mask = Image.new("L", ((int(box.width) + 2) * _FINE, (int(box.height) + 2) * _FINE), _BLACK)
    x, y = box.x * _FINE, box.y * _FINE
    # Pillow counts the last column and row in.
    corners = (x, y, x + box.width * _FINE - 1, y + box.height * _FINE - 1)
    fill = None if box.line else _WHITE
    ImageDraw.Draw(mask).rounded_rectangle(corners, box.radius * _FINE, fill, _WHITE, int(box.line * _FINE))
    return mask.reduce(_FINE)


def _draw_stroke(picture: Image.Image, stroke: Stroke) -> None:
    half = stroke.line / 2
    left = int(min(x for x, _ in stroke.points) - half)
    top = int(min(y for _, y in stroke.points) - half)
    mask = _stroke(tuple((x - left, y - top) for x, y in stroke.points), stroke.line)
    picture.paste(_WHITE if stroke.white else _BLACK, (left, top), mask)


@lru_cache(_SHAPES)
def _stroke(points: tuple[tuple[float, float], ...], line: float) -> Image.Image:
    half = line / 2
    width = int(max(x for x, _ in points) + half) + 2
    height = int(max(y for _, y in points) + half) + 2
    fine = [(x * _FINE, y * _FINE) for x, y in points]
    mask = Image.new("L", (width * _FINE, height * _FINE), _BLACK)
    drawing = ImageDraw.Draw(mask)
    drawing.line(fine, _WHITE, int(line * _FINE), "curve")
    for point in (fine[0], fine[-1]):
        drawing.circle(point, half * _FINE, _WHITE)
    return mask.reduce(_FINE)


def _draw_code(picture: Image.Image, code: Code) -> None:
    side = len(code.modules)
    dots = bytes(_BLACK if dark else _WHITE for row in code.modules for dark in row)
    symbol = Image.frombytes("L", (side, side), dots)
    large = symbol.resize((side * code.module, side * code.module), Image.Resampling.NEAREST)
    picture.paste(large, (round(code.x), round(code.y)))
