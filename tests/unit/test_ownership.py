"""What root did in the folders of the service's own user is that user's when a command ends, and a kiosk has its folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.app import folders
from kiosk.app.folders import Folders, default_folders
from kiosk.app.ownership import give_back

if TYPE_CHECKING:
    from pathlib import Path

SOMEBODY = 12_345
needs_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")


@needs_root
def test_what_root_made_in_the_folder_of_another_is_given_to_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "branch.key").write_bytes(b"key")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"not theirs")
    (data / "linked").symlink_to(elsewhere)
    os.link(elsewhere, data / "second-name")
    os.chown(data, SOMEBODY, SOMEBODY)

    give_back(Folders(data))

    assert {(data / name).lstat().st_uid for name in ("keys", "keys/branch.key", "linked")} == {SOMEBODY}
    assert elsewhere.stat().st_uid == 0


@needs_root
def test_a_link_put_where_a_folder_just_stood_gives_nothing_elsewhere_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, elsewhere, look = tmp_path / "data", tmp_path / "elsewhere", os.stat
    for folder in (data / "slips", elsewhere):
        folder.mkdir(parents=True)
        (folder / "shadow").write_bytes(b"")
    os.chown(data, SOMEBODY, SOMEBODY)

    def swapped(path: str | Path | int, **how: Any) -> os.stat_result:  # noqa: ANN401 - as os.stat takes it
        if str(path).endswith("shadow") and not (data / "slips").is_symlink():
            (data / "slips").rename(data / "moved")
            (data / "slips").symlink_to(elsewhere)
        return look(path, **how)

    monkeypatch.setattr(os, "stat", swapped)
    give_back(Folders(data))
    monkeypatch.undo()

    assert (data / "slips").is_symlink()
    assert (data / "moved/shadow").stat().st_uid == SOMEBODY
    assert (elsewhere / "shadow").stat().st_uid == 0


@needs_root
def test_in_a_folder_of_roots_own_nothing_changes(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    os.chown(tmp_path / "file", SOMEBODY, SOMEBODY)

    give_back(Folders(tmp_path))

    assert (tmp_path / "file").stat().st_uid == SOMEBODY


def test_on_a_kiosk_branch_and_screens_keep_what_is_theirs_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, screens = tmp_path / "branch", tmp_path / "screens"
    monkeypatch.setattr(folders, "MACHINE_DATA", here)
    monkeypatch.setattr(folders, "MACHINE_SCREENS", screens)
    before = default_folders(demonstration=False).root
    here.mkdir()

    found = default_folders(demonstration=False)

    assert before != here
    assert (found.root, found.paired) == (here, screens / "devices")
    assert Folders(tmp_path).paired == tmp_path / "devices"
    assert default_folders(demonstration=True).root != here
