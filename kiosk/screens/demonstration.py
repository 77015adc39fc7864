"""The demonstration on one desktop: the entrance screen, and a small bar that opens everything else."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Property, QObject, QProcess, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtQml import QmlElement, QQmlApplicationEngine

from kiosk.resources import resources
from kiosk.screens.main import Manner, application, build_screen, portrait_in
from kiosk.screens.theme import BankTheme

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_STOP_MS = 3000


@QmlElement
class BarModel(QObject):
    """What the bar can open. Screens opened here are processes of their own and end with the bar."""

    changed = Signal()

    def __init__(self, url: str, command: Sequence[str]) -> None:
        """Speak of the branch service at `url`; start screens with `command`, the program and its first arguments."""
        super().__init__()
        self._url, self._command = url, list(command)
        self._exit: QProcess | None = None
        self._no_browser = False

    @Property(str, constant=True)
    def reception(self) -> str:
        """Address of the reception page."""
        return f"{self._url}/reception"

    @Property(bool, notify=changed)
    def noBrowser(self) -> bool:
        """No browser could be opened: the address is to be typed by hand."""
        return self._no_browser

    @Property(bool, notify=changed)
    def exitOpen(self) -> bool:
        """The exit screen is open."""
        return self._exit is not None

    @Slot()
    def openReception(self) -> None:
        """Show the reception page in the user's browser."""
        self._no_browser = not QDesktopServices.openUrl(QUrl(f"{self._url}/reception"))
        self.changed.emit()

    @Slot()
    def openExit(self) -> None:
        """Show the exit screen, unless it is open."""
        if self._exit is not None:
            return
        program, *arguments = self._command
        self._exit = QProcess(self)
        self._exit.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
        self._exit.finished.connect(self._exit_closed)
        self._exit.errorOccurred.connect(self._exit_closed)
        self._exit.start(program, [*arguments, "screen", "exit", "--url", self._url])
        self.changed.emit()

    @Slot()
    def _exit_closed(self) -> None:
        if self._exit is not None:
            self._exit.deleteLater()
        self._exit = None
        self.changed.emit()

    @Slot()
    def quit(self) -> None:
        """End the demonstration."""
        QGuiApplication.quit()

    def close(self) -> None:
        """Close the exit screen and wait until it is gone."""
        if self._exit is not None:
            self._exit.finished.disconnect()
            self._exit.errorOccurred.disconnect()
            self._exit.terminate()
            if not self._exit.waitForFinished(_STOP_MS):
                self._exit.kill()
                self._exit.waitForFinished(_STOP_MS)
            self._exit = None


class Bar:
    """The bar that lives. `close` it before the application ends."""

    def __init__(self, url: str, command: Sequence[str], theme: BankTheme) -> None:
        """Load it and show it. RuntimeError if its QML cannot be loaded."""
        self.model = BarModel(url, command)
        self._engine = QQmlApplicationEngine()
        self._engine.addImportPath(str(resources() / "qml"))
        colours = dict(theme.palettes["default"])
        self._engine.setInitialProperties({"model": self.model, "colours": colours})
        self._engine.loadFromModule("Kiosk.Demonstration", "Main")
        if not self._engine.rootObjects():
            raise RuntimeError("the bar of the demonstration cannot be loaded")
        self.window = self._engine.rootObjects()[0]

    def close(self) -> None:
        """Take it down, and the exit screen with it."""
        self.model.close()
        shiboken6.delete(self._engine)
        shiboken6.delete(self.model)


def run_demonstration(url: str, command: Sequence[str], theme: BankTheme) -> int:
    """Show entrance screen and bar in the bank's look until the entrance or the bar is closed; return the exit code."""
    app = application()
    size = portrait_in(app.primaryScreen().availableSize().height())
    entrance = build_screen("entrance", url, "entrance-1", Manner(size=size, theme=theme))
    bar = Bar(url, command, theme)
    entrance.window.show()
    app.setQuitOnLastWindowClosed(False)
    entrance.window.closing.connect(app.quit)
    code = app.exec()
    bar.close()
    entrance.close()
    return code
