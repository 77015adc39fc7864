"""The demonstration on one desktop: the entrance screen, and a small bar that opens everything else."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtQml import QmlElement, QQmlApplicationEngine

from kiosk.resources import resources
from kiosk.screens.companion import Companion
from kiosk.screens.main import Manner, application, build_screen, register_font
from kiosk.screens.places import BAR_MM, bar_density, portrait_in
from kiosk.screens.theme import BankTheme

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_CROWD_SPEED = "60"
"""A day of made-up customers goes by in some eight minutes: quick enough to watch, slow enough to follow."""


@QmlElement
class BarModel(QObject):
    """What the bar can open. Whatever is opened here is a process of its own and ends with the bar."""

    changed = Signal()

    def __init__(self, url: str, command: Sequence[str]) -> None:
        """Speak of the branch service at `url`; start things with `command`, the program and its first arguments."""
        super().__init__()
        self._url = url
        at = ("--url", url, "--until-stdin-closes")
        self._hall = Companion([*command, "screen", "hall", *at], self)
        self._exit = Companion([*command, "screen", "exit", *at], self)
        self._crowd = Companion([*command, "simulate", *at, "--speed", _CROWD_SPEED], self)
        self._asked = False

    @Property(str, constant=True)
    def reception(self) -> str:
        """Address of the reception page."""
        return f"{self._url}/reception"

    @Property(str, constant=True)
    def counter(self) -> str:
        """Address of the counter page, where a counter is chosen."""
        return f"{self._url}/counter"

    @Property(bool, notify=changed)
    def asked(self) -> bool:
        """A browser was asked for. Whether one came nobody tells: as root Chromium starts and ends again at once."""
        return self._asked

    @Property(Companion, constant=True)
    def hall(self) -> Companion:
        """The hall screen."""
        return self._hall

    @Property(Companion, constant=True)
    def exit(self) -> Companion:
        """The exit screen."""
        return self._exit

    @Property(Companion, constant=True)
    def crowd(self) -> Companion:
        """A day of made-up customers."""
        return self._crowd

    @Slot()
    def openReception(self) -> None:
        """Show the reception page in the user's browser."""
        self._browse(f"{self._url}/reception")

    @Slot()
    def openCounter(self) -> None:
        """Show the counter page in the user's browser."""
        self._browse(f"{self._url}/counter")

    def _browse(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))
        self._asked = True
        self.changed.emit()

    @Slot()
    def quit(self) -> None:
        """End the demonstration."""
        QGuiApplication.quit()

    def close(self) -> None:
        """Close what was opened and wait until it is gone."""
        companions = (self._crowd, self._exit, self._hall)
        for companion in companions:
            companion.stop()
        for companion in companions:
            companion.close()


class Bar:
    """The bar that lives. `close` it before the application ends."""

    def __init__(self, url: str, command: Sequence[str], theme: BankTheme, height: int) -> None:
        """Load it and show it on a desktop `height` pixels high. RuntimeError if its QML cannot be loaded."""
        self.model = BarModel(url, command)
        register_font()
        self._engine = QQmlApplicationEngine()
        self._engine.addImportPath(str(resources() / "qml"))
        colours = dict(theme.palettes["default"])
        scale = {"density": bar_density(height), "wideMm": BAR_MM}
        self._engine.setInitialProperties({"model": self.model, "colours": colours, **scale})
        self._engine.loadFromModule("Kiosk.Demonstration", "Main")
        if not self._engine.rootObjects():
            raise RuntimeError("the bar of the demonstration cannot be loaded")
        self.window = self._engine.rootObjects()[0]

    def close(self) -> None:
        """Take it down, and what it opened with it."""
        self.model.close()
        shiboken6.delete(self._engine)
        shiboken6.delete(self.model)


def run_demonstration(url: str, command: Sequence[str], theme: BankTheme) -> int:
    """Show entrance screen and bar in the bank's look until the entrance or the bar is closed; return the exit code."""
    app = application()
    desktop = app.primaryScreen().availableGeometry()
    size = portrait_in(desktop.height())
    entrance = build_screen("entrance", url, "entrance-1", Manner(size=size, theme=theme))
    bar = Bar(url, command, theme, desktop.height())
    entrance.window.setFramePosition(desktop.topLeft())  # the exit and the hall stand beside it
    entrance.window.show()
    app.setQuitOnLastWindowClosed(False)
    entrance.window.closing.connect(app.quit)
    code = app.exec()
    bar.close()
    entrance.close()
    return code
