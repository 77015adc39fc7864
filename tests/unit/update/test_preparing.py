"""Preparing an update for the updater, the publisher's keys, and what the commands say."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final, get_args

import pytest
from typer.testing import CliRunner

from kiosk import __version__
from kiosk.app.cli import app
from kiosk.app.update.checking import opened_update
from kiosk.app.update.contents import APP, SETUP
from kiosk.app.update.preparing import alone, prepare
from kiosk.app.update.refusals import Refused
from kiosk.app.update.release_keys import load_private, new_key, public_text, trusted
from kiosk.app.update.standing import Phase, Standing, standing
from kiosk.app.update.telling import status_lines
from tests.unit.update.update_files import KEY, deb, update_file

pytestmark = pytest.mark.row("G1")

PUBLIC: Final = KEY.public_key()


def test_a_prepared_update_holds_the_packages_and_the_plan_of_the_updater(tmp_path: Path) -> None:
    updates = tmp_path / "updates"
    with opened_update(update_file(tmp_path), (PUBLIC,)) as update, alone(updates):
        prepare(update, "1.0.0", Path("/var/lib/kiosk/branch"), updates)

    assert sorted(file.name for file in (updates / "next/new").iterdir()) == [f"{APP}.deb", f"{SETUP}.deb"]
    plan = (updates / "next/plan").read_text().splitlines()
    assert plan == ["from=1.0.0", "to=1.1.0", "data=/var/lib/kiosk/branch", "patience=60"]


def test_what_was_prepared_before_and_never_begun_makes_way(tmp_path: Path) -> None:
    (tmp_path / "next/old").mkdir(parents=True)
    with opened_update(update_file(tmp_path), (PUBLIC,)) as update:
        prepare(update, "1.0.0", tmp_path, tmp_path)

    assert not (tmp_path / "next/old").exists()


def test_a_second_update_is_refused_while_one_is_prepared(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Refused) as caught, alone(tmp_path):
        pass

    assert (caught.value.code, caught.value.exit_code) == ("under_way", 12)


def test_a_new_key_signs_what_its_public_half_trusts(tmp_path: Path) -> None:
    public = new_key(tmp_path / "release")
    key = load_private(tmp_path / "release")

    assert stat.S_IMODE((tmp_path / "release").stat().st_mode) == 0o600
    assert public == public_text(key) == (tmp_path / "release.pub").read_text().strip()
    with opened_update(update_file(tmp_path, key=key), trusted((), tmp_path)):
        pass
    with pytest.raises(FileExistsError):
        new_key(tmp_path / "release")


def test_keys_of_the_settings_stand_in_for_those_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "one.pub").write_text("not a key")

    assert len(trusted((public_text(KEY),), tmp_path)) == 1
    with pytest.raises(Refused, match="no key file"):
        trusted((), tmp_path)
    with pytest.raises(Refused, match="trusts no release key"):
        trusted((), tmp_path / "empty")


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\n", bytes(32)])
def test_what_is_no_private_key_signs_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(Refused, match="no key file"):
        load_private(tmp_path / "key")


def test_the_standing_is_read_from_what_the_updater_leaves(tmp_path: Path) -> None:
    assert standing(tmp_path) == Standing()
    current = tmp_path / "current"
    current.mkdir()
    (current / "is-undone").touch()
    (current / "plan").write_text("from=1.0.0\nto=1.1.0\ndata=/x\n")
    (current / "why").write_text("没有通过自检。 It was not well.\n")

    found = standing(tmp_path)

    assert found == Standing("undone", "1.0.0", "1.1.0", "没有通过自检。 It was not well.")
    assert status_lines(found) == ["已退回 1.0.0。 1.0.0 is back.", "没有通过自检。 It was not well."]


@pytest.mark.parametrize("phase", get_args(Phase))
def test_each_phase_has_words(phase: Phase) -> None:
    (line,) = status_lines(Standing(phase, "1.0.0", "1.1.0"))

    assert "{" not in line


def test_the_publishers_commands_make_a_file_that_a_machine_checks(tmp_path: Path) -> None:
    def run(*words: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(map(str, words)), env={"KIOSK_UPDATE_KEYS": public})
        return result.exit_code, result.output

    public = ""
    code, public = run("update", "new-key", tmp_path / "key")
    public = public.strip()
    packages = [deb(tmp_path, APP, __version__), deb(tmp_path, SETUP, __version__, "all")]
    made = run(
        "update", "pack", *packages, "--key", tmp_path / "key", "--needs", __version__, "--to", tmp_path
    )
    file = tmp_path / f"kiosk-{__version__}_amd64.kiosk-update"

    assert (code, made) == (0, (0, f"{file}\n"))
    # A checkout is no installation: everything else about the file was right before that was looked at.
    code, said = run("update", "check", file)
    assert (code, said.split(":")[:2]) == (13, ["kiosk", " not_installed"])


def test_packages_of_another_version_than_the_program_that_packs_them_are_refused(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    words = ["update", "pack", deb(tmp_path, APP, "9.9.9"), "--key", tmp_path / "key", "--needs", "1.0.0"]

    result = CliRunner().invoke(app, list(map(str, words)))

    assert result.exit_code == 2
    assert result.output.startswith("kiosk: other_program: ")
