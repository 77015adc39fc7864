"""What lies on paper: the branch map on its ground, and the slip that was printed."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.screens.branch_map import draw_map
from kiosk.screens.map_colours import is_dark

_CORNER: Final = 0.02
"""Radius of its corners, as a part of its width."""


def map_on_paper(  # noqa: PLR0913, PLR0917 - as for draw_map
    svg: bytes, zone: str, language: str, box: QSize, ground: str, letter_px: int
) -> QImage:
    """Return the map of `draw_map` on a sheet of the colour `ground` (#rrggbb), light or dark as the screen is."""
    drawing = draw_map(svg, zone, language, box, ground=ground, letter_px=letter_px)
    if drawing.isNull():
        return drawing
    sheet = QImage(drawing.size(), drawing.format())
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(sheet.rect(), sheet.width() * _CORNER, sheet.width() * _CORNER)
    painter.drawImage(0, 0, drawing)
    painter.end()
    return sheet


def slip_on_paper(slip: QImage, width: int, ground: str) -> QImage:
    """Return a slip no wider than `width`, its fine print still smooth, on paper of the colour `ground` (#rrggbb).

    On a dark ground its print is light: a white sheet would hurt the eyes that chose the dark.
    """
    if slip.isNull():
        return slip
    smooth = Qt.TransformationMode.SmoothTransformation
    picture = slip.scaledToWidth(width, smooth) if 0 < width < slip.width() else slip
    sheet = picture.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    if is_dark(ground):
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
        painter.fillRect(sheet.rect(), Qt.GlobalColor.white)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    else:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(sheet.rect(), QColor(ground))
    painter.end()
    return sheet
