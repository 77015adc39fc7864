"""The table of threats names tests that exist: a control whose test is gone is noticed."""

from __future__ import annotations

import ast
import re
from typing import Final

import pytest

from tests.checkout import TOP

_ROW: Final = re.compile(
    r"^\| (?P<threat>.+?) \| (?P<control>.+?) \| `(?P<file>[\w/.]+)::(?P<test>\w+)` \|$", re.MULTILINE
)
_TABLE: Final = (
    (TOP / "kiosk" / "DECISIONS.md")
    .read_text("utf-8")
    .partition("What we defend against")[2]
    .partition("\n## ")[0]
)
ROWS: Final = [(found["file"], found["test"]) for found in _ROW.finditer(_TABLE)]


def test_every_line_of_the_table_is_read_here() -> None:
    lines = [line for line in _TABLE.splitlines() if line.startswith("| ")]

    assert len(ROWS) == len(lines) - 1  # the first line is the heading
    assert len(ROWS) >= 25


@pytest.mark.parametrize(("file", "test"), ROWS)
def test_a_test_that_the_table_names_exists(file: str, test: str) -> None:
    tree = ast.parse((TOP / file).read_text("utf-8"))

    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
