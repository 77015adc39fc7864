"""Root works in the folders of others as their owner: no link put there makes it write, read or delete what is its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app import folders
from kiosk.app.cli import app
from kiosk.app.folders import Folders, default_folders
from kiosk.app.measured import measured_in
from kiosk.app.ownership import as_ourselves, as_owner_of, handed_out, lent
from kiosk.app.paired import Paired, keep_paired, paired_as
from kiosk.records.database.problems import StoreProblem
from tests.somebody_else import (
    SOMEBODY,
    folder_of,
    needs_a_python_of_everybodys,
    needs_root,
    roof_for_everybody,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SCREENS = 12_346
STAYING = """
import os, pathlib, sys
from kiosk.app.ownership import as_ourselves, as_owner_of, for_good
with as_owner_of(pathlib.Path(sys.argv[1])):
    for_good()
    with as_ourselves():
        print(*os.getresuid(), *os.getresgid())
"""
pytestmark = needs_root


@pytest.fixture
def roof() -> Iterator[Path]:
    with roof_for_everybody() as folder:
        yield folder


@pytest.fixture
def data(roof: Path) -> Path:
    """The data folder of somebody else."""
    return folder_of(SOMEBODY, roof / "data")


def test_what_root_makes_in_the_folder_of_another_is_theirs_and_so_is_what_it_starts(data: Path) -> None:
    with as_owner_of(data / "not" / "there"):
        (data / "keys").mkdir()
        said = subprocess.run(["id", "-u"], capture_output=True, check=True).stdout
        with as_ourselves():
            root_again = os.geteuid()
        still = os.geteuid()

    assert (data / "keys").stat().st_uid == SOMEBODY
    assert (int(said), root_again, still, os.geteuid()) == (SOMEBODY, 0, SOMEBODY, 0)


def test_a_service_has_no_way_back_to_root(data: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", STAYING, data], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )

    assert said.stdout.split() == [str(SOMEBODY)] * 6
    assert said.stderr == ""


def test_a_service_begun_in_roots_own_folder_leaves_it_for_its_workers_begin_where_it_is(
    roof: Path, data: Path
) -> None:
    own = roof / "roots"
    own.mkdir(mode=0o700)
    words = [sys.executable, "-c", f"{STAYING}    print(os.getcwd())\n", str(data)]

    said = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=True,
        cwd=own,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )

    assert said.stdout.splitlines()[-1] == "/"


def test_a_link_to_what_is_roots_opens_nothing_to_whoever_put_it_there(roof: Path, data: Path) -> None:
    secret = roof / "shadow"
    secret.write_bytes(b"root's")
    secret.chmod(0o600)
    (data / "keys").symlink_to(roof)

    with as_owner_of(data / "keys" / "shadow"):
        for mode in ("rb", "r+b", "ab"):
            with pytest.raises(PermissionError):
                (data / "keys" / "shadow").open(mode)

    assert secret.read_bytes() == b"root's"


def test_nothing_is_wiped_that_a_link_among_the_keys_points_at(roof: Path, data: Path) -> None:
    secret = roof / "shadow"
    secret.write_bytes(b"root's")
    (data / "keys").mkdir()
    (data / "keys" / "database.key").symlink_to(secret)

    CliRunner().invoke(app, ["uninstall", "--wipe-data", "--branch-code", "data", "--data", str(data)])

    assert secret.read_bytes() == b"root's"
    assert os.geteuid() == 0


@needs_a_python_of_everybodys
def test_a_command_of_roots_leaves_nothing_of_roots_in_the_folder_of_another(data: Path) -> None:
    shutil.copytree("resources/catalogue", data / "catalogue")

    for words in (["verify"], ["doctor", "--health"], ["printer", "--test"], ["restore-drill"]):
        CliRunner().invoke(app, [*words, "--data", str(data)])

    made = [path for path in data.rglob("*") if "catalogue" not in path.parts]
    assert {path.stat().st_uid for path in made} == {SOMEBODY}
    assert any(path.parent.name == "slips" for path in made)


def test_what_somebody_named_is_lent_to_the_owner_and_handed_out_by_root(roof: Path, data: Path) -> None:
    stick = roof / "stick"
    stick.mkdir(mode=0o700)
    (stick / "voucher").write_bytes(b"brought")

    with as_owner_of(data):
        with lent(stick / "voucher", data) as ours:
            brought = ours.read_bytes()
        with handed_out(stick, data, "csv") as place:
            (place / "csv").mkdir()
            (place / "csv" / "table").write_bytes(b"taken away")
            (place / "csv" / "table").chmod(0o600)
            (place / "csv" / "link").symlink_to("/etc/passwd")

    assert brought == b"brought"
    assert sorted(str(path.relative_to(stick)) for path in stick.rglob("*")) == [
        "csv",
        "csv/table",
        "voucher",
    ]
    assert (stick / "csv" / "table").read_bytes() == b"taken away"
    assert (stick / "csv" / "table").stat().st_mode & 0o777 == 0o600
    assert list(data.iterdir()) == []


def test_what_is_wrong_with_what_was_lent_is_told_of_the_file_that_somebody_named(
    roof: Path, data: Path
) -> None:
    named = roof / "roots.kiosk-backup"
    named.touch(mode=0o600)

    with as_owner_of(data), pytest.raises(StoreProblem) as told, lent(named, data) as ours:
        raise StoreProblem("no_backup", ours)

    assert ours != named
    assert told.value.path == named


def test_a_link_on_a_stick_is_neither_read_nor_written_through(roof: Path, data: Path) -> None:
    stick, secret = roof / "stick", roof / "shadow"
    stick.mkdir(mode=0o700)
    secret.write_bytes(b"root's")
    secret.chmod(0o600)
    for name in ("voucher", "taken.draft"):
        (stick / name).symlink_to(secret)

    with as_owner_of(data):
        with pytest.raises(OSError, match="symbolic"), lent(stick / "voucher", data):
            pass
        with handed_out(stick, data, "taken*") as place:
            (place / "taken").write_bytes(b"taken away")

    assert secret.read_bytes() == b"root's"
    assert (stick / "taken").read_bytes() == b"taken away"


def test_nothing_is_handed_out_that_was_not_asked_for_nor_anything_that_runs_as_root(
    roof: Path, data: Path
) -> None:
    own = roof / "roots"
    own.mkdir(mode=0o700)
    (own / ".bashrc").write_bytes(b"root's")

    with as_owner_of(data), handed_out(own, data, "*.kiosk-backup") as place:
        (place / ".bashrc").write_bytes(b"theirs")
        (place / "a.kiosk-backup").write_bytes(b"a program")
        (place / "a.kiosk-backup").chmod(0o6755)

    assert (own / ".bashrc").read_bytes() == b"root's"
    assert (own / "a.kiosk-backup").stat().st_mode & 0o7000 == 0


def test_a_screen_keeps_its_own_under_its_own_user_whoever_works_for_the_branch(
    roof: Path, data: Path
) -> None:
    screens = folder_of(SCREENS, roof / "screens")

    (screens / "screens").mkdir()
    (screens / "screens" / "hall.inches").write_text("43.5", "utf-8")

    with as_owner_of(data):
        assert measured_in(screens / "screens", "hall") == 43.5
        made = keep_paired(screens / "devices", Paired("http://127.0.0.1:1", "front", "entrance", "token"))
        found = paired_as(screens / "devices", "entrance")

    assert {made.stat().st_uid, made.parent.stat().st_uid} == {SCREENS}
    assert made.stat().st_mode & 0o777 == 0o600
    assert found is not None
    assert found.device == "front"


def test_in_a_folder_of_roots_own_root_stays_root(roof: Path) -> None:
    with as_owner_of(roof / "file"):
        assert os.geteuid() == 0


def test_on_a_kiosk_branch_and_screens_keep_what_is_theirs_apart_wherever_the_data_lie(
    roof: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, screens = roof / "branch", roof / "screens"
    monkeypatch.setattr(folders, "MACHINE_DATA", here)
    monkeypatch.setattr(folders, "MACHINE_SCREENS", screens)
    before = default_folders(demonstration=False).root
    (roof / "unit").touch()
    monkeypatch.setattr(folders, "_OF_THE_PACKAGE", roof / "unit")
    unmounted = default_folders(demonstration=False).root
    monkeypatch.setattr(folders, "_OF_THE_PACKAGE", roof / "no unit")
    here.mkdir()

    found = default_folders(demonstration=False)

    assert before != here
    assert unmounted == here
    assert (found.root, found.paired, found.theme) == (here, screens / "devices", screens / "theme")
    assert Folders(roof / "srv", screens=screens).paired == screens / "devices"
    assert Folders(roof).paired == roof / "devices"
    assert default_folders(demonstration=True).root != here
