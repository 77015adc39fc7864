"""SVG to pixels.

Without Qt's namespace `Qt`: loading its flags takes 17 ms, an eighth of what a bare window needs to start, and no other
part of a first screen asks for them (QImage.fill would too).
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_PIXEL = QSize(1, 1)


def drawn(renderer: QSvgRenderer, box: QSize) -> QImage:
    """Return an SVG drawn as large as fits the box, on nothing; an empty picture if it is no SVG."""
    if not renderer.isValid():
        return QImage()
    whole = renderer.defaultSize().expandedTo(_PIXEL)
    scale = min(box.width() / whole.width(), box.height() / whole.height())
    # Layouts pass through sizes of nothing on their way; a picture has at least one pixel.
    picture = QImage((whole * scale).expandedTo(_PIXEL), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.eraseRect(picture.rect())
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    renderer.render(painter)
    painter.end()
    return picture
