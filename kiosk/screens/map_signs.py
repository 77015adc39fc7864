"""The letters of a map as large as the customer reads: names would have no room, and letters are on the hall's signs."""

from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_ROUND: Final = 0.72
"""Radius of a sign, as a part of its letter's size."""
_RING: Final = 0.07
_DIMMED: Final = 0.45


@dataclass(frozen=True, slots=True)
class Sign:
    """A zone's letter on a disc in its colour. Where it stands and its room are in units of the map's view box."""

    letter: str
    at: QPointF
    room: QRectF
    colour: str
    ink: str
    sought: bool
    """It is where the customer goes: it marks the end of the way and is drawn in any case."""


def take_signs(root: ET.Element, zone: str) -> list[Sign]:
    """Take letters, names and the pin of the way out of a map, and return the letters of the zones it knows."""
    groups = {group.get("id", ""): group for group in root}
    end = _way_end(groups.get(f"way-{zone}"))
    letters = groups.get("letters", ET.Element("g"))
    signs = []
    for disc, text in zip(letters.findall(f"{_SVG}circle"), letters.findall(f"{_SVG}text"), strict=False):
        code = text.get("id", "").removeprefix("letter-")
        room = _room(groups.get(f"zone-{code}"))
        sought = code == zone
        at = end if sought and end else _point(text)
        colour, ink = disc.get("fill", "#000000"), text.get("fill", "#ffffff")
        signs.append(Sign(text.text or "", at, room, colour, ink, sought))
    for name, group in groups.items():
        if name.startswith(("letters", "labels-")):
            group.clear()
    return sorted(signs, key=lambda sign: sign.sought)


def draw_signs(picture: QImage, signs: list[Sign], letter_px: int, family: str, scale: float) -> None:
    """Draw them with letters so high in pixels, `scale` pixels to a unit; without those that have no room."""
    radius = letter_px * _ROUND
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    font = QFont(family)
    font.setPixelSize(letter_px)
    font.setVariableAxis(QFont.Tag("wght"), 700)
    painter.setFont(font)
    for sign in signs:
        if sign.sought or min(sign.room.width(), sign.room.height()) * scale >= 2 * radius:
            _draw(painter, sign, _within(sign, radius * (1 + _RING) / scale) * scale, radius)
    painter.end()


def _draw(painter: QPainter, sign: Sign, at: QPointF, radius: float) -> None:
    painter.setOpacity(1 if sign.sought else _DIMMED)
    painter.setPen(QPen(QColor(sign.ink), radius * _RING * 2))
    painter.setBrush(QColor(sign.colour))
    painter.drawEllipse(at, radius, radius)
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(sign.letter), metrics.capHeight()
    painter.drawText(at + QPointF(-width / 2, height / 2), sign.letter)


def _within(sign: Sign, radius: float) -> QPointF:
    """Return where the disc lies inside its room, or in the middle of a room too small."""
    room, at = sign.room, sign.at
    if room.isEmpty():
        return at
    return QPointF(
        _between(at.x(), room.left() + radius, room.right() - radius),
        _between(at.y(), room.top() + radius, room.bottom() - radius),
    )


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high) if low <= high else (low + high) / 2


def _way_end(way: ET.Element | None) -> QPointF | None:
    """Return where the way ends, and take the pin away that stands there."""
    for mark in way.findall(f"{_SVG}use") if way is not None else ():
        if mark.get(_HREF) == "#pin" and way is not None:
            way.remove(mark)
            return _point(mark)
    return None


def _room(group: ET.Element | None) -> QRectF:
    """Return the floor of a zone: its first rectangle."""
    floor = group.find(f"{_SVG}rect") if group is not None else None
    if floor is None:
        return QRectF()
    return QRectF(*(float(floor.get(name, "0")) for name in ("x", "y", "width", "height")))


def _point(element: ET.Element) -> QPointF:
    return QPointF(float(element.get("x", "0")), float(element.get("y", "0")))
