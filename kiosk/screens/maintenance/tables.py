"""The two tables of the panel: how this machine and the branch are, and which versions stand here."""

from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.screens.maintenance import rows
from kiosk.screens.maintenance.talk import Told

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TablesModel(QObject):
    """The tables for QML: code, state, said and values of each row; see `rows`."""

    changed = Signal()

    def __init__(self, url: str, disk: Path, monitor: tuple[tuple[int, int], float], parent: QObject) -> None:
        """`url` is the branch's address, `disk` a folder on this machine, `monitor` its size in pixels and its inches."""
        super().__init__(parent)
        self._url, self._disk, self._monitor = url, disk, monitor
        self._told: Told = {}
        self._checks: list[rows.Row] = []
        self._versions: list[rows.Row] = []

    def take(self, told: Told, round_trip_ms: int | None) -> None:
        """Look at everything anew; `told` is the branch's own word, empty if it said none to us."""
        self._told = told
        found = [rows.network(), rows.branch(self._url, round_trip_ms)]
        if told:
            found += [rows.headquarters(told), rows.printer(told)]
        found += [rows.disk(self._disk), rows.clock(told.get("now_ms"), str(told.get("zone", "")))]
        self._versions = rows.versions(told, *self._monitor)
        self._checks = found if told else [*found, self._versions[0]]
        self.changed.emit()

    def forget(self) -> None:
        """Know nothing any more."""
        self._told, self._checks, self._versions = {}, [], []
        self.changed.emit()

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type] # PySide takes Qt names of types too
    def checks(self) -> list[dict[str, object]]:
        """How things are."""
        return [row.shown() for row in self._checks]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type] # same
    def versions(self) -> list[dict[str, object]]:
        """Which versions stand here."""
        return [row.shown() for row in self._versions]

    @Property(bool, notify=changed)
    def restarts(self) -> bool:
        """The branch service stands on this machine and comes back when it is restarted."""
        return bool(self._told.get("restarts"))

    @Property(bool, notify=changed)
    def here(self) -> bool:
        """The branch service stands on this machine."""
        return bool(self._told.get("here"))
