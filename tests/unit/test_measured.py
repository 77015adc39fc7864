"""A screen measured with a ruler starts in its true size the next time; a file that is no size changes nothing (G1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.app.measured import keep_measured, measured_in, ports_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("G1")


def test_what_was_measured_is_there_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "screens"

    assert measured_in(folder, "entrance") is None
    assert ports_of(folder, "entrance").keep_diagonal(20.95)
    assert measured_in(folder, "entrance") == 20.95
    assert measured_in(folder, "exit") is None


@pytest.mark.parametrize("text", ["", "large", "nan", "inf", "3", "900"])
def test_what_is_no_size_counts_as_not_measured(tmp_path: Path, text: str) -> None:
    (tmp_path / "hall.inches").write_text(text, "utf-8")

    assert measured_in(tmp_path, "hall") is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "screens").write_text("a file in its place", "utf-8")

    assert not keep_measured(tmp_path / "screens", "hall", 55.0)


def test_a_restart_is_offered_only_where_somebody_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    assert not ports_of(tmp_path, "hall").supervised
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    assert ports_of(tmp_path, "hall").supervised
