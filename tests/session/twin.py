"""A second entrance, in memory beside the one on the monitor: it knows where buttons are, and how each step looks."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from kiosk.screens.main import Manner, build_screen
from tests.session.monitor import SIZE, alike, small, until
from tests.ui.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.session.monitor import Monitor

TO_CONFIRM: Final = {
    "category": "tile-personal",
    "service": "tile-",
    "question": "option-",
    "materials": "next",
}
"""What leads on at each step, by the beginning of its name."""
_REST_MS: Final = 50
_HALF_A_DOUBLE_TAP_MS: Final = 400


class Twin:
    """Whatever is touched on the monitor is touched here as well, and both must show the same again."""

    def __init__(self, hands: Hands, monitor: Monitor) -> None:
        self.hands, self.monitor = hands, monitor

    def picture(self) -> Image.Image:
        """Return how the monitor should look now."""
        self.hands.settle()
        shot = self.hands.window.grabWindow().convertToFormat(QImage.Format.Format_RGBX8888)
        whole = Image.frombuffer("RGBX", (shot.width(), shot.height()), bytes(shot.constBits()))
        return small(whole.convert("RGB"))

    def meets(self) -> None:
        """Wait until the monitor shows what this one does."""

        def met() -> bool:
            QTest.qWait(_REST_MS)
            return alike(self.picture(), self.monitor.picture())

        until(met, f"the monitor to show {self.hands.step}")

    def touch(self, name: str) -> None:
        """Touch here and on the monitor what bears a name that begins so."""
        x, y = self.place(name)
        # No sooner: the monitor's own screen takes it for half a double tap.
        QTest.qWait(_HALF_A_DOUBLE_TAP_MS)
        self.monitor.touch(x, y)
        QTest.mouseClick(
            self.hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, y)
        )
        QTest.qWait(_REST_MS)
        self.meets()

    def to_confirm(self) -> None:
        """Choose whatever comes first, until nothing but the number is missing."""
        while self.hands.step != "confirm":
            self.touch(TO_CONFIRM[self.hands.step])

    def place(self, name: str) -> tuple[int, int]:
        """Return where the middle is, in pixels, of the first whose name begins so."""
        self.hands.settle()
        item = next(each for each in self.hands.items() if each.objectName().startswith(name))
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        return middle.x(), middle.y()


@contextlib.contextmanager
def twin(monitor: Monitor, url: str) -> Iterator[Twin]:
    """Stand before a twin of the monitor's entrance, once both show the first step."""
    screen = build_screen("entrance", url, "twin", Manner(SIZE, settle_s=0, motion=False))
    try:
        hands = Hands(screen)
        screen.window.show()
        hands.wait(lambda: hands.step == "category" and screen.link.condition == "connected")
        pair = Twin(hands, monitor)
        pair.meets()
        yield pair
    finally:
        screen.close()
