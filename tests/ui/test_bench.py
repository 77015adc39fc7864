"""The bench sees what it says it sees: frames at a tile, whole pictures, starts, slips. Its figures are tested nowhere."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QRect, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.lab.bench.screens import Frames, frames_until_pressed, repaints
from kiosk.lab.bench.slips import escpos_image, slip_rows
from kiosk.lab.bench.starts import start_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication

    from tests.ui.fake_branch import FakeBranch

TILE = QRect(20, 20, 100, 60)
WHOLE = QRect(0, 0, 200, 100)
AT_ONCE = "area.pressed ? 'teal' : 'white'"
NEVER = "'white'"
IN_FOUR_FRAMES = "area.pressed ? Qt.rgba(0, root.step / 3, 0, 1) : 'white'"


def said_by(program: str) -> list[str]:
    """Return the words a Python program of its own prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.fixture
def show(qapp: QGuiApplication) -> Iterator[Callable[[str], QQuickWindow]]:
    """Give a function that shows a window with one tile, its colour a JavaScript expression."""
    del qapp
    engine = QQmlApplicationEngine()

    def shown(colour: str) -> QQuickWindow:
        engine.loadData(
            f"""
            import QtQuick
            Window {{
                id: root

                property int step: 0

                onFrameSwapped: step = area.pressed ? Math.min(3, step + 1) : 0

                color: "beige"; height: {WHOLE.height()}; visible: true; width: {WHOLE.width()}
                Rectangle {{
                    color: {colour}
                    x: {TILE.x()}; y: {TILE.y()}; width: {TILE.width()}; height: {TILE.height()}
                    MouseArea {{ id: area; anchors.fill: parent }}
                }}
            }}
            """.encode(),
            QUrl(),
        )
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        QTest.qWait(50)
        return window

    yield shown
    engine.deleteLater()
    QTest.qWait(1)


def test_a_tile_that_yields_at_once_is_pressed_within_two_frames(
    show: Callable[[str], QQuickWindow],
) -> None:
    assert 1 <= frames_until_pressed(show(AT_ONCE), TILE) <= 2


def test_a_tile_that_never_yields_is_not_called_pressed(show: Callable[[str], QQuickWindow]) -> None:
    assert frames_until_pressed(show(NEVER), TILE) == 0


def test_a_tile_that_yields_step_by_step_is_pressed_with_its_last_one(
    show: Callable[[str], QQuickWindow],
) -> None:
    assert frames_until_pressed(show(IN_FOUR_FRAMES), TILE) == 4


def test_a_press_of_the_bench_leaves_the_tile_as_it_was(show: Callable[[str], QQuickWindow]) -> None:
    window = show(AT_ONCE)
    before = Frames(window, WHOLE).look()

    frames_until_pressed(window, TILE)

    assert Frames(window, WHOLE).look() == before


def test_every_repaint_is_timed_and_leaves_the_picture_as_it_was(show: Callable[[str], QQuickWindow]) -> None:
    window = show(AT_ONCE)
    before = Frames(window, WHOLE).look()

    durations = repaints(window, 5)

    assert len(durations) == 5
    assert min(durations) > 0
    assert Frames(window, WHOLE).look() == before


def test_a_start_is_watched_until_the_services_are_on_the_screen(branch: FakeBranch, tmp_path: Path) -> None:
    rows = list(start_rows(branch.url, tmp_path, 1))

    assert all("x bare window" in row.figure for row in rows)


def test_an_entrance_starts_without_what_it_shows_later_or_never() -> None:
    spared = [
        "asyncio",
        "structlog",
        "kiosk.screens.exit.model",
        "kiosk.screens.branch_map",
        "PySide6.QtTest",
    ]
    start = "import sys, kiosk.app.look, kiosk.screens.main, kiosk.screens.entrance.model"
    look = f"print(*(set({spared}) & sys.modules.keys()))"

    assert said_by(f"{start}; {look}") == []


def test_drawing_an_icon_on_nothing_loads_none_of_qts_flags() -> None:
    start = "import PySide6.QtCore as core, PySide6.QtSvg as svg, kiosk.screens.rows, kiosk.screens.svg"
    draw = "kiosk.screens.svg.drawn(svg.QSvgRenderer(b'<svg viewBox=\"0 0 4 4\"/>'), core.QSize(8, 8))"

    assert said_by(f"{start}; print({draw}.pixel(7, 7), 'Qt' in vars(core))") == ["0", "False"]


def test_a_slip_is_measured_beside_python_escpos(tmp_path: Path) -> None:
    raster, pdf = slip_rows(tmp_path / "branch", 1)

    assert "python-escpos" in raster.figure
    assert pdf.figure


def test_python_escpos_is_given_the_whole_picture() -> None:
    job = escpos_image(Image.new("L", (16, 8), 0))

    assert job == b"\x1dv0\x00" + bytes((2, 0, 8, 0)) + b"\xff" * 16
