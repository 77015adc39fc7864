"""Uninstalling keeps the data or destroys them as asked; keys first, and an interrupted wipe is taken up again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from typer.testing import CliRunner

from kiosk.app import uninstall
from kiosk.app.cli import app
from kiosk.app.uninstall import holding, wipe
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.backup import backup
from kiosk.records.database.problems import StoreProblem
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from click.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "branch"
    with Store.open(folder) as store:
        write_down(store, two_days(3).recorded)
    (folder / "keys" / "vault").mkdir(exist_ok=True)
    (folder / "keys" / "vault" / "2026-11-21.contact.key").write_bytes(b"k" * 32)
    backup(folder, folder / "backups")
    (folder / "slips").mkdir()
    (folder / "slips" / "a.png").write_bytes(b"png")
    return folder


def asked(data: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["uninstall", "--data", str(data), *words], input=typed)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_kept_data_are_untouched_and_the_packages_command_is_told(data: Path) -> None:
    before = everything(data)

    told = asked(data, "--keep-data")

    assert told.exit_code == 0
    assert "apt-get purge" in told.output
    assert everything(data) == before


def test_what_will_go_is_told_and_goes_when_the_code_is_typed(data: Path) -> None:
    told = asked(data, "--wipe-data", typed="b1\n")

    assert told.exit_code == 0, told.output
    for name in ("backups", "database", "keys", "slips"):
        assert f"  {name}  " in told.output
    assert not data.exists()


@pytest.mark.parametrize("typed", ["", "b2\n", "B1\n"])
def test_without_the_right_code_nothing_is_touched(data: Path, typed: str) -> None:
    before = everything(data)

    told = asked(data, "--wipe-data", typed=typed)

    assert told.exit_code == 1
    assert "not_confirmed" in told.output
    assert everything(data) == before


def test_a_running_service_keeps_its_data(data: Path) -> None:
    with Store.open(data):
        told = asked(data, "--wipe-data", "--branch-code", "b1")

    assert told.exit_code == 2
    assert "locked" in told.output
    assert (data / "keys" / "database.key").exists()


def test_neither_or_both_ways_are_refused(data: Path) -> None:
    assert asked(data).exit_code == 2
    assert asked(data, "--keep-data", "--wipe-data").exit_code == 2


def test_a_folder_with_nothing_in_it_needs_no_wiping(tmp_path: Path) -> None:
    assert asked(tmp_path / "none", "--wipe-data").exit_code == 0
    assert not (tmp_path / "none").exists()


class _Killed(BaseException):
    pass


def test_interrupted_at_any_step_the_keys_went_first_and_the_next_run_ends_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = shutil.copytree(data, tmp_path / "kept")
    steps = 0
    while True:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(kept, data)
        if _wiped_but_for(data, steps, monkeypatch):
            break
        if BranchFiles(data).home.exists() and not (data / "keys" / "database.key").exists():
            with pytest.raises(StoreProblem):
                Store.open(data)
            assert holding(data).begun
        wipe(data)
        assert not data.exists()
        steps += 1
    assert steps >= 8


def _wiped_but_for(data: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Wipe, killed after so many deletions; True: it came to its end before that."""
    left = [steps]
    unlink, rmtree = Path.unlink, shutil.rmtree

    def count(act: Any, *args: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        if left[0] == 0:
            raise _Killed
        left[0] -= 1
        act(*args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", lambda *args, **named: count(unlink, *args, **named))
        patched.setattr(cast("Any", uninstall).shutil, "rmtree", lambda *args: count(rmtree, *args))
        try:
            wipe(data)
        except _Killed:
            return False
    return True


def test_without_its_keys_no_backup_opens(data: Path, tmp_path: Path) -> None:
    outside = shutil.copytree(data / "backups", tmp_path / "stick")
    wipe(data)

    told = CliRunner().invoke(app, ["restore", str(next(outside.iterdir())), "--data", str(data)])

    assert told.exit_code == 2
    assert not BranchFiles(data).home.exists()
