"""What can be proven of the looks of a screen: sizes in millimetres, whole texts, contrast, names for everybody."""

from __future__ import annotations

import re
import time
from itertools import combinations, product
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtQml import QQmlEngine, QQmlExpression

from tests.ui.hands import is_pressable, is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtQuick import QQuickItem

    from tests.ui.hands import Hands

TARGET_MM = 15
GAP_MM = 3
SMALLEST_CAPITAL_MM = {"S": 4.8, "M": 4.8, "L": 6.8, "XL": 8.8}
REACH_MM = (380, 1220)
"""From where to where above the floor somebody who sits can touch."""
REST_S = 2.0
SIZES = ("M", "L", "XL", "S")
CONTRASTS = ("default", "dark", "light", "glare")
CAPITAL_OF_EM = 0.733
LINE_OF_EM = 1.448
ABOVE_OF_EM = 0.28
"""How high the font's own line is, and the air in it above a Chinese sign."""
TAIL_OF_EM = 0.12
"""How far a Chinese sign reaches below where capitals and digits stand."""
LEAST_CONTRAST = 7


_ALONG = {
    Qt.AlignmentFlag.AlignRight.value: 1,
    Qt.AlignmentFlag.AlignHCenter.value: 0.5,
    Qt.AlignmentFlag.AlignBottom.value: 1,
    Qt.AlignmentFlag.AlignVCenter.value: 0.5,
}
"""Which part of the free room lies before a text."""


def every_size(hands: Hands) -> Iterator[str]:
    """Show the screen in every text size, as usual and low, stopping at each; then as it was."""
    for low, size in product((False, True), SIZES):
        yield f"{size}{' low' if low else ''}"
        hands.screen.look.larger()
        if size == SIZES[-1]:
            hands.screen.look.lower()


def every_contrast(hands: Hands) -> Iterator[str]:
    """Show the screen in every palette, stopping at each; then as it was."""
    for contrast in CONTRASTS:
        yield contrast
        hands.screen.look.recolour()


def faults(hands: Hands) -> list[str]:
    """Return everything wrong with what the screen shows now, in words."""
    return shape_faults(hands) + pale_texts(hands)


def shape_faults(hands: Hands) -> list[str]:
    """Return what is wrong whatever the colours: texts cut off or over one another, controls small, near or out of reach."""
    return [f"{hands.step}: {fault}" for fault in _at_rest(_shape_faults, hands)]


def words_faults(hands: Hands) -> list[str]:
    """Return what is wrong with the texts alone: what differs from one service to the next."""
    return _at_rest(_words_faults, hands)


def pale_texts(hands: Hands) -> list[str]:
    """Return which texts can be read too hardly, by their pixels."""
    picture = hands.window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    items = [item for item in hands.items() if item.width() > 0]
    found = [fault for item in _readable(items, hands) for fault in _contrast_faults(item, picture)]
    return [f"{hands.step}: {fault}" for fault in found]


def _at_rest(look: Callable[[Hands], list[str]], hands: Hands) -> list[str]:
    """Look until nothing is wrong, for a while: pages that give way take some rounds of layout, and those some time."""
    hands.settle()
    deadline = time.monotonic() + REST_S
    while (found := look(hands)) and time.monotonic() < deadline:
        hands.pause(0.02)
        hands.settle()
    return found


def _shape_faults(hands: Hands) -> list[str]:
    pressables = [item for item in hands.items() if item.width() > 0 and is_pressable(item)]
    found = [fault for item in pressables for fault in _target_faults(item, hands)]
    return found + _crowding(pressables, hands) + _words_faults(hands)


def _words_faults(hands: Hands) -> list[str]:
    items = [item for item in hands.items() if item.width() > 0]
    found = [fault for item in items if is_text(item) for fault in _text_faults(item, hands)]
    found += [fault for item in items if is_pressable(item) for fault in _spill_faults(item, hands)]
    return found + _collisions(items, hands)


def px_per_mm(hands: Hands) -> float:
    """Return what the theme takes for the pixels of a millimetre."""
    return float(hands.theme.property("pxPerMm"))


def rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _name(item: QQuickItem) -> str:
    return item.objectName() or str(item.property("label") or item.property("text"))[:40]


def capital_of(text: QQuickItem) -> float:
    """Return the height of a capital letter of a text as it is drawn, in pixels."""
    return float(text.property("fontInfo").property("pixelSize").toNumber()) * CAPITAL_OF_EM


def _target_faults(item: QQuickItem, hands: Hands) -> list[str]:
    least = TARGET_MM * px_per_mm(hands) - 1
    found = []
    if min(item.width(), item.height()) < least:
        found.append(
            f"{_name(item)} is {item.width():.0f} x {item.height():.0f} px, smaller than {least:.0f}"
        )
    if not _window(hands).contains(rect(item)):
        found.append(f"{_name(item)} lies outside the window")
    if hands.screen.look.property("low") and not _reached(item, hands):
        found.append(f"{_name(item)} is too high up for somebody who sits")
    if not QAccessible.queryAccessibleInterface(item).text(QAccessible.Text.Name):
        found.append(f"{_name(item)} has no name for a screen reader")
    return found


def _crowding(pressables: list[QQuickItem], hands: Hands) -> list[str]:
    """Say which controls are nearer to one another than a finger can tell. What lies behind a notice is not there."""
    if hands.screen.model.property("warned"):
        pressables = [item for item in pressables if item.objectName() in {"stay", "leave"}]
    margin = GAP_MM * px_per_mm(hands) / 2 - 1
    grown = [(item, rect(item).adjusted(-margin, -margin, margin, margin)) for item in pressables]
    return [
        f"{_name(one)} and {_name(other)} are too close"
        for number, (one, area) in enumerate(grown)
        for other, near in grown[number + 1 :]
        if area.intersects(near) and "dismiss" not in {one.objectName(), other.objectName()}
    ]


def _text_faults(item: QQuickItem, hands: Hands) -> list[str]:
    found = []
    if item.property("truncated") or item.property("contentWidth") > item.width() + 1:
        found.append(f"“{item.property('text')}” is cut off")
    # A line may reach below its box by the air under its letters, never further.
    if item.property("contentHeight") > item.height() * 1.25 + 2:
        found.append(f"“{item.property('text')}” is too high for its place")
    if not _window(hands).contains(rect(item)):
        found.append(f"“{item.property('text')}” lies outside the window")
    capital_mm = capital_of(item) / px_per_mm(hands)
    if capital_mm < SMALLEST_CAPITAL_MM[hands.screen.look.property("size")] - 0.15:
        found.append(f"“{item.property('text')}” is only {capital_mm:.1f} mm high")
    return found


def _contrast_faults(item: QQuickItem, picture: QImage) -> list[str]:
    area = rect(item).toAlignedRect().intersected(picture.rect())
    if area.isEmpty():
        return []
    part = picture.copy(area)
    size, stride = part.size(), part.bytesPerLine()
    grey = bytes(part.constBits())
    rows = [grey[y * stride : y * stride + size.width()] for y in range(size.height())]
    darkest, lightest = min(map(min, rows)), max(map(max, rows))
    contrast = (_luminance(lightest) + 0.05) / (_luminance(darkest) + 0.05)
    return (
        [f"“{item.property('text')}” has a contrast of {contrast:.1f}"] if contrast < LEAST_CONTRAST else []
    )


def _reached(item: QQuickItem, hands: Hands) -> bool:
    manner, area = hands.screen.manner, rect(item)
    mm = hypot(*manner.size) / (manner.diagonal_in * 25.4)
    height = hands.window.height()
    lowest, highest = (manner.bottom_mm + (height - y) / mm for y in (area.bottom(), area.top()))
    return REACH_MM[0] - 0.5 <= lowest and highest <= REACH_MM[1] + 0.5


def _readable(items: list[QQuickItem], hands: Hands) -> list[QQuickItem]:
    """Return the texts somebody is meant to read now; what lies behind a notice is not."""
    warned = bool(hands.screen.model.property("warned"))
    texts = [item for item in items if is_text(item) and _counts(item)]
    return [item for item in texts if not warned or _belongs_to_notice(item)]


def _collisions(items: list[QQuickItem], hands: Hands) -> list[str]:
    """Say which texts are written over one another."""
    written = [(item, inked(item)) for item in _readable(items, hands)]
    return [
        f"“{one.property('text')}” and “{other.property('text')}” lie on one another"
        for (one, area), (other, place) in combinations(written, 2)
        if area.intersects(place)
    ]


def _counts(item: QQuickItem | None) -> bool:
    """Say whether a text can be read by anybody: parts of controls that cannot be pressed now are pale on purpose."""
    while item is not None:
        if not item.isEnabled() or item.opacity() < 1:
            return False
        item = item.parentItem()
    return True


def _belongs_to_notice(item: QQuickItem | None) -> bool:
    while item is not None:
        if item.objectName() == "idleNotice":
            return True
        item = item.parentItem()
    return False


def _spill_faults(item: QQuickItem, hands: Hands) -> list[str]:
    """Say which words of a control reach beyond it."""
    area = rect(item).adjusted(-1, -1, 1, 1)
    texts = (inner for inner in hands.items(item) if is_text(inner))
    return [
        f"“{text.property('text')}” spills out of {_name(item)}"
        for text in texts
        if not area.contains(_written(text))
    ]


def _written(text: QQuickItem, part: float = 0.9) -> QRectF:
    """Return where the letters of a text can be, by default without the air below the last line."""
    width = min(text.property("contentWidth"), text.width())
    height = text.property("contentHeight") * part
    spare = QPointF(text.width() - width, max(0, text.height() - height))
    left = spare.x() * _part_before(text, "horizontalAlignment") if spare.x() > 1 else 0
    top = spare.y() * _part_before(text, "verticalAlignment") if spare.y() > 1 else 0
    return text.mapRectToScene(QRectF(left, top, width, height))


def inked(text: QQuickItem) -> QRectF:
    """Return where the letters of a text are: its lines without the air above the first and below the last."""
    em = capital_of(text) / CAPITAL_OF_EM
    above, below = ABOVE_OF_EM, ABOVE_OF_EM + 1 - LINE_OF_EM
    if re.fullmatch("[A-Z0-9]+", text.property("text")):
        above += 1 - TAIL_OF_EM - CAPITAL_OF_EM
        below -= TAIL_OF_EM
    return _written(text, 1).adjusted(1, em * above, -1, em * below)


def _part_before(text: QQuickItem, name: str) -> float:
    """Return which part of its free room a text leaves before it. PySide cannot read an alignment, QML can."""
    value, _ = QQmlExpression(QQmlEngine.contextForObject(text), text, name).evaluate()
    return _ALONG.get(int(value), 0)


def _luminance(grey: int) -> float:
    value = grey / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _window(hands: Hands) -> QRectF:
    return QRectF(0, 0, hands.window.width(), hands.window.height()).adjusted(-1, -1, 1, 1)
