"""The Debian package of this checkout: built once for the same files, then kept in a cache folder.

    python -m tests.packages.built

builds it ahead of the tests that look at it; it takes minutes, and one core of them.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.checkout import TOP, tracked

if TYPE_CHECKING:
    from collections.abc import Iterator

APP: Final = "cn.kiosk.reception"
CACHE: Final = Path(os.environ.get("KIOSK_BUILD_CACHE", Path.home() / ".cache" / "kiosk-packages"))
"""Without it everything is made cold."""
_INPUTS: Final = (
    "kiosk",
    "resources",
    "packaging/linux",
    "packaging/requirements-build.lock",
    "packaging/setup.sh",
    "pyproject.toml",
    "LICENSE",
)
_SECONDS: Final = 1767225600
_CANNOT: Final = {69: "something it needs is not to be had here", 77: "no rights to install what it needs"}
"""Exit codes of packaging/setup.sh: nothing is wrong with the checkout."""
_KEPT_S: Final = 24 * 3600


class NotRun(Exception):
    """No package can be built here; the text says why."""


def built_package() -> Path:
    """Return the package of the files as they are now; where none can be built, the test that asked is skipped."""
    try:
        return package_of_checkout()
    except NotRun as reason:
        pytest.skip(f"not run: {reason}")


def package_of_checkout() -> Path:
    """Return it; building it takes minutes, finding it again none. Raises NotRun."""
    if not Path("/usr/bin/python3.11").exists() or not shutil.which("dpkg-deb"):
        raise NotRun("needs Debian 12 with its own Python")
    with alone("build"), tempfile.TemporaryDirectory() as checkout:
        place = CACHE / f"built-{_copy(Path(checkout))}"
        if not place.is_dir():
            making = CACHE / "making"
            shutil.rmtree(making, ignore_errors=True)
            _build(Path(checkout), making)
            making.rename(place)
            _forget_old()
        return next(place.glob(f"{APP}_*.deb"))


def build(out: Path) -> None:
    """Build it into a folder. Raises NotRun."""
    with tempfile.TemporaryDirectory() as checkout:
        _copy(Path(checkout))
        _build(Path(checkout), out)


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Keep out other processes that want to make the same thing in the cache."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy(checkout: Path) -> str:
    """Copy what the package is made of, so that nobody changes it meanwhile; return a digest of it."""
    digest = hashlib.sha256()
    for file in sorted(path for path in tracked() if any(path.is_relative_to(one) for one in _INPUTS)):
        (checkout / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / file, checkout / file)
        digest.update(str(file).encode() + b"\0" + (checkout / file).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _build(checkout: Path, out: Path) -> None:
    done = subprocess.run(
        [checkout / "packaging" / "linux" / "build", out],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(_SECONDS), "KIOSK_BUILD_CACHE": str(CACHE)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in _CANNOT:
        raise NotRun(f"{_CANNOT[done.returncode]}: {done.stderr.strip().splitlines()[-1:]}")
    assert done.returncode == 0, done.stdout + done.stderr


def _forget_old() -> None:
    for former in CACHE.glob("built-*"):
        if former.stat().st_mtime < time.time() - _KEPT_S:
            shutil.rmtree(former)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{package_of_checkout()}\n")
    except NotRun as reason:
        sys.stdout.write(f"not run: {reason}\n")
