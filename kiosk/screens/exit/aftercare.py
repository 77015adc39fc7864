"""What happens next and what to mind, for the services that were done today (D1)."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.flow import events as e
from kiosk.domain.flow.leaving import Leaving, notes_on_page
from kiosk.screens.kit import Kit
from kiosk.screens.rows import LineRow, RowsModel

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AftercareModel(QObject):
    """What was done today for QML, and what to mind now. Made by the exit's model."""

    changed = Signal()

    def __init__(self, kit: Kit, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told when the page is turned."""
        super().__init__(owner)
        self._kit = kit
        self._feed = feed
        self._page, self._pages = 1, 1
        self._done = RowsModel(LineRow, self)
        self._notes = RowsModel(LineRow, self)

    def follow(self, flow: Leaving) -> None:
        """Show what this customer had done."""
        book, say = self._kit.link.book, self._kit.tongue.say
        known = [book.catalogue.services.get(code) for code in flow.services] if book else []
        rows = [LineRow(each.code, say(each.name), say(each.aftercare)) for each in known if each]
        size = notes_on_page(flow.view)
        self._pages = max(1, -(-len(rows) // size))
        self._page = flow.page % self._pages + 1
        self._done.show(rows)
        self._notes.show(rows[(self._page - 1) * size : self._page * size])
        self.changed.emit()

    @Property(QObject, constant=True)
    def done(self) -> QObject:
        """LineRow: what was done today."""
        return self._done

    @Property(QObject, constant=True)
    def notes(self) -> QObject:
        """LineRow: what to mind, one page of it."""
        return self._notes

    @Property(bool, notify=changed)
    def any(self) -> bool:
        """There is something to mind."""
        return bool(self._notes.rowCount())

    @Property(int, notify=changed)
    def page(self) -> int:
        """On the screen, from 1."""
        return self._page

    @Property(int, notify=changed)
    def pages(self) -> int:
        """How many there are, at least 1."""
        return self._pages

    @Slot()
    def more(self) -> None:
        """Turn the page."""
        self._feed(e.More())
