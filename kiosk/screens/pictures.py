"""Pictures for QML: our icons in the theme's two tones, the branch map with the way, the slip."""

import re
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.resources import resources
from kiosk.screens.branch_map import draw_map
from kiosk.screens.svg import drawn

PROVIDER: Final = "kiosk"
_LINE, _TONE = "#0f3d47", "#f3c9a0"
"""The two tones every icon file is drawn in; the theme's own take their place."""
_PAPER, _CORNER = "#fbf7ee", 0.02
"""The ground that maps are drawn for, and its corners as a part of its width."""
_CODE: Final = re.compile(r"[a-z0-9_]+")
_DEFAULT: Final = "default"


class Pictures(QQuickImageProvider):
    """Answers what QML asks for as `image://kiosk/…`.

    - `logo`: the bank's logo, in its own colours;
    - `icon/CODE/LINE/TONE`: an icon, colours as rrggbb; a code without a drawing of its own gets the default;
    - `map/ZONE/LANGUAGE`: the branch map with one zone marked and the way to it;
    - `slip/NUMBER`: the last slip fetched, until it is forgotten.
    """

    def __init__(self, logo: bytes = b"") -> None:
        """Begin without map and slip; `logo` is an SVG."""
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._logo = logo
        self.map_svg = b""
        self.slip = QImage()

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 - Qt's name
        """Return the picture, drawn at the size asked for; an empty one if there is none."""
        kind, _, rest = id.partition("/")
        match kind:
            case "logo":
                picture = drawn(QSvgRenderer(self._logo), requestedSize)
            case "icon":
                picture = drawn(QSvgRenderer(_icon(*rest.split("/"))), requestedSize)
            case "map":
                zone, _, language = rest.partition("/")
                picture = _on_paper(draw_map(self.map_svg, zone, language, requestedSize))
            case _:
                picture = _narrowed(self.slip, requestedSize.width())
        size.setWidth(picture.width())
        size.setHeight(picture.height())
        return picture


def _narrowed(picture: QImage, width: int) -> QImage:
    """Return a picture no wider than `width`, with the fine print of a slip still smooth."""
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaledToWidth(width, smooth) if 0 < width < picture.width() else picture


def _on_paper(drawing: QImage) -> QImage:
    """Return a drawing made for light ground on a sheet of it, so that it can be read on a dark screen too."""
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


def _icon(code: str, line: str, tone: str) -> bytes:
    folder = resources() / "icons"
    file = folder / f"{code if _CODE.fullmatch(code) else _DEFAULT}.svg"
    text = (file if file.is_file() else folder / f"{_DEFAULT}.svg").read_text(encoding="utf-8")
    return text.replace(_LINE, f"#{line}").replace(_TONE, f"#{tone}").encode()
