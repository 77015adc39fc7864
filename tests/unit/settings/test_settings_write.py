"""Writing settings: what was written is what is read, whole or not at all, and secrets are for the owner alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.app.settings import NO_POLICY, BadSettings, load, write

WRITTEN = {
    "machine.roles": ("branch", "entrance"),
    "machine.data": Path("/var/lib/kiosk/branch"),
    "screen.monitor": 'a "quoted" \\ name 屏',
    "screen.full_screen": True,
    "screen.diagonal_in": 21.5,
    "branch.port": None,
}


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"

    write(file, WRITTEN)

    found = load(file, {}, NO_POLICY)
    assert {name: found.value(name) for name in found.origins} == {
        name: value for name, value in WRITTEN.items() if value is not None
    }
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_everybody_may_read_a_new_one_unless_it_holds_a_secret(tmp_path: Path) -> None:
    openly, closed = tmp_path / "kiosk.toml", tmp_path / "other.toml"

    write(openly, {"branch.port": 1})
    write(closed, {"headquarters.urls": ["postgresql://kiosk@db1/kiosk"]})

    assert [file.stat().st_mode & 0o777 for file in (openly, closed)] == [0o644, 0o600]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o644, 0o600])
def test_a_service_that_could_read_it_can_read_it_still_whatever_it_holds(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("", "utf-8")
    file.chmod(mode)

    write(file, {"headquarters.urls": ["postgresql://kiosk@db1/kiosk"]})

    assert file.stat().st_mode & 0o777 == mode


def test_a_wrong_value_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    write(file, {"branch.port": 1})

    with pytest.raises(BadSettings, match=r"branch\.port.*\n?.*branch\.prot"):
        write(file, {"branch.port": 99_999, "branch.prot": 2})

    assert load(file, {}, NO_POLICY).branch.port == 1
    assert list(tmp_path.iterdir()) == [file]
