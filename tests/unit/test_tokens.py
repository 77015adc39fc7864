"""Device tokens in their files: what a disk, a name or a stranger's hand can do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.access import tokens as module
from kiosk.branch.access.tokens import Tokens
from kiosk.records.database.problems import StoreProblem

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("F3")


def test_a_token_is_known_after_a_restart_and_no_longer_once_it_was_let_go(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "devices")
    token = tokens.issue("hall-1")

    assert Tokens(tmp_path / "devices").name_of(token) == tokens.name_of(token) == "hall-1"
    tokens.revoke("hall-1")
    assert Tokens(tmp_path / "devices").name_of(token) is tokens.name_of(token) is None


@pytest.mark.parametrize("damaged", [b"\xff\xfe\x00", b"", b"hall-2", b"a\nb\nc\n"])
def test_a_damaged_file_keeps_no_other_device_out(tmp_path: Path, damaged: bytes) -> None:
    token = Tokens(tmp_path).issue("hall-1")
    (tmp_path / "0.token").write_bytes(damaged)
    (tmp_path / "1.token").mkdir()

    assert Tokens(tmp_path).name_of(token) == "hall-1"


def test_names_that_some_disks_take_for_one_or_for_a_device_of_theirs_have_files_of_their_own(
    tmp_path: Path,
) -> None:
    tokens = Tokens(tmp_path)
    names = ["Hall-1", "hall-1", "CON", "nul", "a."]

    issued = [tokens.issue(name) for name in names]

    assert [Tokens(tmp_path).name_of(token) for token in issued] == names
    assert len({path.name.lower() for path in tmp_path.iterdir()}) == len(names)
    assert all(set(path.stem) <= set("0123456789abcdef") for path in tmp_path.iterdir())


def test_a_token_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = Tokens(tmp_path)
    before = tokens.issue("hall-1")

    def fails(_: Path, __: bytes) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(module, "write_anew", fails)

    with pytest.raises(StoreProblem, match="disk") as raised:
        tokens.issue("hall-1")
    assert raised.value.code in {"disk_fault", "disk_full"}
    assert tokens.name_of(before) == "hall-1"
