"""What every check runs: nothing below tests/ is left out of it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_tests_is_run_by_the_checks() -> None:
    words = (ROOT / "packaging" / "check").read_text("utf-8").split()
    folders = {file.relative_to(ROOT).parts[1] for file in (ROOT / "tests").rglob("test_*.py")}

    assert {f"tests/{folder}" for folder in folders} <= set(words)
