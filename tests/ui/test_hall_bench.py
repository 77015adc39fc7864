"""The bench sees a call come up in the hall. Its figures are tested nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.lab.bench.hall import hall_rows
from kiosk.lab.running import RunningBranch

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication


@pytest.mark.row("C3")
def test_a_call_is_watched_from_the_tellers_tap_to_the_flash_in_the_hall(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    del qapp
    with RunningBranch(tmp_path) as service:
        frames, tap = hall_rows(service, 1)

    assert frames.figure.endswith("of 1 calls")
    assert tap.figure.startswith("p50 ")
