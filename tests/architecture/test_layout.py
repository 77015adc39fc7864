"""The house keeps its shape: a fixed top level, small rooms with a sign on the door, no machine's trace."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from tests.checkout import TOP, modules, tracked

TOP_LEVEL = {"pyproject.toml", "kiosk", "resources", "tests", "packaging", "README.md", "LICENSE"}
LONGEST_FILE = 300
# Written so that the patterns do not find themselves.
TRACES = re.compile(
    r"pypi[.]org|pythonhosted[.]|registry[.]npmjs|deb[.]debian|(?<![\w.])/(?:work|root|home)[/](?=\w)"
)


def test_nothing_new_stands_at_the_top() -> None:
    names = {path.parts[0] for path in tracked()}

    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_no_file_of_the_program_is_longer_than_two_rooms() -> None:
    lengths = {path: len((TOP / path).read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_every_module_says_what_lives_there() -> None:
    silent = [path for path in modules() if not ast.get_docstring(_parse(path))]

    assert silent == []


def test_no_file_names_a_package_server_or_a_folder_of_somebodys_machine() -> None:
    found = [f"{path}: {trace}" for path in tracked() for trace in TRACES.findall(_text(path))]

    assert found == []


def test_every_rule_the_linter_ignores_has_a_reason() -> None:
    lines = (TOP / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if re.match(r'\s+"[A-Z]+\d+",?', line)]

    assert [line for line in rules if not re.search(r"#\s+\S", line)] == []
    assert len(rules) == len(_ignored_rules())


def _ignored_rules() -> list[str]:
    lint = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    return [*lint["ignore"], *(rule for rules in lint["per-file-ignores"].values() for rule in rules)]


def _parse(path: Path) -> ast.Module:
    return ast.parse((TOP / path).read_text(encoding="utf-8"))


def _text(path: Path) -> str:
    """Return a file's text; pictures and sounds have none worth reading."""
    try:
        return (TOP / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
