"""Hands before a public screen: find what is drawn by its name, touch it, wait for what comes. For tour and tests."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.lab import fingers
from kiosk.screens.main import Screen

_PATIENCE_S = 20.0
_LOOK_MS = 10
_REST_MS = 40
"""A new page is laid out with the next frame: nobody touches what has not come to rest."""


class Hands:
    """Somebody who stands before one screen. Needs a running QGuiApplication; lets it work while waiting."""

    def __init__(self, screen: Screen) -> None:
        """Stand before `screen` and show its window."""
        self._screen = screen
        # Held for good: when the last reference to a window goes, PySide lets go of the items seen through it.
        self._window = screen.window
        self._window.show()

    def until(self, happened: Callable[[], bool], what: str, patience_s: float = _PATIENCE_S) -> None:
        """Wait until something has happened; TimeoutError, with what was waited for, after 20 s or as told."""
        deadline = time.monotonic() + patience_s
        while not happened():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited for {what}; the screen shows {self.step}")
            fingers.wait(_LOOK_MS)

    def until_step(self, *steps: str) -> str:
        """Wait until the screen shows one of these steps of its flow, and return which."""
        self.until(lambda: self.step in steps, " or ".join(steps))
        return self.step

    def until_connected(self) -> None:
        """Wait until the screen hears its branch service: it does not while this process is busy elsewhere."""
        fingers.wait(_LOOK_MS)
        self.until(lambda: self._screen.link.condition == "connected", "the branch service")

    def until_other_place(self, place: str) -> None:
        """Wait until the screen has left this place."""
        self.until(lambda: self.place != place, f"another place than {place}")

    @property
    def step(self) -> str:
        """The step of its flow that the screen shows."""
        return str(self._screen.model.property("step"))

    @property
    def place(self) -> str:
        """Changes whenever another screen of the flow, or another question, is shown."""
        return str(self._screen.model.property("place"))

    def sees(self, name: str) -> bool:
        """Tell whether something of that objectName is drawn and can be used."""
        return any(item.isVisible() and item.isEnabled() for item in self._named(name))

    def reads(self, name: str) -> str:
        """Return the text of what is drawn under that objectName."""
        self.until(lambda: self.sees(name), name)
        return next(str(item.property("text")) for item in self._named(name) if item.isVisible())

    def tap(self, name: str) -> None:
        """Touch the middle of what is drawn under that objectName, once it is there and has come to rest."""
        self.until(lambda: self.sees(name), name)
        before = self._middle(name)
        fingers.wait(_REST_MS)
        while (now := self._middle(name)) != before:
            before = now
            fingers.wait(_REST_MS)
        fingers.tap(self._window, now)
        fingers.wait(_LOOK_MS)

    def _middle(self, name: str) -> QPoint:
        item = next(item for item in self._named(name) if item.isVisible() and item.isEnabled())
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def scan(self, code: str) -> None:
        """Let a scanner that stands for a keyboard read a code: its keys come in one burst and end with Enter."""
        for sign in code:
            fingers.type_sign(self._window, sign)
        fingers.type_sign(self._window, "\n")

    def photograph(self, file: Path) -> None:
        """Keep what the screen shows as a PNG."""
        fingers.wait(60)
        self._window.grabWindow().save(str(file))

    def _named(self, name: str) -> list[QQuickItem]:
        return [item for item in _below(self._window.contentItem()) if item.objectName() == name]


def _below(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield an item and everything in it, delegates too (findChild misses those)."""
    yield item
    for child in item.childItems():
        yield from _below(child)
