"""The branch seen from above: its rooms, and the way to each from the entrance."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.slip import Map, MapRoom


@dataclass(frozen=True, slots=True)
class Room:
    """Where a zone is; its upper left corner, width and height, in the units of the floor."""

    zone: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Floor:
    """A branch `width` by `height` in any unit, x to the right and y downwards; `ways` by code of a zone."""

    width: float
    height: float
    rooms: tuple[Room, ...]
    ways: Mapping[str, tuple[tuple[float, float], ...]]


def map_to(floor: Floor, zone: str, letters: Mapping[str, str]) -> Map | None:
    """Return the map with the way to a zone, or None if that zone is not drawn.

    `letters` by code of a zone: a room without one is left out, for nobody could tell what it is.

    Raises:
        ValueError: something of it stands outside the floor.
    """
    rooms = tuple(
        MapRoom(letters[room.zone], room.x, room.y, room.width, room.height, room.zone == zone)
        for room in floor.rooms
        if room.zone in letters
    )
    if not any(room.here for room in rooms):
        return None
    return Map(rooms, floor.ways.get(zone, ()), floor.width, floor.height)
