"""What lies on paper: the branch map on its sheet, and the slip that was printed."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.screens.branch_map import draw_map

_PAPER: Final = "#fbf7ee"
"""The ground that maps are drawn for."""
_CORNER: Final = 0.02
"""Radius of its corners, as a part of its width."""


def map_on_paper(svg: bytes, zone: str, language: str, box: QSize) -> QImage:
    """Return the map of `draw_map` on a sheet of light paper, so that it can be read on a dark screen too."""
    drawing = draw_map(svg, zone, language, box)
    if drawing.isNull():
        return drawing
    sheet = QImage(drawing.size(), drawing.format())
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_PAPER))
    painter.drawRoundedRect(sheet.rect(), sheet.width() * _CORNER, sheet.width() * _CORNER)
    painter.drawImage(0, 0, drawing)
    painter.end()
    return sheet


def narrowed(picture: QImage, width: int) -> QImage:
    """Return a picture no wider than `width`, with the fine print of a slip still smooth."""
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaledToWidth(width, smooth) if 0 < width < picture.width() else picture
