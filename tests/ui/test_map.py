"""The branch map on the result page: the way to the customer's zone, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from kiosk.resources import resources
from kiosk.screens.branch_map import draw_map
from kiosk.screens.map_colours import PAPER, on_ground
from kiosk.screens.paper_pictures import map_on_paper, slip_on_paper
from tests.ui.fake_branch import shipped_setting

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

SVG = (resources() / "map" / "branch.svg").read_bytes()
BOX = QSize(360, 240)
WAY = "#c26a12"
PERSONAL = "#0e5e5e"
DARK, GLARE = "#000000", "#cfc8b8"


def brightness(picture: QImage) -> list[int]:
    """Return how bright every pixel is, 0 to 255, of an opaque picture."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    data, stride = bytes(grey.constBits()), grey.bytesPerLine()
    return [data[y * stride + x] for y in range(grey.height()) for x in range(grey.width())]


def sheet(ground: str, letter_px: int = 0, zone: str = "personal") -> QImage:
    """Return the map as a screen of that ground shows it."""
    picture = map_on_paper(SVG, zone, "zh", BOX, ground, letter_px)
    return picture.convertToFormat(QImage.Format.Format_RGB32)


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


def test_on_a_dark_screen_the_map_is_dark_with_light_lines(qapp: QGuiApplication) -> None:
    del qapp
    pixels = brightness(sheet(DARK))

    assert sum(pixels) / len(pixels) < 60
    assert max(pixels) > 200


def test_on_a_soft_screen_nothing_on_the_map_is_brighter_than_its_ground(qapp: QGuiApplication) -> None:
    del qapp
    letters_aside = sheet(GLARE, zone="nowhere", letter_px=1)

    assert max(brightness(letters_aside)) <= QColor(GLARE).lightness() + 12


@pytest.mark.parametrize("ground", [PAPER, "#ffffff", DARK, GLARE])
def test_what_is_ground_on_paper_is_ground_everywhere(ground: str) -> None:
    assert on_ground(PAPER, ground) == ground


def test_letters_as_large_as_the_customers_text_stand_for_the_names(qapp: QGuiApplication) -> None:
    del qapp
    chinese, english = (draw_map(SVG, "personal", each, BOX, letter_px=30) for each in ("zh", "en"))

    assert chinese == english
    assert chinese != draw_map(SVG, "personal", "zh", BOX, letter_px=20)


@pytest.mark.parametrize("ground", [PAPER, DARK, GLARE])
def test_the_letter_of_the_zone_to_go_to_keeps_the_colour_of_its_sign(
    qapp: QGuiApplication, ground: str
) -> None:
    del qapp

    assert pixels_of(sheet(ground, letter_px=40), PERSONAL) > 1000


def test_a_slip_lies_on_paper_of_the_screens_own_ground(qapp: QGuiApplication) -> None:
    del qapp
    slip = QImage(40, 80, QImage.Format.Format_RGB32)
    slip.fill(QColor("#ffffff"))
    slip.setPixelColor(5, 5, QColor("#000000"))

    dark, soft = slip_on_paper(slip, 40, DARK), slip_on_paper(slip, 40, GLARE)

    assert (dark.pixelColor(0, 0).name(), dark.pixelColor(5, 5).name()) == (DARK, "#ffffff")
    assert (soft.pixelColor(0, 0).name(), soft.pixelColor(5, 5).name()) == (GLARE, "#000000")
    assert slip_on_paper(slip, 20, GLARE).width() == 20
    assert slip_on_paper(QImage(), 20, GLARE).isNull()
