"""What is installed: pinned and hashed, the same everywhere, from nowhere in particular, and free to ship."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkout import TOP

if TYPE_CHECKING:
    from types import ModuleType

LOCKS = ["requirements.lock", "requirements-check.lock"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_an_exact_version_and_hashes(lock: str) -> None:
    entries = _lock(lock).split("\n\n")[-1]
    blocks = re.split(r"\n(?=\S)", entries.strip())

    shaped = re.compile(r"[\w.-]+==[\w.!+-]+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\\n|$))+")
    assert [block for block in blocks if not block.startswith("#") and not shaped.fullmatch(block)] == []
    assert len(blocks) > 40


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address(lock: str) -> None:
    assert not re.search(r"://|^\s*--(?!hash)|find-links|index-url", _lock(lock), re.MULTILINE)


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], []), (LOCKS[1], ["tour", "check"])])
def test_a_lock_file_holds_everything_declared_and_the_build_backend(lock: str, extras: list[str]) -> None:
    declared = _declared(extras)

    assert declared - set(_pins(lock)) == set()


def test_the_checks_run_with_the_versions_that_ship() -> None:
    shipped, checked = _pins(LOCKS[0]), _pins(LOCKS[1])

    assert {name: checked.get(name) for name in shipped} == shipped


@pytest.mark.parametrize("lock", LOCKS)
def test_no_locked_package_is_gpl_or_agpl_only(lock: str, capsys: pytest.CaptureFixture[str]) -> None:
    objections = _licences().main(str(TOP / "packaging" / lock))

    assert objections == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "declared",
    [
        {"expression": "GPL-3.0-only"},
        {"expression": "AGPL-3.0-or-later"},
        {"expression": "MIT AND GPL-2.0-only"},
        {"licence": "GNU General Public License v3"},
        {"classifiers": ("License :: OSI Approved :: GNU Affero General Public License v3",)},
        {"file": "\n   GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n"},
        {},
    ],
    ids=str,
)
def test_a_package_under_gpl_only_or_under_nothing_is_refused(declared: dict[str, Any]) -> None:
    licences = _licences()

    assert licences.objection(licences.Declared(**declared))


@pytest.mark.parametrize(
    "declared",
    [
        {"expression": "MIT"},
        {"expression": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"},
        {"licence": "GNU Lesser General Public License v3"},
        {"classifiers": ("License :: GNU General Public License (GPL)", "License :: MIT License")},
        {"file": "  GNU LESSER GENERAL PUBLIC LICENSE\nsupplements the GNU General Public License"},
    ],
    ids=str,
)
def test_a_package_with_a_licence_that_lets_us_ship_it_passes(declared: dict[str, Any]) -> None:
    licences = _licences()

    assert licences.objection(licences.Declared(**declared)) is None


def _licences() -> ModuleType:
    """Load the script; the folder is no package and shares its name with one that is installed."""
    spec = importlib.util.spec_from_file_location("licences", TOP / "packaging" / "licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


def _declared(extras: list[str]) -> set[str]:
    pyproject = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    lines = [*pyproject["build-system"]["requires"], *project["dependencies"]]
    lines += [line for extra in extras for line in project["optional-dependencies"][extra]]
    return {_normal(re.split(r"[^\w.-]", line)[0]) for line in lines}


def _pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==(\S+)", _lock(lock), re.MULTILINE)
    return {_normal(name): version for name, version in found}


def _lock(name: str) -> str:
    return (TOP / "packaging" / name).read_text(encoding="utf-8")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
