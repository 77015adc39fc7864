"""The Debian package of the program: what is in it, what is not, and what it asks of a machine."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import TOP
from tests.once_in_a_run import once_in_a_run
from tests.packages.built import APP, NotRun, build, built_package
from tests.packages.systems import program_package

MB = 1_000_000
LINUX = TOP / "packaging" / "linux"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture(scope="module")
def package() -> Path:
    """The one in KIOSK_PACKAGES, or that of the checkout."""
    return program_package()


@pytest.fixture(scope="module")
def tree(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def unpack(folder: Path) -> None:
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)

    return once_in_a_run(tmp_path_factory, "tree", unpack) / "opt" / "apps" / APP


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(LINUX / f"{name}.py"))


def field(package: Path, name: str) -> str:
    return subprocess.run(
        ["dpkg-deb", "-f", package, name], capture_output=True, text=True, check=True
    ).stdout


def test_it_is_small_enough_to_carry_and_to_install(package: Path, tree: Path) -> None:
    installed = sum(file.lstat().st_size for file in tree.rglob("*") if not file.is_dir())

    assert package.stat().st_size <= 60 * MB
    assert installed <= 200 * MB


def test_everything_lies_below_its_own_folder_is_roots_and_nobody_else_may_write_it(package: Path) -> None:
    told = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=5) for line in told.splitlines()]
    above = {"./", "./opt/", "./opt/apps/"}

    assert {row[1] for row in rows} == {"root/root"}
    assert {row[5] for row in rows if not row[5].startswith(f"./opt/apps/{APP}/")} == above
    assert {row[0] for row in rows if row[0][0] != "l"} <= {"drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x"}


def test_no_script_runs_when_it_is_installed(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-e", package, tmp_path], check=True)

    assert {file.name for file in tmp_path.iterdir()} == {"control", "md5sums"}


def test_nothing_is_in_it_that_may_not_be_shipped(tree: Path) -> None:
    assert script("denied")["denied"](tree) == []


def test_it_asks_for_no_newer_glibc_than_it_depends_on_and_debian_12_has(package: Path, tree: Path) -> None:
    (depended_on,) = re.findall(r"libc6 \(>= (\d+)\.(\d+)\)", field(package, "Depends"))

    assert script("symbols")["newest"](tree)["GLIBC"][0] <= tuple(map(int, depended_on)) <= (2, 36)


def test_every_library_it_asks_the_system_for_belongs_to_a_package_it_depends_on(
    package: Path, tree: Path
) -> None:
    files = list(script("symbols")["elf_files"](tree))
    told = subprocess.run(["readelf", "-d", *files], capture_output=True, text=True, check=True).stdout
    asked = set(re.findall(r"\(NEEDED\).*\[(.+)\]", told)) - {file.name for file in tree.rglob("*.so*")}
    depends = set(re.findall(r"[a-z0-9.+-]+[a-z0-9]", field(package, "Depends")))

    held = {library: _owners(library) for library in asked}
    # What this machine has not tells nothing here; the bare machine of test_install.py has nothing else.
    assert {library for library, owners in held.items() if owners and not owners & depends} == set()


def test_no_library_looks_for_another_outside_the_package(tree: Path) -> None:
    files = list(script("symbols")["elf_files"](tree))
    told = subprocess.run(["readelf", "-d", *files], capture_output=True, text=True, check=True).stdout
    places = {
        place
        for each in re.findall(r"\(R(?:UN)?PATH\).*\[(.*)\]", told)
        for place in each.split(":")
        if place
    }

    assert {place for place in places if not place.startswith("$ORIGIN")} == set()


def test_speech_and_printing_are_recommended_and_not_brought(package: Path) -> None:
    assert field(package, "Recommends").strip() == "cups, espeak-ng, libusb-1.0-0"


def test_no_path_of_the_machine_that_built_it_is_told(tree: Path) -> None:
    words = [str(TOP).encode(), str(Path.home() / ".cache").encode()]
    files = [file for file in tree.rglob("*") if file.is_file()]

    assert [str(file) for file in files if any(word in file.read_bytes() for word in words)] == []


def test_every_part_in_the_bill_of_materials_has_its_licence_beside_it(tree: Path) -> None:
    folder = tree / "files" / "licences"
    parts = json.loads((folder / "sbom.cdx.json").read_text("utf-8"))["components"]
    names = {part["name"].partition(" ")[0] for part in parts}

    assert names >= {"kiosk", "pyside6-essentials", "python3.11", "psycopg-binary", "pyinstaller-bootloader"}
    assert {name for name in names if not any((folder / name).iterdir())} == set()
    assert all(part["licenses"] for part in parts)


def test_uos_finds_what_it_asks_of_an_application(tree: Path) -> None:
    info = json.loads((tree / "info").read_text("utf-8"))
    entry = (tree / "entries" / "applications" / f"{APP}.desktop").read_text("utf-8")
    programs = {line.partition("=")[2].split()[0] for line in entry.splitlines() if line.startswith("Exec=")}

    assert info["appid"] == APP
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", info["version"])
    assert programs == {f"/opt/apps/{APP}/files/bin/kiosk"}
    assert (tree / "files" / "bin" / "kiosk").stat().st_mode & 0o111
    assert len(list((tree / "entries" / "icons").rglob(f"{APP}.*"))) == 9


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("lintian"), reason="not installed: lintian")
def test_lintian_has_nothing_to_say_that_is_not_explained(package: Path) -> None:
    explained = f"--suppress-tags-from-file={LINUX / 'lintian-app'}"
    told = ["lintian", "--allow-root", "--display-info", "--pedantic", explained, str(package)]

    assert subprocess.run(told, capture_output=True, text=True, check=False).stdout == ""


@pytest.mark.parametrize(
    "name",
    ["libstdc++.so.6", "libreadline.so.8", "libQt6Charts.so.6", "libqtvirtualkeyboardplugin.so", "libespeak-ng.so.1",
     "libQt6WebEngineCore.so.6", "libQt6Quick3DPhysics.so.6", "readline.cpython-311-x86_64-linux-gnu.so"],
)  # fmt: skip
def test_what_may_not_be_shipped_is_noticed(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()

    assert len(script("denied")["denied"](tmp_path)) == 1


@pytest.mark.long
def test_two_builds_in_different_folders_give_the_same_bytes(tmp_path: Path) -> None:
    package = built_package()
    try:
        build(tmp_path)
    except NotRun as reason:
        pytest.skip(f"not run: {reason}")

    assert (tmp_path / package.name).read_bytes() == package.read_bytes()


def _owners(library: str) -> set[str]:
    """Return the names of the installed packages that hold a library, by the older names of those renamed to ...t64."""
    told = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False).stdout
    return {line.split(":")[0].removesuffix("t64") for line in told.splitlines()}
