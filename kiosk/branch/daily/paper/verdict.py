"""The shapes that say at a glance how it is: round, three-cornered, eight-cornered, and never by colour alone."""

from math import cos, pi, sin
from typing import Final

from reportlab.graphics.shapes import Circle, Drawing, Polygon, PolyLine, Rect
from reportlab.lib.colors import Color, HexColor

from kiosk.branch.daily.checks import Verdict
from kiosk.branch.daily.paper.look import WHITE

COLOURS: Final[dict[Verdict, Color]] = {
    "good": HexColor("#1d6b43"),
    "mind": HexColor("#8a5a00"),
    "mend": HexColor("#9b1c13"),
}
GROUNDS: Final[dict[Verdict, Color]] = {
    "good": HexColor("#e4f1e7"),
    "mind": HexColor("#fdf1d9"),
    "mend": HexColor("#fbe5e0"),
}


def sign(verdict: Verdict, size: float) -> Drawing:
    """Return the shape of a verdict in a square of `size` points."""
    colour, drawing = COLOURS[verdict], Drawing(size, size)
    for shape in _SHAPES[verdict](size, colour):
        drawing.add(shape)
    return drawing


def _good(size: float, colour: Color) -> tuple[object, ...]:
    tick = [size * part for part in (0.27, 0.50, 0.44, 0.33, 0.74, 0.68)]
    return (
        Circle(size / 2, size / 2, size / 2, fillColor=colour, strokeColor=None),
        PolyLine(tick, strokeColor=WHITE, strokeWidth=size * 0.1, strokeLineCap=1, strokeLineJoin=1),
    )


def _mind(size: float, colour: Color) -> tuple[object, ...]:
    corners = [size * part for part in (0.5, 0.97, 0.99, 0.08, 0.01, 0.08)]
    return (
        Polygon(corners, fillColor=colour, strokeColor=None),
        Rect(size * 0.455, size * 0.36, size * 0.09, size * 0.32, fillColor=WHITE, strokeColor=None),
        Circle(size / 2, size * 0.24, size * 0.06, fillColor=WHITE, strokeColor=None),
    )


def _mend(size: float, colour: Color) -> tuple[object, ...]:
    turns = [(2 * n + 1) * pi / 8 for n in range(8)]
    corners = [size * (0.5 + 0.52 * part(turn)) for turn in turns for part in (cos, sin)]
    near, far = size * 0.33, size * 0.67
    return (
        Polygon(corners, fillColor=colour, strokeColor=None),
        PolyLine([near, near, far, far], strokeColor=WHITE, strokeWidth=size * 0.1, strokeLineCap=1),
        PolyLine([near, far, far, near], strokeColor=WHITE, strokeWidth=size * 0.1, strokeLineCap=1),
    )


_SHAPES: Final = {"good": _good, "mind": _mind, "mend": _mend}
