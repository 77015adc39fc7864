"""Pictures for QML: our icons in the theme's two tones, the branch map with the way, the slip."""

import re
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.resources import resources
from kiosk.screens.svg import drawn

PROVIDER: Final = "kiosk"
_LINE, _TONE = "#0f3d47", "#f3c9a0"
"""The two tones every icon file is drawn in; the theme's own take their place."""
_CODE: Final = re.compile(r"[a-z0-9_]+")
_DEFAULT: Final = "default"


class Pictures(QQuickImageProvider):
    """Answers what QML asks for as `image://kiosk/…`.

    - `logo`: the bank's logo, in its own colours;
    - `icon/CODE/LINE/TONE`: an icon, colours as rrggbb; a code without a drawing of its own gets the default;
    - `map/ZONE/LANGUAGE/GROUND/PIXELS`: the branch map with one zone marked and the way to it, its ground as rrggbb;
      PIXELS is the size of its letters, which then stand for the names, or 0;
    - `slip/NUMBER/GROUND`: the last slip fetched, until it is forgotten, on paper of the colour rrggbb.
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
            case _ if requestedSize.width() < 0 or requestedSize.height() < 0:
                picture = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)  # a layout on its way
            case "logo":
                picture = drawn(QSvgRenderer(self._logo), requestedSize)
            case "icon":
                picture = drawn(QSvgRenderer(_icon(*rest.split("/"))), requestedSize)
            case _:
                picture = self._on_paper(kind, rest, requestedSize)
        size.setWidth(picture.width())
        size.setHeight(picture.height())
        return picture

    def _on_paper(self, kind: str, rest: str, box: QSize) -> QImage:
        # Loaded with the first map or slip: no first screen shows one, and it comes the sooner.
        from kiosk.screens.paper_pictures import map_on_paper, slip_on_paper

        if kind == "map":
            zone, language, ground, pixels = rest.split("/")
            return map_on_paper(self.map_svg, zone, language, box, f"#{ground}", int(pixels))
        return slip_on_paper(self.slip, box.width(), f"#{rest.rpartition('/')[2]}")


def _icon(code: str, line: str, tone: str) -> bytes:
    folder = resources() / "icons"
    file = folder / f"{code if _CODE.fullmatch(code) else _DEFAULT}.svg"
    text = (file if file.is_file() else folder / f"{_DEFAULT}.svg").read_text(encoding="utf-8")
    return text.replace(_LINE, f"#{line}").replace(_TONE, f"#{tone}").encode()
