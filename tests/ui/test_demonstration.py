"""The bar of the demonstration opens what it says, once, and takes it along when it goes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QProcess, QRect, QSize, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from kiosk.screens.companion import Companion
from kiosk.screens.demonstration import Bar
from kiosk.screens.places import bar_room, landscape_in, place_of, portrait_in
from kiosk.screens.theme import shipped_theme
from tests.checkout import TOP

URL = "http://127.0.0.1:8765"
SLEEPER = [sys.executable, "-c", "import sys; sys.stdin.read()"]
DEAF = [sys.executable, "-c", "import time; time.sleep(60)"]
DESKTOP = 1040
"""Height in pixels of a usual one, without its own bar."""


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Bar]:  # noqa: ARG001 - a running application
    opened = Bar(URL, SLEEPER, shipped_theme(), DESKTOP)
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
    assert len(companion(bar, name).findChildren(QProcess)) == 1


def test_a_screen_that_cannot_start_can_be_tried_again(qtbot: QtBot) -> None:
    bar = Bar(URL, ["/no/such/program"], shipped_theme(), DESKTOP)

    companion(bar, "exit").start()

    qtbot.waitUntil(lambda: companion(bar, "exit").property("running") is False)
    bar.close()


def test_the_crowd_comes_and_goes_at_the_touch_of_one_button(bar: Bar, qtbot: QtBot) -> None:
    crowd = companion(bar, "crowd")

    crowd.toggle()
    assert crowd.property("running") is True
    crowd.toggle()
    assert (crowd.property("running"), crowd.property("stopping")) == (True, True)
    crowd.toggle()

    qtbot.waitUntil(lambda: crowd.property("running") is False)
    assert crowd.property("stopping") is False


def test_a_second_press_is_not_invited_while_the_simulation_stops(bar: Bar, qtbot: QtBot) -> None:
    crowd = companion(bar, "crowd")
    button = bar.window.findChild(QObject, "crowd")
    assert button is not None
    crowd.start()
    assert str(button.property("title")).startswith("停止模拟")

    crowd.stop()

    assert (button.property("title"), button.property("enabled")) == ("正在停止… Stopping…", False)
    qtbot.waitUntil(lambda: button.property("enabled") is True)
    assert str(button.property("title")).startswith("模拟一天的客户")


def test_what_does_not_stop_when_asked_is_ended_after_a_limit(qtbot: QtBot, qapp: QObject) -> None:
    deaf = Companion(DEAF, qapp, limit_ms=50)
    deaf.start()
    deaf.stop()

    qtbot.waitUntil(lambda: deaf.property("running") is False)


def test_whoever_asked_for_a_browser_is_told_what_to_do_if_none_comes(
    bar: Bar, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []

    def refuse(url: QUrl) -> bool:
        asked.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)

    bar.model.openReception()

    assert asked == [QUrl(f"{URL}/reception")]
    assert bar.model.property("asked") is True
    assert bar.model.property("reception") == f"{URL}/reception"


def test_the_counter_page_is_opened_where_a_counter_is_chosen(
    bar: Bar, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []

    def opened(url: QUrl) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", opened)

    bar.model.openCounter()

    assert asked == [QUrl(f"{URL}/counter")]
    assert bar.model.property("counter") == f"{URL}/counter"


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080)])
def test_the_hall_stands_beside_the_entrance_and_covers_neither_it_nor_the_bar(size: tuple[int, int]) -> None:
    desktop = QRect(0, 0, *size)
    entrance = QRect(0, 0, *portrait_in(size[1]))
    taken = QRect(size[0] - bar_room(size[1]), 0, bar_room(size[1]), size[1])

    hall = QRect(*place_of("hall", QSize(*size)), *landscape_in(QSize(*size)))
    leaving = QRect(*place_of("exit", QSize(*size)), *portrait_in(size[1]))

    assert desktop.contains(hall)
    assert not hall.intersects(entrance)
    assert not hall.intersects(taken)
    assert size[0] // 3 <= hall.width() <= size[0] // 2
    assert hall.top() - leaving.top() > size[1] // 4  # the head of the exit stays to be seen
    assert not leaving.intersects(taken)


@pytest.mark.parametrize("height", [600, 728, 768, 800, 1040, 1400])
def test_the_bar_fits_every_desktop_and_the_room_that_is_kept_for_it(
    qtbot: QtBot, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    bar = Bar(URL, SLEEPER, shipped_theme(), height)
    try:
        bar.model.openReception()  # its longest words
        qtbot.waitUntil(lambda: bar.window.property("height") > 0)
        tall, wide = bar.window.property("height"), bar.window.property("width")

        assert tall + 32 + bar.window.property("y") <= height
        assert wide < bar_room(height)
    finally:
        bar.close()


PARENT = """
import sys
from PySide6.QtCore import QCoreApplication, QProcess
from kiosk.screens.companion import Companion
app = QCoreApplication([])
companion = Companion(sys.argv[1:], app)
companion.start()
print(companion.findChild(QProcess).processId(), flush=True)
app.exec()
"""


@pytest.mark.parametrize("command", [["screen", "exit"], ["simulate"]], ids=["screen", "simulation"])
def test_what_a_killed_bar_had_opened_ends_by_itself(command: list[str], qtbot: QtBot) -> None:
    opened = [sys.executable, "-m", "kiosk", *command, "--until-stdin-closes"]
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *opened],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=TOP,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ) as parent:
        assert parent.stdout
        child = Path("/proc", parent.stdout.readline().strip())
        qtbot.wait(100)
        assert child.exists()

        parent.kill()

        qtbot.waitUntil(lambda: not child.exists(), timeout=20_000)


def test_a_screen_whose_standard_input_ends_quits_as_if_its_window_were_closed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "screen", "exit", "--until-stdin-closes"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        cwd=TOP,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )

    assert (done.returncode, done.stderr) == (0, "")
