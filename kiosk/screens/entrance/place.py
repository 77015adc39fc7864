"""A place of the branch as QML shows it: its name, and the colour and letter it has on map and signs."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.branch_plan import Zone
from kiosk.screens.kit import Kit

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PlaceModel(QObject):
    """One place for QML; which one may change. Made by the model that knows it, told by it of every change."""

    changed = Signal()

    def __init__(self, kit: Kit, code: Callable[[], str], owner: QObject) -> None:
        """`code` says which zone it is now, empty for none."""
        super().__init__(owner)
        self._kit = kit
        self._code = code

    def zone(self) -> Zone | None:
        """Return the zone, None if the branch has none of that code."""
        book = self._kit.link.book
        return book.zone(self._code()) if book else None

    @Property(str, notify=changed)
    def code(self) -> str:
        """The map knows it by that; empty while there is no place to go."""
        zone = self.zone()
        return zone.code if zone else ""

    @Property(str, notify=changed)
    def name(self) -> str:
        """What it is called in the present language."""
        zone = self.zone()
        return self._kit.tongue.say(zone.name) if zone else ""

    @Property(str, notify=changed)
    def letter(self) -> str:
        """Its letter on map and signs."""
        zone = self.zone()
        return zone.letter if zone else ""

    @Property(str, notify=changed)
    def colour(self) -> str:
        """Its colour on map and signs, as #rrggbb."""
        zone = self.zone()
        return zone.colour if zone else "#000000"
