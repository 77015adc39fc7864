"""Update files to put in, or to refuse."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.app.update.checking import Here
from kiosk.app.update.contents import APP, SETUP
from kiosk.app.update.packing import pack
from kiosk.branch.database.schema import MAJOR, MINOR

KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HERE: Final = Here("1.0.0", "amd64", MAJOR)
MADE_MS: Final = 1_795_219_200_000


def deb(folder: Path, name: str, version: str, architecture: str = "amd64") -> Path:
    """Make a package with nothing in it."""
    tree = folder / f"{name}-{version}-{architecture}"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: nobody <nobody@localhost>\n"
        "Installed-Size: 100\nDescription: stands in\n"
    )
    file = folder / f"{tree.name}.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", tree, file], check=True, stdout=subprocess.DEVNULL)
    return file


def update_file(  # noqa: PLR0913 - what an update is made of
    folder: Path,
    version: str = "1.1.0",
    *,
    needs: str = "1.0.0",
    architecture: str = "amd64",
    schema: tuple[int, int] = (MAJOR, MINOR),
    key: Ed25519PrivateKey = KEY,
) -> Path:
    """Make an update file of both packages."""
    packages = folder / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    debs = [deb(packages, APP, version, architecture), deb(packages, SETUP, version, "all")]
    return pack(debs, folder, key, needs=needs, schema=schema, made_ms=MADE_MS)


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the entries of a zip again, with something done to them."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file
