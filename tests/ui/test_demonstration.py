"""The bar of the demonstration opens what it says, once, and takes it along when it goes."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from kiosk.screens.companion import Companion
from kiosk.screens.demonstration import Bar
from kiosk.screens.theme import shipped_theme

URL = "http://127.0.0.1:8765"
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Bar]:  # noqa: ARG001 - a running application
    opened = Bar(URL, SLEEPER, shipped_theme())
    yield opened
    opened.close()


def companion(bar: Bar, name: str) -> Companion:
    found = getattr(bar.model, name)
    assert isinstance(found, Companion)
    return found


@pytest.mark.parametrize("name", ["hall", "exit", "crowd"])
def test_a_screen_is_opened_once_however_often_it_is_asked_for(bar: Bar, qtbot: QtBot, name: str) -> None:
    for _ in range(3):
        companion(bar, name).start()
        qtbot.wait(50)

    assert companion(bar, name).property("running") is True
    assert len(companion(bar, name).children()) == 1


def test_a_screen_that_cannot_start_can_be_tried_again(qtbot: QtBot) -> None:
    bar = Bar(URL, ["/no/such/program"], shipped_theme())

    companion(bar, "exit").start()

    qtbot.waitUntil(lambda: companion(bar, "exit").property("running") is False)
    bar.close()


def test_the_crowd_comes_and_goes_at_the_touch_of_one_button(bar: Bar, qtbot: QtBot) -> None:
    crowd = companion(bar, "crowd")

    crowd.toggle()
    assert crowd.property("running") is True
    crowd.toggle()

    qtbot.waitUntil(lambda: crowd.property("running") is False)


def test_the_address_is_told_when_no_browser_opens(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[QUrl] = []

    def refuse(url: QUrl) -> bool:
        asked.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)

    bar.model.openReception()

    assert asked == [QUrl(f"{URL}/reception")]
    assert bar.model.property("noBrowser") is True
    assert bar.model.property("reception") == f"{URL}/reception"
