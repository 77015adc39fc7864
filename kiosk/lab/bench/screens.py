"""What a customer feels at the entrance screen: how soon a tile yields to the finger, how long a whole picture takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QUrl
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.domain.percentile import percentile
from kiosk.lab import fingers
from kiosk.lab.bench.measure import Row, spread
from kiosk.lab.hands import Hands
from kiosk.screens.entrance.model import EntranceModel
from kiosk.screens.main import Manner, Screen, application, build_screen

_PRESSED_FRAMES: Final = 2
_PRESSES_EACH: Final = 3
"""Of a tile, at most: the count of frames hardly differs."""
_REPAINT_MS: Final = 10.0
_LOOK_MS: Final = 300
"""By then a pressed tile has its final look, whatever moves on the way."""
_SHEET: Final = b"import QtQuick; Rectangle { anchors.fill: parent; color: 'black'; visible: false; z: 1000 }"


def screen_rows(url: str, times: int) -> Iterator[Row]:
    """Stand before the entrance of the branch at `url`, 1080 x 1920 drawn in software, and measure `times` over.

    Needs no display: set QT_QPA_PLATFORM=offscreen and QT_QUICK_BACKEND=software before Qt is loaded.
    """
    application()
    screen = build_screen("entrance", url, "bench", Manner(settle_s=0))
    try:
        hands = Hands(screen)
        hands.until_step("category")
        hands.until_connected()
        fingers.wait(_LOOK_MS)
        yield _pressed(screen.window, times)
        yield _repainted("first screen", screen.window, times)
        _take_a_number(hands, screen)
        yield _repainted("result", screen.window, times)
    finally:
        screen.close()


class Frames:
    """What the monitor shows of one part of a window, from frame to frame."""

    def __init__(self, window: QQuickWindow, part: QRect) -> None:
        """Look at `part`, in pixels of the window."""
        self._window, self._part = window, part
        self.seen: list[QImage] = []
        """The part after each frame, since `watching` began."""

    def look(self) -> QImage:
        """Return the part as it was last sent to the monitor; nothing is drawn for it."""
        part = self._part
        shot = self._window.screen().grabWindow(
            self._window.winId(), part.x(), part.y(), part.width(), part.height()
        )
        return shot.toImage()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Keep what each frame shows."""
        self.seen.clear()
        self._window.frameSwapped.connect(self._keep)
        yield
        self._window.frameSwapped.disconnect(self._keep)

    def _keep(self) -> None:
        self.seen.append(self.look())


def frames_until_pressed(window: QQuickWindow, tile: QRect) -> int:
    """Press the middle of a tile, slip off it again, and return how many frames it took to look pressed.

    Pressed is how it looks after 300 ms under the finger; 0 means that it never looked different.
    """
    frames = Frames(window, tile)
    before = frames.look()
    with frames.watching():
        fingers.press(window, tile.center())
        fingers.wait(_LOOK_MS)
    final = frames.look()
    # A finger that leaves the tile before it is lifted chooses nothing.
    fingers.move(window, QPoint(1, 1))
    fingers.release(window, QPoint(1, 1))
    fingers.wait(_LOOK_MS)
    if final == before:
        return 0
    return next(number for number, seen in enumerate(frames.seen, 1) if seen == final)


def _pressed(window: QQuickWindow, times: int) -> Row:
    tiles = [_place(item) for item in _shown(window.contentItem(), "tile-")]
    turns = min(times, _PRESSES_EACH * len(tiles))
    counted = [frames_until_pressed(window, tiles[turn % len(tiles)]) for turn in range(turns)]
    least, most = min(counted), max(counted)
    figure = f"{most} frames at most, of {len(counted)} presses" if least else "a tile never looked pressed"
    return Row(
        "tap to pressed look of a tile",
        figure,
        f"<= {_PRESSED_FRAMES} frames",
        least > 0 and most <= _PRESSED_FRAMES,
    )


def repaints(window: QQuickWindow, times: int) -> list[float]:
    """Return how long each of so many whole pictures took, in ms: bringing the scene up to date, drawing, handing over.

    A black sheet lies over all and is taken away: what comes to light has to be drawn, and nothing else changed.
    """
    sheet = _sheet(window)
    began: list[float] = []
    taken: list[float] = []
    window.beforeSynchronizing.connect(begin := lambda: began.append(time.perf_counter()))
    window.frameSwapped.connect(end := lambda: taken.append((time.perf_counter() - began[-1]) * 1000))
    durations = []
    for _ in range(times):
        for lies in (True, False):
            drawn = len(taken)
            sheet.setVisible(lies)
            while len(taken) == drawn:
                fingers.wait(1)
        durations.append(taken[drawn])
    window.beforeSynchronizing.disconnect(begin)
    window.frameSwapped.disconnect(end)
    sheet.deleteLater()
    return durations


def _repainted(what: str, window: QQuickWindow, times: int) -> Row:
    durations = repaints(window, times)
    return Row(
        f"full repaint 1080 x 1920 in software, {what}",
        spread(durations),
        f"p50 <= {_REPAINT_MS:.0f} ms",
        percentile(durations, 50) <= _REPAINT_MS,
    )


def _sheet(window: QQuickWindow) -> QQuickItem:
    component = QQmlComponent(QQmlEngine.contextForObject(window).engine())
    component.setData(_SHEET, QUrl())
    sheet = component.create()
    if not isinstance(sheet, QQuickItem):
        raise TypeError(component.errorString())
    sheet.setParentItem(window.contentItem())
    sheet.setParent(window)
    return sheet


def _take_a_number(hands: Hands, screen: Screen) -> None:
    """Go to the result, choosing whatever comes first, and wait until all of it is on the screen."""
    presses = {
        "category": "tile-personal",
        "service": "tile-",
        "question": "option-",
        "materials": "next",
        "confirm": "take",
    }
    while (step := hands.until_step(*presses, "result")) != "result":
        place = hands.place
        hands.tap(next(_shown(screen.window.contentItem(), presses[step])).objectName())
        hands.until_other_place(place)
    number = cast(
        "QObject", cast("EntranceModel", screen.model).number
    )  # Qt's Property hides the type from mypy
    hands.until(lambda: bool(number.property("slip")), "the slip to be printed")
    fingers.wait(_LOOK_MS)


def _shown(root: QQuickItem, name: str) -> Iterator[QQuickItem]:
    """Yield what is shown under object names that begin with `name`, in drawing order; delegates too."""
    for item in root.childItems():
        if item.isVisible():
            if item.objectName().startswith(name):
                yield item
            yield from _shown(item, name)


def _place(item: QQuickItem) -> QRect:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).toAlignedRect()
