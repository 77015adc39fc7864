"""What can be proven of the looks of a screen: sizes in millimetres, whole texts, contrast, names for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QImage

from tests.ui.hands import is_pressable, is_text

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickItem

    from tests.ui.hands import Hands

TARGET_MM = 15
GAP_MM = 3
SMALLEST_CAPITAL_MM = 4.8
CAPITAL_OF_EM = 0.733
LEAST_CONTRAST = 7


def faults(hands: Hands) -> list[str]:
    """Return everything wrong with what the screen shows now, in words."""
    found = words_faults(hands)
    picture = hands.window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    items = [item for item in hands.items() if item.width() > 0]
    pressables = [item for item in items if is_pressable(item)]
    texts = [item for item in items if is_text(item)]
    found += [fault for item in pressables for fault in _target_faults(item, hands)]
    found += _crowding(pressables, hands)
    warned = hands.sees("stay")
    bright = (item for item in texts if _counts(item) and (not warned or _belongs_to_notice(item)))
    found += [fault for item in bright for fault in _contrast_faults(item, picture)]
    return [f"{hands.step}: {fault}" for fault in found]


def words_faults(hands: Hands) -> list[str]:
    """Return what is wrong with the texts alone: what differs from one service to the next."""
    hands.settle()
    items = [item for item in hands.items() if item.width() > 0]
    found = [fault for item in items if is_text(item) for fault in _text_faults(item, hands)]
    return found + [fault for item in items if is_pressable(item) for fault in _spill_faults(item, hands)]


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
    if not QAccessible.queryAccessibleInterface(item).text(QAccessible.Text.Name):
        found.append(f"{_name(item)} has no name for a screen reader")
    return found


def _crowding(pressables: list[QQuickItem], hands: Hands) -> list[str]:
    """Say which controls are nearer to one another than a finger can tell. What lies behind a notice is not there."""
    if hands.sees("stay"):
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
    if capital_mm < SMALLEST_CAPITAL_MM - 0.15:
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


def _written(text: QQuickItem) -> QRectF:
    """Return where the letters of a text can be, without the air below the last line."""
    width, height = text.property("contentWidth"), text.property("contentHeight") * 0.9
    return text.mapRectToScene(QRectF(0, 0, min(width, text.width()), height))


def _luminance(grey: int) -> float:
    value = grey / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _window(hands: Hands) -> QRectF:
    return QRectF(0, 0, hands.window.width(), hands.window.height()).adjusted(-1, -1, 1, 1)
