"""The map of the branch as an SVG file, read into plain figures; its head comment says what is in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from kiosk.domain.catalogue import ZONES
from kiosk.domain.floor import Floor, Room, map_to
from kiosk.domain.strict_table import Problem

_LARGEST: Final = 2_000_000
"""Bytes; a file beyond that is no drawing of rooms."""
_MOST_POINTS: Final = 200
_FARTHEST: Final = 100_000
_DEEPEST: Final = 20
_SVG: Final = "{http://www.w3.org/2000/svg}"
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_COMMAND: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_FIGURES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "S": 4}
"""How many figures each command of a path takes; the last two of a curve are where it ends."""


def load_floor(path: Path) -> Floor | Problem:
    """Read the rooms (first rect of `zone-CODE`) and ways (`line-CODE`) of a map, or say why that cannot be done.

    A corner drawn as a curve is taken straight. Parts that are moved, turned or scaled (`transform`) are left
    out, and a file that declares a document type is not read: its entities could be anything.
    """
    try:
        with path.open("rb") as file:
            svg = file.read(_LARGEST + 1)
        return _floor(svg)
    except OSError as error:
        return Problem(path.name, "", f"cannot be read ({error.strerror}); put the file back")
    except (ET.ParseError, LookupError, ValueError) as error:
        return Problem(path.name, "", f"is no map that slips can show: {error}")


class _Builder(ET.TreeBuilder):
    """Builds the tree of a file that has no document type."""

    def doctype(self, name: str, _: str | None, __: str | None) -> None:
        raise ValueError(f"it declares the document type {name[:40]!a}; take that line away")


def _floor(svg: bytes) -> Floor:
    if len(svg) > _LARGEST:
        raise ValueError(f"it has more than {_LARGEST} bytes")
    root = ET.fromstring(svg, ET.XMLParser(target=_Builder()))  # noqa: S314 - no document type, so no entity
    drawn = {element.get("id", ""): element for element in _unmoved(root)}
    left, top, width, height = _figures(root.get("viewBox", ""), 4)
    rooms = tuple(_room(drawn[f"zone-{zone}"], zone, left, top) for zone in ZONES if f"zone-{zone}" in drawn)
    ways = {
        zone: tuple((x - left, y - top) for x, y in _way(drawn[f"line-{zone}"]))
        for zone in ZONES
        if f"line-{zone}" in drawn
    }
    floor = Floor(width, height, rooms, ways)
    for zone in ZONES:
        map_to(floor, zone, dict.fromkeys(ZONES, "?"))  # tells of whatever stands outside
    return floor


def _unmoved(element: ET.Element, deep: int = 0) -> Iterator[ET.Element]:
    """Yield an element and those in it that stand where their figures say; others are as good as not there."""
    if deep > _DEEPEST:
        raise ValueError(f"it nests groups more than {_DEEPEST} deep")
    if "transform" not in element.attrib:
        yield element
        for inner in element:
            yield from _unmoved(inner, deep + 1)


def _room(group: ET.Element, zone: str, left: float, top: float) -> Room:
    rect = next((each for each in _unmoved(group) if each.tag == f"{_SVG}rect"), None)
    if rect is None:
        raise ValueError(f"zone-{zone} holds no rect")
    x, y, width, height = (_figures(rect.get(name, "0"), 1)[0] for name in ("x", "y", "width", "height"))
    if width <= 0 or height <= 0:
        raise ValueError(f"the rect of zone-{zone} has no size")
    return Room(zone, x - left, y - top, width, height)


def _way(line: ET.Element) -> tuple[tuple[float, float], ...]:
    path = line.get("d", "")
    if not re.match(r"\s*[Mm]", path) or path.upper().count("M") > 1:
        raise ValueError(f"{line.get('id')} is not one line that begins with M")
    at, points = (0.0, 0.0), []
    for command, figures in _commands(path):
        at = _end(command, figures, at)
        points.append(at)
    if not 1 < len(points) <= _MOST_POINTS:
        raise ValueError(f"{line.get('id')} has {len(points)} points; it needs 2 to {_MOST_POINTS}")
    return tuple(points)


def _commands(path: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield each step of a path: its command, and as many figures as that takes."""
    for command, rest in _COMMAND.findall(path):
        figures, count = _figures(rest), _FIGURES.get(command.upper(), 0)
        if not count or not figures or len(figures) % count:
            raise ValueError(f"a way has the step {command}{rest[:40]}, which is not understood")
        for at in range(0, len(figures), count):
            yield command, figures[at : at + count]


def _end(command: str, figures: tuple[float, ...], at: tuple[float, float]) -> tuple[float, float]:
    """Return where a step from `at` leads; small letters count from there, capitals from the corner."""
    x, y = at if command.islower() else (0.0, 0.0)
    match command.upper():
        case "H":
            return x + figures[0], at[1]
        case "V":
            return at[0], y + figures[0]
        case _:
            return x + figures[-2], y + figures[-1]


def _figures(text: str, count: int | None = None) -> tuple[float, ...]:
    """Return the numbers of an attribute: all, or exactly `count`."""
    figures = tuple(float(number) for number in _NUMBER.findall(text))
    if _NUMBER.sub("", text).strip(" \t\r\n,") or count not in {None, len(figures)}:
        raise ValueError(f"{text[:40]!a} are not the numbers expected")
    if any(abs(figure) > _FARTHEST for figure in figures):
        raise ValueError(f"{text[:40]!a} lies too far away")
    return figures
