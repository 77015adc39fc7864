"""Arrows between the packages point inwards, and the innermost one leans on nothing but Python."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkout import TOP, modules

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN = [path for path in modules() if path.parts[1] == "domain"]
# What would bring I/O, a clock or chance into the rules; `random.Random(seed)` is arithmetic and stays.
IMPURE = {
    *("asyncio", "concurrent", "glob", "http", "io", "logging", "multiprocessing", "os", "pathlib"),
    *("secrets", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile"),
    *("threading", "time", "urllib"),
}
IMPURE_CALLS = {"now", "utcnow", "today", "uuid1", "uuid4", "open", "print", "input"}


def test_every_import_contract_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]

    run = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def test_every_package_has_its_place_in_a_contract() -> None:
    layers = _pyproject()["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {name for layer in layers for name in re.findall(r"\w+", layer)}

    assert {path.parts[1] for path in modules() if len(path.parts) > 2} <= placed


@pytest.mark.parametrize("path", DOMAIN, ids=str)
def test_the_domain_imports_only_what_has_no_side_effects(path: Path) -> None:
    imported = set(_imports(path))

    assert imported <= {*sys.stdlib_module_names, "kiosk"}
    assert not imported & IMPURE


@pytest.mark.parametrize("path", DOMAIN, ids=str)
def test_the_domain_asks_neither_clock_nor_chance(path: Path) -> None:
    calls = [node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    names |= {call.id for call in calls if isinstance(call, ast.Name)}
    chance = {
        node.attr
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "random"
    }

    assert not names & IMPURE_CALLS
    assert chance <= {"Random"}


def test_every_imported_package_is_declared() -> None:
    project = _pyproject()["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["tour"]]
    declared = {_normal(re.split(r"[^\w.-]", line)[0]) for line in wanted}
    providers = packages_distributions()

    imported = {name for path in modules() for name in _imports(path)} - sys.stdlib_module_names - {"kiosk"}
    undeclared = {
        name for name in imported if not declared & {_normal(p) for p in providers.get(name, [name])}
    }

    assert undeclared == set()


def _imports(path: Path) -> Iterator[str]:
    """Yield the top-level name of everything a module imports; inside the program imports are absolute."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0] if node.level == 0 else "kiosk"


def _tree(path: Path) -> ast.Module:
    return ast.parse((TOP / path).read_text(encoding="utf-8"))


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
