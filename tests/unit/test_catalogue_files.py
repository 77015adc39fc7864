"""Loading the catalogue from its folder: a bad file is named by file, key and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.strict_table import Problem
from kiosk.wire.catalogue_files import load_branch_plan, load_catalogue
from tests.catalogue_samples import FOLDER, shipped_catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder: Path) -> tuple[Problem, ...]:
    found = load_catalogue(folder)
    assert isinstance(found, tuple)
    return found


def test_a_bad_edit_is_named_by_file_key_and_reason(folder: Path) -> None:
    edit(folder / "personal.toml", "minutes = 6", "minutes = 0")

    problems = problems_of(folder)

    assert [str(problem) for problem in problems] == [
        "personal.toml: service.deposit.minutes: is out of range; write a number from 1 to 240"
    ]


def test_a_file_that_is_no_toml_is_named_by_its_line(folder: Path) -> None:
    edit(folder / "enquiry.toml", 'series = "D"', 'series = "D')

    (problem,) = problems_of(folder)

    assert (problem.file, problem.key) == ("enquiry.toml", "line 6")
    assert "not valid TOML" in problem.reason


@pytest.mark.parametrize(
    ("content", "key", "reason"),
    [
        (b"a = 1\nb = '\xff'\n", "line 2", "not UTF-8"),
        (b"a = " + b"[" * 5_000, "", "too deeply"),
        (b"a = {", "line 1", "not valid TOML"),
    ],
)
def test_a_file_of_rubbish_is_a_problem_and_no_crash(
    folder: Path, content: bytes, key: str, reason: str
) -> None:
    (folder / "special.toml").write_bytes(content)

    (problem,) = problems_of(folder)

    assert (problem.file, problem.key) == ("special.toml", key)
    assert reason in problem.reason


def test_a_file_that_cannot_be_read_is_a_problem(folder: Path) -> None:
    (folder / "special.toml").unlink()
    (folder / "special.toml").mkdir()

    (problem,) = problems_of(folder)

    assert problem.file == "special.toml"
    assert "cannot be read" in problem.reason


def test_an_empty_folder_names_the_files_that_are_missing(tmp_path: Path) -> None:
    problems = problems_of(tmp_path)

    assert [problem.file for problem in problems] == ["categories.toml", "materials.toml"]
    assert all("missing" in problem.reason for problem in problems)


def test_the_version_changes_with_any_byte_and_only_then(folder: Path) -> None:
    first, again = load_catalogue(folder), load_catalogue(folder)
    edit(folder / "materials.toml", "# Companies", "# Firms")
    edited = load_catalogue(folder)

    assert isinstance(first, Catalogue)
    assert isinstance(again, Catalogue)
    assert isinstance(edited, Catalogue)
    assert first.version == again.version == shipped_catalogue().version
    assert edited.version != first.version


def test_editing_the_branch_leaves_the_catalogue_version_alone(folder: Path) -> None:
    edit(folder / "branch.toml", "示范支行", "日月支行")

    catalogue = load_catalogue(folder)

    assert isinstance(catalogue, Catalogue)
    assert catalogue.version == shipped_catalogue().version


def test_a_branch_file_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    found = load_branch_plan(tmp_path, shipped_catalogue())

    assert isinstance(found, tuple)
    assert found[0].file == "branch.toml"
