"""A kiosk that was installed and not set up yet: what to do first is to set it up, whatever else it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.app.doctor import set_up
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.table import examine
from kiosk.app.doctor.telling import lines
from kiosk.app.folders import Folders
from kiosk.app.settings import NO_POLICY, load

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("G1")


@pytest.mark.parametrize(
    ("kiosk", "first"), [(True, "kiosk provision --from /media/site.toml."), (False, "")]
)
def test_a_kiosk_without_settings_is_sent_to_the_stick_and_another_machine_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, kiosk: bool, first: str
) -> None:
    (tmp_path / "kiosk.toml").write_text("", "utf-8")
    monkeypatch.setattr(set_up, "is_kiosk", lambda: kiosk)
    look = Look(load(tmp_path / "kiosk.toml", {}, NO_POLICY), Folders(tmp_path / "data"))

    said = next(lines(examine(look, ["settings", "sound"])))

    assert said.startswith("设置：") is kiosk
    assert first in said
