"""A disk with no room is what keeps a new branch from starting: it is told before the service that does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from kiosk.app.doctor import place
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.table import examine
from kiosk.app.doctor.telling import lines
from kiosk.app.folders import Folders
from kiosk.app.settings import NO_POLICY, load

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("G1")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_full_disk_comes_before_the_service_that_cannot_start_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kiosk.toml").write_text('[machine]\nroles = ["branch"]\n', "utf-8")
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(place, "disk_usage", lambda _: Usage(1 << 40, 1 << 40, 0))
    look = Look(load(tmp_path / "kiosk.toml", {}, NO_POLICY), Folders(tmp_path / "data"))

    first = next(lines(examine(look, ["data", "service"])))

    assert first.startswith("磁盘空间：")
