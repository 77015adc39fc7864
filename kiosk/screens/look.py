"""How one screen looks now: the customer's view, in the bank's colours. Forgotten with the session."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.flow import events as e
from kiosk.domain.flow.view import View
from kiosk.screens.theme import BankTheme

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class LookModel(QObject):
    """The look for QML, and its three buttons. The session says which view it is and hears what was pressed."""

    changed = Signal()

    def __init__(self, theme: BankTheme) -> None:
        """Look as everybody finds it."""
        super().__init__()
        self._theme = theme
        self._view = View()
        self._feed: Callable[[e.Event], None] | None = None

    def serve(self, feed: Callable[[e.Event], None]) -> None:
        """Tell presses to the session of this screen from now on."""
        self._feed = feed

    @property
    def view(self) -> View:
        """How it looks now."""
        return self._view

    def show(self, view: View) -> None:
        """Look as this customer wants it."""
        if view != self._view:
            self._view = view
            self.changed.emit()

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type] # PySide takes Qt names of types too
    def colours(self) -> dict[str, str]:
        """Every colour of the theme by its name in QML."""
        return dict(self._theme.palettes[self._view.contrast])

    @Property(str, constant=True)
    def bank(self) -> str:
        """Name of the bank, for whoever cannot see its logo."""
        return self._theme.name

    @Property(str, notify=changed)
    def size(self) -> str:
        """Text size: `S`, `M`, `L` or `XL`."""
        return self._view.size

    @Property(str, notify=changed)
    def contrast(self) -> str:
        """`default`, `light`, `dark` or `glare`."""
        return self._view.contrast

    @Property(bool, notify=changed)
    def low(self) -> bool:
        """All controls are down where they can be reached sitting."""
        return self._view.low

    @Slot()
    def larger(self) -> None:
        """大字: the next text size."""
        self._tell(e.Larger())

    @Slot()
    def recolour(self) -> None:
        """对比: the next contrast."""
        self._tell(e.Recolour())

    @Slot()
    def lower(self) -> None:
        """All controls down, or up again."""
        self._tell(e.Lower())

    def _tell(self, event: e.Event) -> None:
        if self._feed is not None:
            self._feed(event)
