"""The branch map on the result page: the way to the customer's zone, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from kiosk.resources import resources
from kiosk.screens.branch_map import draw_map
from tests.ui.fake_branch import shipped_setting

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication, QImage

SVG = (resources() / "map" / "branch.svg").read_bytes()
BOX = QSize(360, 240)
WAY = "#c26a12"


def pixels_of(picture: QImage, colour: str) -> int:
    size = picture.size()
    return sum(
        picture.pixelColor(x, y).name() == colour for x in range(size.width()) for y in range(size.height())
    )


def test_every_zone_a_customer_can_be_sent_to_has_a_way_on_the_map(qapp: QGuiApplication) -> None:
    del qapp
    none = pixels_of(draw_map(SVG, "nowhere", "zh", BOX), WAY)

    for zone in {service.zone for service in shipped_setting().catalogue.services.values()}:
        assert pixels_of(draw_map(SVG, zone, "zh", BOX), WAY) > none + 30, zone


def test_the_names_on_the_map_are_in_the_language_spoken(qapp: QGuiApplication) -> None:
    del qapp

    assert draw_map(SVG, "personal", "zh", BOX) != draw_map(SVG, "personal", "en", BOX)


def test_the_map_keeps_its_shape_in_any_box(qapp: QGuiApplication) -> None:
    del qapp
    picture = draw_map(SVG, "personal", "zh", QSize(300, 900))

    assert picture.width() == 300
    assert picture.height() < 300


def test_something_that_is_no_map_draws_nothing(qapp: QGuiApplication) -> None:
    del qapp

    assert draw_map(b"", "personal", "zh", BOX).isNull()
    assert draw_map(b"<p>", "personal", "zh", BOX).isNull()
