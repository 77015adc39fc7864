"""A screen that dies comes back by itself, and shows nothing of whoever stood before it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from kiosk.lab.bench.starts import SESSION_PAUSE_S
from kiosk.lab.running import RunningBranch
from tests.session.monitor import SETUP, WHY_NOT, alike, difference, monitor, until
from tests.session.twin import twin

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image
    from PySide6.QtGui import QGuiApplication

_LOOKS_AFTER = 5
"""Pictures after the start page is back: it stays."""


def test_the_bench_reckons_with_the_pause_that_a_session_makes() -> None:
    assert f"FIRST_PAUSE_MS={SESSION_PAUSE_S * 1000:.0f} " in (SETUP / "session").read_text()


@pytest.mark.skipif(bool(WHY_NOT), reason=f"not installed: {WHY_NOT}")
@pytest.mark.row("G1")
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_screen_that_died_shows_the_start_page_and_nothing_of_the_last_customer(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    del qapp
    with RunningBranch(tmp_path / "branch") as branch, monitor(tmp_path, branch.port) as glass:
        until(lambda: bool(glass.screens()), "the entrance")
        with twin(glass, branch.url) as customer:
            fresh = glass.picture()
            customer.touch("language")
            customer.touch("larger")
            customer.to_confirm()
        entered = glass.picture()
        (before,) = glass.screens()

        os.kill(before, signal.SIGKILL)
        until(lambda: not alike(glass.picture(), entered), "its window to go with it")
        seen: list[Image.Image] = []
        while not seen or not alike(seen[-1], fresh):
            seen.append(glass.picture())
            time.sleep(0.01)
        seen += [glass.picture() for _ in range(_LOOKS_AFTER)]

        assert difference(entered, fresh) > 0.1
        assert [each for each in seen if alike(each, entered)] == []
        assert all(alike(each, fresh) for each in seen[-_LOOKS_AFTER:])
        assert glass.screens() not in ([], [before])
