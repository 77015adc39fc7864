"""The shipped data is found in a checkout, in an installed wheel and in a frozen bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk.resources import resources
from tests.checkout import TOP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _look_again() -> Iterator[None]:
    """The place is remembered for the life of a process; a test that moves it starts and ends afresh."""
    resources.cache_clear()
    yield
    resources.cache_clear()


def test_a_checkout_has_them_at_its_top() -> None:
    assert resources() == TOP / "resources"


@pytest.mark.slow
def test_an_installed_wheel_has_them_inside_the_package(tmp_path: Path) -> None:
    sources = _copy_of_the_sources(tmp_path / "sources")
    site = _install(_wheel(sources, tmp_path), tmp_path / "site")

    look = f"import sys; sys.path.insert(0, {str(site)!r}); from kiosk.resources import resources"
    found = subprocess.run(
        [sys.executable, "-I", "-c", look + "; print(resources())"], check=True, capture_output=True
    )

    place = site / "kiosk" / "_resources"
    assert found.stdout.decode().strip() == str(place)
    assert _files(place) == _files(sources / "resources")
    assert _files(site / "kiosk") >= _files(sources / "kiosk")


def test_a_frozen_bundle_has_them_below_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "kiosk" / "_resources"
    place.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert resources() == place


def test_a_damaged_bundle_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    with pytest.raises(FileNotFoundError, match="_resources"):
        resources()


def _copy_of_the_sources(folder: Path) -> Path:
    """Copy what a wheel is built from: building inside the checkout would leave folders there."""
    folder.mkdir()
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(TOP / name, folder)
    for name in ("kiosk", "resources"):
        shutil.copytree(TOP / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _wheel(sources: Path, folder: Path) -> Path:
    _pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(sources))
    return next(folder.glob("kiosk-*.whl"))


def _install(wheel: Path, target: Path) -> Path:
    _pip("install", "--target", str(target), str(wheel))
    return target


def _pip(command: str, *arguments: str) -> None:
    offline = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", command, *offline, *arguments], check=True)


def _files(folder: Path) -> set[str]:
    """Return the files below a folder, without what Python wrote beside them."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in paths if path.suffix != ".pyc"}
