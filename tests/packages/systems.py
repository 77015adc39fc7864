"""Bare Debians to install on: archives that are made once, with network, and kept; KIOSK_SUITE names another than bookworm.

A package for an older Debian than this one is made by packaging/linux/release: KIOSK_PACKAGES names the folder it is in.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.checkout import TOP
from tests.packages.built import APP, CACHE, alone, built_package

if TYPE_CHECKING:
    from pathlib import Path

SUITE: Final = os.environ.get("KIOSK_SUITE", "bookworm")
_OURS: Final = "bookworm"
"""The Debian that packaging/linux/build makes a package for."""


def given(name: str) -> Path | None:
    """Return the folder that the environment names, if it names one."""
    return TOP / os.environ[name] if os.environ.get(name) else None


def program_package() -> Path:
    """Return the package of the program to install on that suite; where there is none, the test is skipped."""
    if folder := given("KIOSK_PACKAGES"):
        return next(folder.glob(f"{APP}_*.deb"))
    if SUITE != _OURS:
        pytest.skip(f"not run: KIOSK_PACKAGES names no packages for {SUITE}")
    return built_package()


def may_not() -> str:
    """Return why no bare machine can be had here, or an empty text."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mmdebstrap"):
        return "not run: a bare machine needs root and mmdebstrap"
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "not run: no right to mount here"


def depended_on(*debs: Path) -> list[str]:
    """Return the names of the packages that some packages depend on, but for our own."""
    told = (
        subprocess.run(["dpkg-deb", "-f", deb, "Depends"], capture_output=True, text=True, check=True).stdout
        for deb in debs
    )
    words = (word for each in told for word in each.split(","))
    return [name for word in words if (name := word.split("|")[0].split("(")[0].strip()) != APP]


def system_with(*names: str) -> Path:
    """Return the archive of a Debian with these packages and what they depend on. Skips where no mirror can be reached."""
    wanted = ",".join(sorted(set(names)))
    archive = CACHE / f"{SUITE}-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}.tar"
    with alone(archive.stem):
        if not archive.exists():
            draft = archive.with_suffix(".draft.tar")
            words = ["--quiet", "--variant=minbase", f"--include={wanted}", SUITE, str(draft)]
            if subprocess.run(["mmdebstrap", *words], check=False).returncode != 0:
                pytest.skip("not run: no mirror of Debian can be reached")
            draft.rename(archive)
    return archive
