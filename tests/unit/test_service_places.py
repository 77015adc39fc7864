"""Where settings send the branch service elsewhere, its unit lets it, and what it needs there is its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app import folders, service_places
from kiosk.app.cli import app
from kiosk.app.failures import ServiceTrouble
from kiosk.app.service_places import (
    allow,
    drop_in,
    further_places,
    make_own,
    make_usual,
    refuse_without,
    shut,
)
from tests.somebody_else import SOMEBODY, folder_of, needs_root, roof_for_everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = {
    "machine.data": Path("/srv/kiosk"),
    "backup.second": Path("/media/a 100% stick"),
    "branch.port": 1,
}

SITE = """\
[branch]
code = "0312"
bank = { zh = "示例银行", en = "Example Bank" }
name = { zh = "人民路支行", en = "Renmin Road Branch" }

[[machine]]
name = "front"
roles = ["branch"]
"""


def test_only_what_lies_elsewhere_needs_a_word_to_systemd() -> None:
    own = {
        "machine.data": "/var/lib/kiosk/branch",
        "backup.folder": "/srv/kiosk-backups/day",
        "logs.folder": None,
    }

    assert further_places(own) == ()
    assert drop_in(further_places(own)) == ""
    assert drop_in(further_places(ELSEWHERE)).splitlines()[1:] == [
        "[Service]",
        'ReadWritePaths="-/media/a 100%% stick"',
        'ReadWritePaths="-/srv/kiosk"',
    ]


def test_the_drop_in_is_written_once_and_goes_with_the_setting(tmp_path: Path) -> None:
    file = tmp_path / "unit.d" / "50-places.conf"

    done = [allow(values, file) for values in (ELSEWHERE, ELSEWHERE, {}, {})]

    assert done == [True, False, True, False]
    assert list(file.parent.iterdir()) == []


def test_systemd_understands_what_is_written(tmp_path: Path) -> None:
    unit = tmp_path / "kiosk-branch.service"
    unit.write_text("[Service]\nExecStart=/bin/true\n" + drop_in(further_places(ELSEWHERE)), "utf-8")

    words = ["systemd-analyze", "verify", "--man=no", str(unit)]
    said = subprocess.run(words, capture_output=True, text=True, check=False)

    assert "ReadWritePaths" not in said.stderr


def test_a_place_that_the_unit_keeps_shut_is_told() -> None:
    assert list(shut(ELSEWHERE, lambda: (Path("/srv"),))) == [Path("/media/a 100% stick")]
    assert list(shut({}, lambda: ())) == []
    assert list(shut(ELSEWHERE, lambda: None)) == []


@pytest.fixture
def _closed() -> Iterator[None]:
    """Root makes files for itself alone, as on a machine that was hardened."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@needs_root
@pytest.mark.usefixtures("_closed")
def test_folders_that_are_not_there_are_made_for_the_service() -> None:
    with roof_for_everybody() as roof:
        like = folder_of(SOMEBODY, roof / "branch")
        theirs = folder_of(SOMEBODY + 1, roof / "theirs")
        theirs.chmod(0o755)

        make_own({"machine.data": roof / "srv" / "kiosk", "backup.folder": theirs / "backups"}, like)

        assert ((roof / "srv").stat().st_uid, (roof / "srv").stat().st_mode & 0o777) == (0, 0o755)
        assert (roof / "srv" / "kiosk").stat().st_uid == SOMEBODY
        assert (theirs / "backups").stat().st_uid == SOMEBODY + 1


def a_kiosk_without_folders(roof: Path, monkeypatch: pytest.MonkeyPatch, *tmpfiles: str) -> Path:
    """Let this be a kiosk whose disk is not mounted, where `tmpfiles` makes folders; return where its data belong."""
    for module in (folders, service_places):
        monkeypatch.setattr(module, "MACHINE_DATA", roof / "branch")
        monkeypatch.setattr(module, "MACHINE_SCREENS", roof / "screens")
    (roof / "unit").touch()
    monkeypatch.setattr(folders, "_OF_THE_PACKAGE", roof / "unit")
    monkeypatch.setattr(service_places, "_TMPFILES", tmpfiles)
    monkeypatch.setenv("XDG_DATA_HOME", str(roof / "own"))
    monkeypatch.setenv("HOME", str(roof))
    return roof / "branch"


@pytest.mark.parametrize(
    "words", ["provision --from SITE --machine front", "backup", "enrol SITE", "restore SITE"]
)
def test_a_kiosk_whose_data_folder_is_missing_founds_no_branch_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    missing = a_kiosk_without_folders(tmp_path, monkeypatch, "false")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    site = tmp_path / "site.toml"
    site.write_text(SITE, "utf-8")
    (tmp_path / "kiosk.toml").touch()
    before = set(tmp_path.iterdir())

    named = ["--config", str(tmp_path / "kiosk.toml"), *words.replace("SITE", str(site)).split()]
    refused = CliRunner().invoke(app, named)

    assert (refused.exit_code, "no_data_folder" in refused.output) == (2, True), refused.output
    assert str(missing) in refused.output
    assert set(tmp_path.iterdir()) == before


@needs_root
def test_provisioning_has_the_folders_of_a_kiosk_made_as_its_package_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with roof_for_everybody() as roof:
        rules = roof / "kiosk.conf"
        data = a_kiosk_without_folders(roof, monkeypatch, "systemd-tmpfiles", "--create", str(rules))
        users = {data: SOMEBODY, roof / "screens": SOMEBODY + 1}
        rules.write_text(
            "".join(f"d {place} 0700 {user} {user} -\n" for place, user in users.items()), "utf-8"
        )

        make_usual()

        assert {place: place.stat().st_uid for place in users} == users
        refuse_without(data)


def test_who_is_not_root_is_told_so_and_a_folder_that_somebody_chose_is_nobodys_business(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = a_kiosk_without_folders(tmp_path, monkeypatch, "false")
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)

    with pytest.raises(PermissionError, match="branch"):
        make_usual()
    with pytest.raises(ServiceTrouble):
        refuse_without(missing)
    refuse_without(tmp_path / "chosen")
