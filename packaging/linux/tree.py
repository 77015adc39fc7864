"""Lay out /opt/apps/cn.kiosk.reception around the frozen program: entries, icons, launcher, `info`.

    python packaging/linux/tree.py PACKAGE

Runs with the build's Python: it draws the icons with Qt.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from kiosk import __version__  # noqa: E402 - the checkout's, whatever is installed

APP = "cn.kiosk.reception"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
PERMISSIONS = (
    "autostart",
    "notification",
    "trayicon",
    "clipboard",
    "account",
    "bluetooth",
    "camera",
    "audio_record",
    "installed_apps",
)


def info() -> str:
    """Return what UOS asks an application to say of itself: its version has four parts, and it wants no permission."""
    told = {
        "appid": APP,
        "name": "网点接待 Kiosk",
        "version": __version__ + ".0",
        "arch": ["amd64"],
        "permissions": dict.fromkeys(PERMISSIONS, False),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def draw_icons(folder: Path) -> None:
    """Put the icon below `folder` as icon themes want it: the drawing itself and a picture of each size."""
    drawing = HERE / f"{APP}.svg"
    renderer = QSvgRenderer(str(drawing))
    for size in ICON_SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        place = folder / "hicolor" / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        if not picture.save(str(place / f"{APP}.png")):
            raise OSError(f"no icon at {place}")
    place = folder / "hicolor" / "scalable" / "apps"
    place.mkdir(parents=True)
    shutil.copy(drawing, place)


def main(package: Path) -> None:
    """Lay it out."""
    app = package / "opt" / "apps" / APP
    (app / "info").write_text(info(), encoding="utf-8")
    entries, launcher = app / "entries" / "applications", app / "files" / "bin" / "kiosk"
    for folder in (entries, launcher.parent):
        folder.mkdir(parents=True)
    shutil.copy(HERE / f"{APP}.desktop", entries)
    shutil.copy(HERE / "launcher", launcher)
    launcher.chmod(0o755)
    draw_icons(app / "entries" / "icons")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
