"""Both packages of this version and of the next, signed as an update: the next is this one by another number."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import __version__
from tests.checkout import TOP
from tests.packages.built import APP
from tests.packages.systems import depended_on, given, program_package, system_with

if TYPE_CHECKING:
    from tests.packages.machine import Machine

SITE: Final = """
[branch]
code = "0312"
bank = { zh = "示例银行", en = "Example Bank" }
name = { zh = "人民路支行", en = "Renmin Road Branch" }
manager = "1001"

[[machine]]
name = "front"
roles = ["branch", "entrance"]

[machine.screen]
bottom_mm = 850
"""
_BROKEN: Final = """#!/bin/sh
# A program that tells its version and does nothing else.
[ "$1" != --version ] || exec echo kiosk {version}
exit 1
"""


@dataclass(frozen=True, slots=True)
class Release:
    """Two packages of one version in a folder, and the checkout that they were built from."""

    folder: Path
    version: str
    checkout: Path = TOP

    @property
    def debs(self) -> list[Path]:
        """Its packages."""
        return sorted(self.folder.glob("*.deb"))

    def carry_to(self, machine: Machine) -> None:
        """Sign it as an update file and put that on a machine which trusts the key."""
        key = self.folder / "release.key"
        if not key.exists():
            _told(sys.executable, "-m", "kiosk", "update", "new-key", key)
        for file in self.folder.glob("*.kiosk-update"):
            file.unlink()
        sign = self.checkout / "packaging/linux/sign"
        _told(sign, key, __version__, self.folder, *self.debs, place=self.checkout)
        (file,) = self.folder.glob("*.kiosk-update")
        shutil.copy(file, machine.root / "srv/update")
        trusted = machine.root / "etc/kiosk/release-keys"
        trusted.mkdir(exist_ok=True)
        shutil.copy(key.with_name(f"{key.name}.pub"), trusted)


def archive_for(release: Release) -> Path:
    """Return the archive of a Debian with what both packages depend on, and what that depends on, and nothing else."""
    return system_with(*depended_on(*release.debs))


def this_and_next(folder: Path) -> tuple[Release, Release]:
    """Return this version and the next; what is not given in the environment is built in a folder."""
    this = Release(given("KIOSK_PACKAGES") or _built(folder / "this"), __version__)
    major, minor, patch = __version__.split(".")
    following = f"{major}.{minor}.{int(patch) + 1}"
    checkout = _renumbered(folder / "checkout", following)
    built = given("KIOSK_NEXT_PACKAGES")
    if not built:
        for build in ("build", "build-setup"):
            _told(checkout / "packaging/linux" / build, folder / "next")
    return this, Release(built or folder / "next", following, checkout)


def broken(release: Release, folder: Path) -> Release:
    """Return a release whose program does not start; all else is as it was."""
    folder.mkdir()
    for deb in release.debs:
        shutil.copy(deb, folder)
    app = next(folder.glob(f"{APP}_*.deb"))
    _told("dpkg-deb", "-R", app, folder / "tree")
    program = folder / f"tree/opt/apps/{APP}/files/bin/kiosk"
    program.write_text(_BROKEN.format(version=release.version))
    sums, name = folder / "tree/DEBIAN/md5sums", str(program.relative_to(folder / "tree"))
    now = _told("md5sum", program).split()[0]
    sums.write_text(re.sub(rf"(?m)^\S+  {re.escape(name)}$", f"{now}  {name}", sums.read_text()))
    _told("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", folder / "tree", app)
    shutil.rmtree(folder / "tree")
    return Release(folder, release.version, release.checkout)


def _built(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(program_package(), folder)
    _told(TOP / "packaging/linux/build-setup", folder)
    return folder


def _renumbered(checkout: Path, version: str) -> Path:
    """Return a copy of this checkout by another number."""
    _told("git", "clone", "--quiet", TOP, checkout)
    for name in ("pyproject.toml", "kiosk/__init__.py"):
        file = checkout / name
        file.write_text(file.read_text("utf-8").replace(f'"{__version__}"', f'"{version}"', 1), "utf-8")
    return checkout


def _told(*words: str | Path, place: Path = TOP) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [*map(str, words)],
        cwd=place,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
