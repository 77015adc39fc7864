"""The branch map on a slip: rooms as outlines, the one to go to in black, and the way there from the entrance.

Paper knows no grey: the way stands clear of the walls it passes, and goes on in white once it is in the room.
"""

from itertools import pairwise
from typing import Final

from kiosk.devices.printer.marks import DOTS_PER_MM, Box, Stroke
from kiosk.devices.printer.sheet import CAPITAL, Sheet, Type
from kiosk.domain.slip import Map, MapRoom

_LETTER: Final = Type(32, 700)
_HERE: Final = Type(40, 700)
_SMALLEST: Final = 28  # ux.md: no text under 10 pt
_SPACE: Final = 20
_HIGHEST: Final = 38 * DOTS_PER_MM - 2 * _SPACE
_RADIUS: Final = 8
_WALL: Final = 2
_WAY: Final = 7
_CLEAR: Final = 5  # white on either side of the way
_START: Final = 24  # across the dot the way begins with
_END: Final = 18  # across the one it ends with
_ASIDE: Final = ((1 / 2, 1 / 2), (1 / 2, 1 / 4), (1 / 2, 3 / 4), (1 / 4, 1 / 2), (3 / 4, 1 / 2))
"""Where across and down its room a letter may stand, best first."""

Position = tuple[float, float]
Way = tuple[Position, ...]
Room = tuple[MapRoom, Box]


def set_map(sheet: Sheet, map_: Map) -> None:
    """Draw the map as large as the column and 38 mm of paper allow, and go below it.

    White about the map is not printed, nor is a room too small for its letter, or the one the way begins in,
    where its dot stands: both would be boxes that tell nothing.
    """
    if not map_.rooms and not map_.way:
        return
    rooms, way, height = _placed(sheet, map_)
    there = [(room, box) for room, box in rooms if room.here]
    for room, box in rooms:
        if not room.here and not (way and _inside(box, way[0])):
            _draw_room(sheet, room, box)
    if way:
        sheet.add(Stroke(way, _WAY + 2 * _CLEAR, white=True))
    for room, box in there:
        _draw_destination(sheet, room, box, way)
    if way:
        _draw_way(sheet, way, [box for _, box in there])
    sheet.y += height + 2 * _SPACE


def _placed(sheet: Sheet, map_: Map) -> tuple[list[Room], Way, int]:
    """Return rooms and way in dots, and how high they stand together; the map's own white edge is gone."""
    corners = [(room.x, room.y) for room in map_.rooms]
    corners += [(room.x + room.width, room.y + room.height) for room in map_.rooms]
    xs, ys = zip(*corners, *map_.way, strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    margin = _START / 2  # the way may run along the edge
    scale = min((sheet.measure - 2 * margin) / max(width, 1), (_HIGHEST - 2 * margin) / max(height, 1))
    left, top = sheet.middle - scale * (min(xs) + max(xs)) / 2, sheet.y + _SPACE + margin - scale * min(ys)
    rooms = [(room, _box(room, scale, left, top)) for room in map_.rooms]
    way = tuple((left + scale * x, top + scale * y) for x, y in map_.way)
    return rooms, way, round(scale * height + 2 * margin)


def _box(room: MapRoom, scale: float, left: float, top: float) -> Box:
    """Return the room on whole dots, which keeps its walls equally thick."""
    x, y = round(left + scale * room.x), round(top + scale * room.y)
    width = round(left + scale * (room.x + room.width)) - x
    height = round(top + scale * (room.y + room.height)) - y
    return Box(x, y, width, height, min(_RADIUS, width / 2, height / 2), 0 if room.here else _WALL)


def _draw_room(sheet: Sheet, room: MapRoom, box: Box) -> None:
    fitted = _fitting(room, box, _LETTER)
    if fitted:
        sheet.add(box)
        sheet.label(room.letter, box.x + box.width / 2, box.y + box.height / 2, fitted)


def _draw_way(sheet: Sheet, way: Way, there: list[Box]) -> None:
    """Draw the way as far as the door in black, after the white in the room, whose round end it hides."""
    within = [part for part in (_within(box, way) for box in there) if part]
    sheet.add(Stroke((*way[: 1 - len(within[0])], within[0][0]) if within else way, _WAY))
    sheet.add(Stroke((way[0], way[0]), _START))
    if not within:
        sheet.add(Stroke((way[-1], way[-1]), _END))


def _draw_destination(sheet: Sheet, room: MapRoom, box: Box, way: Way) -> None:
    """Draw the black room, in white the part of the way that lies in it, and its letter beside that."""
    sheet.add(box)
    within = _within(box, way)
    if within and _has_room(box, within[-1], _END / 2 + _WALL):
        sheet.add(Stroke(within, _WAY, white=True))
        sheet.add(Stroke((within[-1], within[-1]), _END, white=True))
    fitted = _fitting(room, box, _HERE)
    if fitted:
        at = [(box.x + across * box.width, box.y + down * box.height) for across, down in _ASIDE]
        clear = [place for place in at if _is_clear(place, fitted.size, within, box)]
        sheet.label(room.letter, *(clear or at)[0], fitted, white=True)


def _fitting(room: MapRoom, box: Box, type_: Type) -> Type | None:
    """Return the type the letter has room for; None rather than one too small to read."""
    inner = 2 * _WALL + _RADIUS / 2
    fitted = type_.fitting(room.letter, box.width - inner)
    return fitted if fitted.size >= _SMALLEST and CAPITAL * fitted.size <= box.height - inner else None


def _is_clear(place: Position, size: float, way: Way, box: Box) -> bool:
    """Tell whether a letter of `size` about `place` stands in the room and beside the way."""
    half = CAPITAL * size / 2
    reach = half + _END / 2
    crossed = any(
        all(min(a[i], b[i]) < place[i] + reach and max(a[i], b[i]) > place[i] - reach for i in (0, 1))
        for a, b in pairwise(way)
    )
    return not crossed and _has_room(box, place, half)


def _within(box: Box, way: Way) -> Way:
    """Return the last part of the way if it lies in the room, from its door on; else nothing."""
    inside: Way = ()
    for here, there in reversed(list(pairwise(way))):
        if not _inside(box, there):
            break
        inside = (there, *inside)
        if not _inside(box, here):
            return (_door(box, here, there), *inside)
    return ()


def _door(box: Box, outside: Position, inside: Position) -> Position:
    """Return where a straight line enters the room, to a small part of a dot."""
    for _ in range(16):
        middle = ((outside[0] + inside[0]) / 2, (outside[1] + inside[1]) / 2)
        outside, inside = (outside, middle) if _inside(box, middle) else (middle, inside)
    return inside


def _inside(box: Box, point: Position) -> bool:
    return _has_room(box, point, 0)


def _has_room(box: Box, point: Position, about: float) -> bool:
    """Tell whether the point and all that is nearer to it than `about` lie in the box."""
    return (
        box.x + about <= point[0] <= box.x + box.width - about
        and box.y + about <= point[1] <= box.y + box.height - about
    )
