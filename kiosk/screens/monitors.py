"""Which monitor a screen stands on, and staying there while monitors come and go."""

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQuick import QQuickWindow


def numbered(wanted: str, names: Sequence[str]) -> int | None:
    """Return the place in `names` of the monitor that is `wanted`: by name, or by number from 1. None if there is none."""
    if wanted in names:
        return names.index(wanted)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    return None


def monitors() -> list[QScreen]:
    """Return the monitors, the desktop's first one at the head and the others as they stand from left to right."""
    first = QGuiApplication.primaryScreen()
    return sorted(
        QGuiApplication.screens(),
        key=lambda each: (each is not first, each.geometry().x(), each.geometry().y()),
    )


def missing(wanted: str, screens: Sequence[QScreen]) -> str:
    """Return what to tell whoever asked for a monitor that is not there."""
    there = ", ".join(
        f"{number} ({each.name()}, {each.geometry().width()} x {each.geometry().height()})"
        for number, each in enumerate(screens, 1)
    )
    return f"kiosk: there is no monitor {wanted}; there are {there}. The screen comes up on the first."


class Post(QObject):
    """Keeps a window on the monitor it was given. When that one goes it moves to the first, and back when it returns."""

    def __init__(self, wanted: str, there: Callable[[], list[QScreen]] = monitors) -> None:
        """`wanted` is a number from 1 or a name, empty for the first; tells the standard error if it is not `there`."""
        super().__init__()
        self._there = there
        self._wanted = wanted
        self._window: QQuickWindow | None = None
        self._full_screen = False
        self._offset = QPoint()
        # Qt moves windows itself while a monitor goes: look at the result, not at the middle of it.
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self.place)
        if wanted and self._found() is None:
            sys.stderr.write(f"{missing(wanted, there())}\n")

    def _found(self) -> QScreen | None:
        screens = self._there()
        place = numbered(self._wanted, [each.name() for each in screens])
        return None if place is None else screens[place]

    def screen(self) -> QScreen:
        """Return the monitor to stand on now."""
        return self._found() or self._there()[0]

    def keep(self, window: QQuickWindow, *, full_screen: bool, aside: int = 0, down: int = 0) -> None:
        """Show `window` there from now on, until `leave`.

        In a window of its own size it stands `aside` pixels from the left of the monitor and `down` from its top.
        """
        self._window, self._full_screen, self._offset = window, full_screen, QPoint(aside, down)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._settled.start)
            app.screenRemoved.connect(self._settled.start)
        self.place()

    def place(self) -> None:
        """Show the window where it belongs with the monitors there are."""
        window, screen = self._window, self.screen()
        if window is None:
            return
        if window.isVisible() and window.screen() is screen and not self._full_screen:
            return
        window.setScreen(screen)
        if self._full_screen:
            window.setGeometry(screen.geometry())
            window.showFullScreen()
        else:
            if self._wanted or not self._offset.isNull():  # else the desktop knows better
                window.setPosition(screen.availableGeometry().topLeft() + self._offset)
            window.show()

    def leave(self) -> None:
        """Let go of the window; monitors may come and go."""
        self._settled.stop()
        self._window = None
