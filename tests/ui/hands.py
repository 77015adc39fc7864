"""A customer's hands and eyes at a screen under test: find what is drawn, touch it, wait for what comes."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.screens.entrance.model import EntranceModel
from kiosk.screens.exit.model import ExitModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.screens.main import Screen

PATIENCE_S = 60.0


class Hands:
    """Stands before one screen. Names are the objectNames of controls."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.window = screen.window

    @property
    def entrance(self) -> EntranceModel:
        assert isinstance(self.screen.model, EntranceModel)
        return self.screen.model

    @property
    def exit(self) -> ExitModel:
        assert isinstance(self.screen.model, ExitModel)
        return self.screen.model

    @cached_property
    def theme(self) -> QObject:
        engine = QQmlEngine.contextForObject(self.window).engine()
        return cast("QObject", engine.singletonInstance("Kiosk.Theme", "Theme"))

    def number(self, name: str) -> Any:  # noqa: ANN401 - whatever QML reads there
        """Return a property of the number the entrance shows."""
        return cast("QObject", self.entrance.number).property(name)

    def guide(self, name: str) -> Any:  # noqa: ANN401 - same
        """Return a property of the guidance slip at the entrance."""
        return cast("QObject", self.entrance.guide).property(name)

    def search(self, name: str) -> Any:  # noqa: ANN401 - same
        """Return a property of the search at the entrance."""
        return cast("QObject", self.entrance.search).property(name)

    @property
    def service(self) -> str:
        """Code of the service chosen at the entrance, empty for none."""
        chosen = self.entrance.state.service
        return chosen.code if chosen else ""

    def wait(self, condition: Callable[[], object]) -> None:
        """Let Qt work until the condition holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"still at {self.step}, link {self.screen.link.condition}"
            QTest.qWait(2)

    def pause(self, seconds: float) -> None:
        """Let real time pass. In small pieces: qWait keeps the interpreter to itself, and the branch is a thread."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QTest.qWait(5)

    def settle(self) -> None:
        """Let bindings and layouts come to rest, as they do before a frame is drawn."""
        QGuiApplication.processEvents()
        for _ in range(2):
            for item in list(self.items()):
                item.ensurePolished()

    @property
    def step(self) -> str:
        return str(self.screen.model.property("step"))

    def items(self, root: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """Yield every item that is shown, in drawing order."""
        waiting = (root or self.window.contentItem()).childItems()[::-1]
        while waiting:
            item = waiting.pop()
            if item.isVisible() and item.opacity() > 0:
                yield item
                waiting += item.childItems()[::-1]

    def sees(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def find(self, name: str) -> QQuickItem:
        found = [item for item in self.items() if item.objectName() == name]
        assert found, f"no {name} at {self.step}; there are {sorted(self.names())}"
        return found[0]

    def names(self) -> set[str]:
        return {item.objectName() for item in self.items() if item.objectName()}

    def text(self, name: str) -> str:
        return str(self.find(name).property("text"))

    def words(self) -> list[str]:
        """Return every text that is shown."""
        return [str(item.property("text")) for item in self.items() if is_text(item)]

    def point(self, name: str) -> QPoint:
        self.settle()
        item = self.find(name)
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def press(self, *names: str) -> None:
        """Click each in turn."""
        for name in names:
            QTest.mouseClick(
                self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.point(name)
            )
            self.settle()

    def drag(self, begin: str, end: QPoint) -> None:
        """Touch one control and lift the finger somewhere else."""
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(self.window, Qt.MouseButton.LeftButton, none, self.point(begin))
        QTest.mouseMove(self.window, end)
        QTest.mouseRelease(self.window, Qt.MouseButton.LeftButton, none, end)
        self.settle()

    def key(self, *keys: Qt.Key | str) -> None:
        """Type keys; a text stands for the key of its only sign."""
        for key in keys:
            QTest.keyClick(self.window, Qt.Key(ord(key.upper())) if isinstance(key, str) else key)
            self.settle()

    def focused(self) -> str:
        item: QQuickItem | None = self.window.activeFocusItem()
        return item.objectName() if item is not None else ""

    def at(self, step: str) -> None:
        """Wait until the screen shows a step and has drawn it."""
        self.wait(lambda: self.step == step)
        self.settle()

    def take(self, service: str, *options: str, category: str = "personal") -> None:
        """Go all the way to the number, answering as told and ticking nothing."""
        self.to_confirm(service, *options, category=category)
        self.press("take")

    def to_confirm(self, service: str, *options: str, category: str = "personal") -> None:
        """Go as far as the last screen before the number."""
        self.press(f"tile-{category}")
        while not self.sees(f"tile-{service}") and self.sees("more"):
            self.press("more")
        if self.step == "service":
            self.press(f"tile-{service}")
        for option in options:
            self.press(f"option-{option}")
        if self.step == "materials":
            self.press("next")
        self.at("confirm")


def is_text(item: QQuickItem) -> bool:
    """Say whether an item draws text of its own."""
    return item.metaObject().indexOfProperty("truncated") >= 0 and bool(item.property("text"))


def is_pressable(item: QQuickItem) -> bool:
    """Say whether an item is one of our controls."""
    return item.metaObject().indexOfMethod("activateOnce(QQuickKeyEvent*)") >= 0
