"""The colours of a map on the ground of any palette: maps are drawn for light paper."""

import re
from typing import Final
from xml.etree import ElementTree as ET

from PySide6.QtGui import QColor

PAPER: Final = "#fbf7ee"
"""The ground that maps are drawn for; what has this colour is ground."""
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_HALF: Final = 0.5


def is_dark(ground: str) -> bool:
    """Say whether light lines are to stand on this ground."""
    return QColor(ground).lightnessF() < _HALF


def on_ground(colour: str, ground: str) -> str:
    """Return a colour of a map (#rrggbb) as it is drawn on `ground`.

    On a dark ground what was dark is light, in its own hue; on a light one nothing is brighter than the ground.
    """
    if colour.lower() == PAPER:
        return ground
    if is_dark(ground):
        drawn = QColor(colour)
        hue = max(0.0, drawn.hslHueF())  # grey has none
        return QColor.fromHslF(hue, drawn.hslSaturationF(), 1 - drawn.lightnessF()).name()
    return "#" + "".join(
        f"{min(255, round(part * there / here)):02x}"
        for part, there, here in zip(_parts(colour), _parts(ground), _parts(PAPER), strict=True)
    )


def recolour(drawing: ET.Element, ground: str) -> None:
    """Put everything in a part of a map on `ground`."""
    for element in drawing.iter():
        for name in ("fill", "stroke"):
            colour = element.get(name, "")
            if _COLOUR.fullmatch(colour):
                element.set(name, on_ground(colour, ground))


def _parts(colour: str) -> bytes:
    return bytes.fromhex(colour[1:])
