"""Everything a customer may have to recognise without reading has a drawing of its own, in our two tones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtSvg import QSvgRenderer

from kiosk.resources import resources
from kiosk.screens.pictures import Pictures
from kiosk.screens.svg import drawn
from tests.ui.fake_branch import shipped_setting
from tests.ui.translation import MODULES

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

ICONS = resources() / "icons"
TONES = {"#0f3d47", "#f3c9a0", "#ffffff"}
"""Line, tone, and the white of paper in front of a tone."""


def drawings() -> set[str]:
    return {file.stem for file in ICONS.glob("*.svg")}


def test_every_category_service_and_material_has_a_drawing_of_its_own() -> None:
    catalogue = shipped_setting().catalogue
    services = catalogue.services.values()
    named = {category.icon for category in catalogue.categories} | {service.code for service in services}
    brought = {material.code for service in services for material in service.materials}

    assert (named | brought) - drawings() == set()


def test_every_drawing_named_in_qml_is_there() -> None:
    sources = "".join(f.read_text(encoding="utf-8") for module in MODULES for f in module.glob("*.qml"))
    named = set(re.findall(r'\b(?:icon|code|emblem): "([a-z_0-9]+)"(?! \+)', sources))

    assert named - drawings() == set()


def test_drawings_keep_to_one_line_and_two_tones() -> None:
    for file in ICONS.glob("*.svg"):
        text = file.read_text(encoding="utf-8")

        assert set(re.findall(r"#[0-9a-f]{6}", text)) <= TONES, file.name
        assert re.findall(r'stroke-width="([^"]*)"', text) == ["2.4"], file.name


def test_every_drawing_draws_something(qapp: QGuiApplication) -> None:
    del qapp
    for file in ICONS.glob("*.svg"):
        picture = drawn(QSvgRenderer(str(file)), QSize(48, 48))

        assert any(picture.pixelColor(x, y).alpha() for x in range(48) for y in range(48)), file.name


def test_a_thing_without_a_drawing_gets_the_default(qapp: QGuiApplication) -> None:
    del qapp
    pictures, size = Pictures(), QSize()

    unknown = pictures.requestImage("icon/none_such/0a3a40/f3c9a0", size, QSize(48, 48))
    default = pictures.requestImage("icon/default/0a3a40/f3c9a0", size, QSize(48, 48))

    assert unknown == default
    assert not default.isNull()


def test_a_theme_of_other_colours_colours_the_icons(qapp: QGuiApplication) -> None:
    del qapp
    pictures = Pictures()

    icon = pictures.requestImage("icon/tick/ff0000/00ff00", QSize(), QSize(48, 48))

    colours = {
        icon.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if icon.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#ff0000"}
