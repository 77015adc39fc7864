"""A screen stands on the monitor it was given, says so if that is not there, and outlives its coming and going (C3)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk.screens.monitors import numbered

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("C3")
NAMES = ["eDP-1", "HDMI-2", "3"]
TWO = {
    "screens": [
        {"name": "desk", "x": 0, "y": 0, "width": 1280, "height": 1024},
        {"name": "panel", "x": 1280, "y": 0, "width": 1920, "height": 1080},
    ]
}
START = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest
from kiosk.screens.monitors import Post, monitors
app = QGuiApplication(sys.argv[:1])
desk, panel = sorted(app.screens(), key=lambda each: each.geometry().x())
there = [desk, panel]
post, window = Post(sys.argv[1], lambda: there), QQuickWindow()
def told():
    QTest.qWait(20)
    print(window.screen().name(), window.width(), window.isVisible())
"""

RUN = """
import sys
from PySide6.QtCore import QTimer
from kiosk.screens.main import Manner, application, quit_soon, run
app = application()
def tell():
    window = next(each for each in app.allWindows() if each.isVisible())
    print(window.screen().name(), window.width(), window.height(), window.cursor().shape().name)
    quit_soon()
QTimer.singleShot(0, tell)
manner = Manner(diagonal_in=55, monitor=sys.argv[1])
sys.exit(run("hall", "http://127.0.0.1:1", "hall-1", manner, full_screen=FULL_SCREEN))
"""


def started(folder: Path, monitor: str, program: str) -> tuple[list[str], str]:
    """Run a program before two monitors; return the lines it prints, and what it complains of."""
    file = folder / "monitors.json"
    file.write_text(json.dumps(TWO))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={file}"}
    command = [sys.executable, "-c", program, monitor]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines(), done.stderr


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("1", 0),
        ("2", 1),
        ("HDMI-2", 1),
        ("3", 2),
        ("4", None),
        ("0", None),
        ("-1", None),
        ("DP-9", None),
        ("²", None),
    ],
)
def test_a_monitor_is_wanted_by_its_name_or_its_number_from_one(wanted: str, place: int | None) -> None:
    assert numbered(wanted, NAMES) == place


@pytest.mark.parametrize("wanted", ["2", "panel"])
def test_a_screen_covers_the_second_monitor(tmp_path: Path, wanted: str) -> None:
    told, complaint = started(tmp_path, wanted, START + "post.keep(window, full_screen=True); told()")

    assert told == ["panel 1920 True"]
    assert "monitor" not in complaint


def test_a_monitor_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    told, complaint = started(tmp_path, "7", START + "post.keep(window, full_screen=True); told()")

    assert told == ["desk 1280 True"]
    assert "there is no monitor 7; there are 1 (desk, 1280 x 1024), 2 (panel, 1920 x 1080)" in complaint


def test_a_screen_moves_when_its_monitor_goes_and_back_when_it_returns(tmp_path: Path) -> None:
    coming_and_going = """
post.keep(window, full_screen=True); told()
there.remove(panel); app.screenRemoved.emit(panel); told()
there.append(panel); app.screenAdded.emit(panel); told()
post.leave(); app.screenRemoved.emit(panel); told()
"""

    told, _ = started(tmp_path, "2", START + coming_and_going)

    assert told == ["panel 1920 True", "desk 1280 True", "panel 1920 True", "panel 1920 True"]


def test_a_window_of_its_own_size_stands_aside_on_its_monitor(tmp_path: Path) -> None:
    told, _ = started(
        tmp_path,
        "2",
        START
        + "window.resize(600, 400); post.keep(window, full_screen=False, aside=50); told(); print(window.x() - 1280)",
    )

    assert told == ["panel 600 True", "50"]


def test_the_hall_covers_its_panel_and_shows_no_pointer(tmp_path: Path) -> None:
    told, _ = started(tmp_path, "panel", RUN.replace("FULL_SCREEN", "True"))

    assert told == ["panel 1920 1080 BlankCursor"]


def test_the_hall_in_a_window_lies_and_leaves_the_desktop_some_room(tmp_path: Path) -> None:
    told, _ = started(tmp_path, "1", RUN.replace("FULL_SCREEN", "False"))

    screen, width, height, pointer = told[0].split()
    assert (screen, pointer) == ("desk", "ArrowCursor")
    assert int(width) * 9 // 16 == int(height)
    assert int(width) < 1280
