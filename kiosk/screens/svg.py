"""SVG to pixels."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def drawn(renderer: QSvgRenderer, box: QSize) -> QImage:
    """Return an SVG drawn as large as fits the box, on nothing; an empty picture if it is no SVG."""
    if not renderer.isValid():
        return QImage()
    # Layouts pass through sizes of nothing on their way; a picture has at least one pixel.
    fitting = renderer.defaultSize().scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    picture = QImage(fitting, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture
