"""Colours and letters of the reports: the house's own, dark enough for a black-and-white printer."""

from typing import Final, Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from kiosk.devices.printer.pdf_font import font_name
from kiosk.fonts import Weight

Anchor = Literal["start", "middle", "end"]

INK: Final[Color] = HexColor("#111b19")
SOFT: Final[Color] = HexColor("#4a5653")
LINE: Final[Color] = HexColor("#d9cdb6")
PAPER: Final[Color] = HexColor("#faf6ee")
PRIMARY: Final[Color] = HexColor("#0a3a40")
PALE: Final[Color] = HexColor("#a9c9c4")
TINT: Final[Color] = HexColor("#e4f0ec")
ACCENT: Final[Color] = HexColor("#a3350a")
WHITE: Final[Color] = HexColor("#ffffff")


def width_of(text: str, size: float, weight: Weight = 400) -> float:
    """Return the width of a line of text in points."""
    return float(stringWidth(text, font_name(weight), size))
