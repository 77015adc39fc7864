"""The branch map with the way to one zone, drawn from the branch's own SVG (its head comment says what is in it)."""

from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from kiosk.screens.map_colours import PAPER, is_dark, recolour
from kiosk.screens.map_signs import draw_signs, take_signs
from kiosk.screens.svg import drawn

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_FAMILY: Final = "Noto Sans SC"
_BOLD: Final = 700
_DIMMED: Final = "0.4"
_SOUGHT_ON_DARK: Final = "0.34"
"""How strong the floor of the zone to go to is; on light paper as strong as drawn."""
_LARGER: Final = {"zh": 1.15, "en": 1.0}
"""Names on the map grow as far as they have room: on a wall it is read closer than on a screen."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A text of the map, in units of its view box."""

    at: QPointF
    text: str
    size: float
    colour: str
    centred: bool
    dimmed: bool


def draw_map(  # noqa: PLR0913 - what is drawn, and how
    svg: bytes, zone: str, language: str, box: QSize, *, ground: str = PAPER, letter_px: int = 0
) -> QImage:
    """Return the map as large as fits the box: the way to `zone` shown, other zones paler, names in one language.

    Its colours are those for `ground` (#rrggbb), which it leaves to be drawn. With `letter_px` letters are so large, and
    stand for the names; the zone's own marks the end of the way.
    An empty picture if `svg` is no SVG.
    """
    try:
        root = ET.fromstring(svg)  # noqa: S314 - the file of our own branch service
    except ET.ParseError:
        return QImage()
    signs = take_signs(root, zone) if letter_px else []
    _dress(root, zone, ground)
    labels = _prepared(root, zone, language)
    # Qt knows `use` only by its customary prefix.
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    renderer = QSvgRenderer(ET.tostring(root))
    picture = drawn(renderer, box)
    if not picture.isNull():
        _write(picture, labels, _LARGER[language], scale := picture.width() / renderer.viewBoxF().width())
        if signs:
            draw_signs(picture, signs, letter_px, _FAMILY, scale)
    return picture


def _dress(root: ET.Element, zone: str, ground: str) -> None:
    """Put a map on its ground. Letters keep the colours of the signs in the hall."""
    for group in root:
        if group.get("id") == "letters":
            continue
        recolour(group, ground)
        if group.get("id") == f"zone-{zone}" and is_dark(ground):
            for floor in group.findall(f"{{{_SVG}}}rect[@fill-opacity]"):
                floor.set("fill-opacity", _SOUGHT_ON_DARK)


def _prepared(root: ET.Element, zone: str, language: str) -> list[_Label]:
    """Show, hide and dim groups, and take the texts out: QtSvg cannot write bold in a variable font."""
    labels: list[_Label] = []
    for group in root:
        name = group.get("id", "")
        if name.startswith("zone-") and name not in {f"zone-{zone}", "zone-entrance"}:
            group.set("opacity", _DIMMED)
        if name == f"way-{zone}":
            group.attrib.pop("display", None)
        elif name.startswith("way-"):
            group.set("display", "none")
        elif name.startswith("labels-") and name != f"labels-{language}":
            group.clear()
        labels += _taken(group, {zone, "entrance"})
    return labels


def _taken(group: ET.Element, lit: set[str]) -> list[_Label]:
    size, centred = float(group.get("font-size", "8")), group.get("text-anchor") == "middle"
    labels: list[_Label] = []
    for element in group.findall(f"{{{_SVG}}}text"):
        at = QPointF(float(element.get("x", "0")), float(element.get("y", "0")))
        of = element.get("id", "").rpartition("-")[2]
        colour = element.get("fill", "#000000")
        labels.append(_Label(at, element.text or "", size, colour, centred, dimmed=of not in lit))
        group.remove(element)
    return labels


def _write(picture: QImage, labels: list[_Label], larger: float, scale: float) -> None:
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for label in labels:
        font = QFont(_FAMILY)
        grown = 1.0 if label.centred else larger
        font.setPixelSize(max(1, round(label.size * scale * grown)))
        font.setVariableAxis(QFont.Tag("wght"), _BOLD)
        painter.setFont(font)
        painter.setPen(QColor(label.colour))
        painter.setOpacity(0.6 if label.dimmed and not label.centred else 1)
        width = QFontMetricsF(font).horizontalAdvance(label.text) if label.centred else 0
        painter.drawText(label.at * scale - QPointF(width / 2, 0), label.text)
    painter.end()
