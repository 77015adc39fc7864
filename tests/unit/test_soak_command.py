"""`kiosk soak`: what it is asked, what it writes, and the exit code it ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.failures import EXIT_ENVIRONMENT
from kiosk.lab import soak
from kiosk.lab.soak import NotEmpty, Plan, Report, run_soak

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(("sound", "code"), [(True, 0), (False, 1)])
def test_the_report_is_shown_and_kept_and_decides_the_exit_code(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sound: bool,  # noqa: FBT001
    code: int,
) -> None:
    asked: list[Plan] = []

    def pretended(plan: Plan, folder: Path | None, say: Callable[[str], None]) -> Report:
        asked.append(plan)
        assert folder is None
        say("day 1 of 3")
        return Report(("measured", "the same"), sound)

    monkeypatch.setattr(soak, "run_soak", pretended)
    file = tmp_path / "soak.txt"

    ran = CliRunner().invoke(app, ["soak", "--days", "3", "--fault-every", "30", "--report", str(file)])

    assert ran.exit_code == code
    assert asked == [Plan(days=3, seed=1, fault_every_min=30, load=1.0)]
    assert ran.output.splitlines() == ["day 1 of 3", "", "measured", "the same"]
    assert file.read_text("utf-8") == "measured\nthe same\n"


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "disturbed" / "database"
    kept.mkdir(parents=True)

    ran = CliRunner().invoke(app, ["soak", "--data", str(tmp_path)])

    assert ran.exit_code == EXIT_ENVIRONMENT
    assert "is not empty" in ran.output
    assert kept.is_dir()


def test_nothing_is_started_for_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "undisturbed").mkdir()
    (tmp_path / "undisturbed" / "note").touch()

    with pytest.raises(NotEmpty, match="another folder"):
        run_soak(Plan(days=1), tmp_path, print)

    assert not (tmp_path / "undisturbed" / "database").exists()
