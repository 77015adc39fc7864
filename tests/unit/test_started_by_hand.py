"""`kiosk` with no command: on a kiosk it says what starts it, and starts neither that nor a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app import demonstration, folders, roles
from kiosk.app.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.row("G1")
STARTED = 42


@pytest.fixture(autouse=True)
def _nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((demonstration, "demonstrate"), (roles, "run_roles")):
        monkeypatch.setattr(module, name, lambda *_: STARTED)


def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, *, kiosk: bool) -> Result:
    """Type `kiosk` on a machine with these settings."""
    unit, config = tmp_path / "kiosk-branch.service", tmp_path / "kiosk.toml"
    if kiosk:
        unit.touch()
    config.write_text(settings, "utf-8")
    monkeypatch.setattr(folders, "_OF_THE_PACKAGE", unit)
    return CliRunner().invoke(app, ["--config", str(config)])


@pytest.mark.parametrize(
    ("settings", "code", "next_step"),
    [
        ("", "not_set_up", "kiosk provision --from /media/site.toml --machine"),
        ('[machine]\nroles = ["branch"]', "starts_by_itself", "systemctl status kiosk-branch"),
        (
            '[machine]\nroles = ["branch", "entrance"]',
            "starts_by_itself",
            "systemctl status kiosk-branch kiosk-session",
        ),
        ('[machine]\nroles = ["hall"]', "starts_by_itself", "systemctl status kiosk-session"),
    ],
    ids=["nothing", "branch", "branch and screen", "screen"],
)
def test_on_a_kiosk_nothing_is_started_by_hand_and_the_next_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, code: str, next_step: str
) -> None:
    refused = started(tmp_path, monkeypatch, settings, kiosk=True)

    assert refused.exit_code == 2
    assert refused.output.startswith(f"kiosk: {code}: ")
    assert refused.output.count(next_step) == 2, "once in each language"


@pytest.mark.parametrize("settings", ["", '[machine]\nroles = ["branch", "hall"]'], ids=["nothing", "roles"])
def test_on_any_other_machine_it_starts_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    assert started(tmp_path, monkeypatch, settings, kiosk=False).exit_code == STARTED


def test_headquarters_which_no_unit_of_a_kiosk_starts_is_started_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = '[machine]\nroles = ["headquarters"]'

    assert started(tmp_path, monkeypatch, settings, kiosk=True).exit_code == STARTED
