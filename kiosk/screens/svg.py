"""SVG to pixels. In plain numbers: loading the namespace `Qt` takes a tenth of what a bare window needs to start."""

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
    picture.fill(0)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture
