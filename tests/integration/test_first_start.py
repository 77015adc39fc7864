"""A real branch that starts for the first time: it has a code of its own or is not born, and says where to go on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.failures import ServiceTrouble
from kiosk.app.first_start import refuse_unnamed
from tests.own_files import own_files

if TYPE_CHECKING:
    from pathlib import Path


def test_no_real_branch_is_born_as_the_one_shipped_and_the_command_says_what_to_do(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["branch", "--data", str(tmp_path), "--port", "0"])

    assert refused.exit_code == 2
    assert "no_branch_code" in refused.output
    assert str(tmp_path / "catalogue") in refused.output
    assert "--demonstration" in refused.output
    assert list(tmp_path.iterdir()) == []


def test_files_that_were_only_copied_do_not_name_a_branch_either(tmp_path: Path) -> None:
    own_files(tmp_path, code="demo")

    with pytest.raises(ServiceTrouble, match=r"branch\.toml"):
        refuse_unnamed(tmp_path)


def test_a_branch_that_was_born_before_goes_on_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "database").mkdir()

    refuse_unnamed(tmp_path)


def test_a_branch_with_a_code_of_its_own_starts_and_says_where_the_first_manager_is_made(
    tmp_path: Path,
) -> None:
    own_files(tmp_path)
    words = [sys.executable, "-m", "kiosk", "branch", "--until-stdin-closes", "--data", str(tmp_path)]
    with subprocess.Popen(
        [*words, "--port", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        while not (tmp_path / "service.json").exists():
            time.sleep(0.02)
        url = json.loads((tmp_path / "service.json").read_text())["url"]
        said, _ = child.communicate(b"", 60)

    assert f"{url}/setup" in said.decode("utf-8")
