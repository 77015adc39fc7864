"""Puts a public screen together and runs it: the composition root of everything Qt."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.fonts import variable_font_file
from kiosk.resources import resources
from kiosk.screens.errand import Timing
from kiosk.screens.house import HouseModel
from kiosk.screens.kit import Kit
from kiosk.screens.lan import NO_ENTRY, Entry, Lan
from kiosk.screens.language import Tongue
from kiosk.screens.link import Link
from kiosk.screens.look import LookModel
from kiosk.screens.maintenance.model import MaintenanceModel
from kiosk.screens.maintenance.ports import Ports
from kiosk.screens.monitors import Post
from kiosk.screens.pictures import PROVIDER, Pictures
from kiosk.screens.places import landscape_in, place_of, portrait_in
from kiosk.screens.staying import Leaver, Stays
from kiosk.screens.theme import BankTheme, shipped_theme

if TYPE_CHECKING:
    from kiosk.screens.entrance.model import EntranceModel
    from kiosk.screens.exit.model import ExitModel
    from kiosk.screens.hall.model import HallModel

Kind = Literal["entrance", "exit", "hall"]
DIAGONAL_IN: Final = 21.5
"""Of the usual kiosk monitor; every size on the screen follows from it (ux.md, Numbers)."""
HALL_IN: Final = 55.0
"""Of the usual panel in a hall."""
BOTTOM_MM: Final = 900
"""Of such a monitor in an upright kiosk."""
_MODULE: Final[dict[Kind, str]] = {
    "entrance": "Kiosk.Entrance",
    "exit": "Kiosk.Exit",
    "hall": "Kiosk.Hall",
}
_TOUCHES: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress})


class NoScreen(RuntimeError):
    """The QML of a screen could not be loaded; the text holds Qt's reasons."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a screen behaves, apart from what it shows."""

    size: tuple[int, int] = (1080, 1920)
    """Width and height of the window in pixels; it stands for the whole monitor."""
    diagonal_in: float = DIAGONAL_IN
    timing: Timing = field(default_factory=Timing)
    now: Callable[[], float] = time.monotonic
    """Monotonic clock in seconds."""
    settle_s: float = 0.3
    """A press so soon after a change of screen is half a double tap and means nothing; 0 for machines that press."""
    motion: bool = True
    bottom_mm: int = BOTTOM_MM
    """Height of the lower edge of the picture above the floor; the low layout is reckoned from it."""
    theme: BankTheme = field(default_factory=shipped_theme)
    monitor: str = ""
    """Where `run` shows it: a monitor's number from 1 or its name; empty is the first."""
    entry: Entry = NO_ENTRY
    """How it gets into a branch that it was paired with."""
    ports: Ports = field(default_factory=Ports)
    """What its maintenance panel may have done by the machine."""


class Screen:
    """A public screen that lives: its window, its view-models and its link. `close` it before the application ends."""

    def __init__(self, kind: Kind, url: str, device: str, manner: Manner) -> None:
        """Load it and begin to connect; a QGuiApplication must be there. The window is not shown yet.

        Raises:
            NoScreen: the QML cannot be loaded.
        """
        register_font()
        self.manner = manner
        self.link = Link(url, kind, device, entry=manner.entry, timing=manner.timing, now=manner.now)
        self.pictures = Pictures(manner.theme.logo)
        self.look = LookModel(manner.theme)
        self._kit = Kit(self.link, Tongue(), self.pictures, self.look, manner.now, manner.settle_s)
        self.house = HouseModel(self._kit)
        self.model: EntranceModel | ExitModel | HallModel
        self.panel = MaintenanceModel(
            self._kit,
            lambda owner: Lan(url, kind, device, owner, manner.entry),
            url,
            manner.ports,
            (manner.size, manner.diagonal_in),
        )
        self._customer_touched: Callable[[], None] = lambda: None
        self._sense = _Sense(self._touched)
        if kind == "hall":
            self.model = _hall_model(self._kit)  # no customer stands before it
        else:
            self.model = customers = _model_of(kind, self._kit)
            customers.ended.connect(self.house.dismissHelp)
            self._customer_touched = customers.touched
            self.panel.opened.connect(customers.makeWay)
        self._problems: list[str] = []
        # First of all: the branch finds its answer while the QML is loaded.
        self.link.start()
        self._engine = self._load(kind, manner)
        self._feel(kind)
        self._kit.tongue.engine = self._engine

    def _load(self, kind: Kind, manner: Manner) -> QQmlApplicationEngine:
        engine = QQmlApplicationEngine()
        engine.warnings.connect(lambda found: self._problems.extend(each.toString() for each in found))
        engine.addImportPath(str(resources() / "qml"))
        engine.addImageProvider(PROVIDER, self.pictures)
        width, height = manner.size
        engine.setInitialProperties(
            {
                "model": self.model,
                "house": self.house,
                "look": self.look,
                "panel": self.panel,
                "width": width,
                "height": height,
                "diagonalIn": manner.diagonal_in,
                "bottomMm": manner.bottom_mm,
                "motion": manner.motion,
            }
        )
        engine.loadFromModule(_MODULE[kind], "Main")
        if not engine.rootObjects():
            raise NoScreen("; ".join(self._problems))
        return engine

    def _feel(self, kind: Kind) -> None:
        """Hear touches and the scanner. It listens last, so Qt asks it first: the keys of a scan are nobody's touch."""
        self.window.installEventFilter(self._sense)
        if kind == "exit":
            from kiosk.screens.exit.model import ExitModel

            if isinstance(self.model, ExitModel):
                self.model.listen(self.window)
                self.panel.closed.connect(self.model.hear)

    def _touched(self) -> None:
        self.panel.touched()
        self._customer_touched()

    @property
    def window(self) -> QQuickWindow:
        """The window, for showing it and for looking at what it draws."""
        window = self._engine.rootObjects()[0]
        if not isinstance(window, QQuickWindow):
            raise TypeError(window)
        return window

    def close(self) -> None:
        """Let go of the network and take everything down, the engine before the view-models it reads."""
        self.link.stop()
        self.panel.close()
        self._kit.tongue.speak("zh")
        self._kit.tongue.engine = None
        for thing in (
            self._engine,
            self._sense,
            self.model,
            self.panel,
            self.house,
            self.look,
            self._kit.tongue,
            self.link,
        ):
            shiboken6.delete(thing)


def _model_of(kind: Literal["entrance", "exit"], kit: Kit) -> "EntranceModel | ExitModel":
    """Load the one view-model that is needed: a screen starts the sooner for it."""
    if kind == "entrance":
        from kiosk.screens.entrance.model import EntranceModel

        return EntranceModel(kit)
    from kiosk.screens.exit.model import ExitModel

    return ExitModel(kit)


def _hall_model(kit: Kit) -> "HallModel":
    from kiosk.screens.hall.model import HallModel

    return HallModel(kit)


class _Sense(QObject):
    """Feels every touch and key of a window before anything else does."""

    def __init__(self, touched: Callable[[], None]) -> None:
        super().__init__()
        self._touched = touched

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of a touch; never takes it away from anybody."""
        del watched
        if event.type() in _TOUCHES:
            self._touched()
        return False


def build_screen(kind: Kind, url: str, device: str, manner: Manner | None = None) -> Screen:
    """Return a screen that is connecting to the branch service at `url`; show its `window`, and `close` it.

    A test or tour gives a Manner with `settle_s=0` and `motion=False`, so that it can press as fast as it likes.
    """
    return Screen(kind, url, device, manner or Manner())


def run(  # noqa: PLR0913 - what `build_screen` needs, and how it is run
    kind: Kind,
    url: str,
    device: str,
    manner: Manner,
    *,
    full_screen: bool,
    begun: Callable[[], None] = lambda: None,
) -> int:
    """Show a screen until its window closes; return the exit code. Its size fits the monitor it stands on.

    Over a full monitor it cannot be closed: it stays until `quit_soon`, or until the process ends.
    `begun` is called once it can be ended: what asks Qt to quit before it runs is not heard.
    """
    app = application()
    posted = Post(manner.monitor)
    available = posted.screen().availableGeometry()
    lying = kind == "hall"
    size = landscape_in(available.size()) if lying else portrait_in(available.height())
    screen = build_screen(kind, url, device, replace(manner, size=size))
    window = screen.window
    if lying and full_screen:
        window.setCursor(Qt.CursorShape.BlankCursor)
    aside, down = (0, 0) if kind == "entrance" else place_of(kind, available.size())
    stays = Stays()
    if full_screen:
        window.installEventFilter(stays)
    posted.keep(window, full_screen=full_screen, aside=aside, down=down)
    window.frameSwapped.connect(_keep_house)
    QTimer.singleShot(0, begun)
    code = app.exec()
    posted.leave()
    screen.close()
    return code


def _keep_house() -> None:
    """Collect garbage from the first frame on, but never look through all that the start has made: it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def quit_soon() -> None:
    """End the screen that runs as if its window were closed. Any thread may ask."""
    QCoreApplication.postEvent(_leaver(), QEvent(QEvent.Type.Quit))


@cache
def _leaver() -> Leaver:
    leaver = Leaver()
    leaver.moveToThread(application().thread())
    return leaver


def application() -> QGuiApplication:
    """Return the application object, made on the first call; Ctrl-C ends the process as in any terminal."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    # The light style: none of our QML imports Controls, and a library that does must not bring a desktop's.
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return QGuiApplication(sys.argv[:1])


@cache
def register_font() -> None:
    """Make Noto Sans SC known to Qt, once: a bare machine has no Chinese font at all."""
    QFontDatabase.addApplicationFont(str(variable_font_file()))
